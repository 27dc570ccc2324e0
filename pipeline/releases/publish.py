"""Stage 8, publish: move finished files to `output/releases/<period>_r<n>_<hash>/`, whole or not at all, and point `output/current` there.

A whole release is never written to again; a damaged one gets its files anew. Files that people put into its folder are kept.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.releases.find import CURRENT, POINTER, RELEASES, Release, name_copy, read_release_folder
from pipeline.releases.history.store import REGISTER
from pipeline.releases.manifest import MANIFEST, read_outputs
from pipeline.storage import (
    BUILDING,
    REPLACED,
    StorageFailed,
    place_files,
    place_folder,
    remove_files,
    replace_file,
    sync_folder,
    take_back,
)

NO_LINKS: Final = frozenset({errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""Errors if links cannot be made: on Windows without permission (EINVAL), on file systems without links (EPERM)."""


MOST_NAMED: Final = 3


class CurrentIsFolder(StorageFailed):
    """`output/current` is a folder with files that are no release's; the program does not remove them."""


@dataclass(frozen=True)
class MadeRelease:
    """A published release: its folder, its PDFs, the number of findings printed, and the input: file → its fingerprint."""

    folder: Path
    pdfs: tuple[str, ...]
    findings: int
    sample: bool
    inputs: Mapping[str, str]


def publish_release(staged: Path, output: Path, name: str) -> Path:
    """Move a release to its place, unless it is there already, and make it the current one.

    Args:
        staged: The folder that it was built in, with all files including the manifest; see `storage.stage_folder`.
        output: The output folder.
        name: Name of the release's folder.

    Returns:
        The folder of the release.

    Raises:
        StorageFailed: the disk is full, the folder cannot be written, or the like; the previous release is unchanged and still current.
    """
    folder = output / RELEASES / name
    standing = read_release_folder(folder)
    if standing is None or not standing.is_whole():
        try:
            if folder.exists():
                place_files(staged, folder, _manifest_last(path.name for path in staged.iterdir()))
            else:
                place_folder(staged, folder)
        except OSError as error:
            raise StorageFailed.of(error, folder) from error
    point_current(output, name)
    return folder


def remove_release(edition: Release) -> None:
    """Remove a release whose revision was rebuilt; files that people put into its folder are kept.

    Raises:
        StorageFailed: a file cannot be removed.
    """
    remove_files(edition.folder, _manifest_last(read_outputs(edition.folder)))


def point_current(output: Path, name: str) -> None:
    """Point the link `output/current` to a release, atomically.

    If links cannot be made (on Windows they need a right that most accounts lack), `output/current.txt` holds the folder's path instead.

    Raises:
        StorageFailed: neither can be written; the old one is unchanged.
    """
    link, building, target = output / CURRENT, output / f"{BUILDING}{CURRENT}", Path(RELEASES) / name
    if _is_folder(link):
        _clear_copy(output)
    try:
        building.unlink(missing_ok=True)
        building.symlink_to(target, target_is_directory=True)
    except (NotImplementedError, OSError) as error:
        if link.is_symlink() or (isinstance(error, OSError) and error.errno not in NO_LINKS):  # links can be made, so the disk has failed
            raise StorageFailed(f"{link}: {error}") from error
        replace_file(f"{target.as_posix()}\n".encode(), output, POINTER)
        return
    try:
        if link.is_symlink() and link.readlink() == target:
            building.unlink()
        else:
            building.replace(link)
            (output / POINTER).unlink(missing_ok=True)  # otherwise two files would name a current release
        sync_folder(output)
    except OSError as error:
        with suppress(OSError):
            building.unlink(missing_ok=True)
        raise StorageFailed.of(error, link) from error


def _is_folder(link: Path) -> bool:
    return link.is_dir() and not link.is_symlink()


def _clear_copy(output: Path) -> None:
    """Remove `output/current` where it is a folder: a copy of a release, restored from a backup or a file sync that knows no links.

    The release that is missing beside it is put in its place.

    Raises:
        StorageFailed: the folder has files that no release has, or cannot be moved or removed.
    """
    copy, name = output / CURRENT, name_copy(output / CURRENT)
    release = output / RELEASES / name
    ours = {MANIFEST, *read_outputs(copy)}
    own = [
        file
        for file in copy.rglob("*")
        if not file.is_dir() and not (file.name in ours and file.parent == copy and _is_copied(file, release))
    ]
    if not name or own:
        raise CurrentIsFolder(", ".join(sorted(str(file.relative_to(copy)) for file in own)[:MOST_NAMED]))
    try:
        if release.exists():
            shutil.rmtree(copy)
        else:
            release.parent.mkdir(exist_ok=True)
            copy.rename(release)
    except OSError as error:
        raise StorageFailed.of(error, copy) from error


def _is_copied(file: Path, release: Path) -> bool:
    """Return whether a release that is there has the same file."""
    return not release.exists() or ((release / file.name).is_file() and (release / file.name).read_bytes() == file.read_bytes())


def finish_interrupted(output: Path) -> None:
    """Clean up after a killed run. Requires the lock.

    Raises:
        StorageFailed: something cannot be moved or removed.
    """
    releases = output / RELEASES
    try:
        for replaced in list(releases.glob(f"{REPLACED}*")):
            take_back(releases / replaced.name.removeprefix(REPLACED))
        for building in releases.glob(f"{BUILDING}*"):
            shutil.rmtree(building)
        for half in (output / f"{BUILDING}{CURRENT}", *(output / REGISTER).glob(f"{BUILDING}*")):
            half.unlink(missing_ok=True)
        if _is_folder(output / CURRENT):
            name = name_copy(output / CURRENT)
            _clear_copy(output)
            point_current(output, name)
    except OSError as error:
        raise StorageFailed.of(error, output) from error


def _manifest_last(names: Iterable[str]) -> list[str]:
    """Return a release's file names, manifest last: until it is moved, it lists our files and shows that the release is not whole."""
    return sorted(names, key=lambda name: (name == MANIFEST, name))
