"""Stage 8, publish: a folder of finished files enters, `output/releases/<period>_r<n>_<hash>/` leaves, whole or not at all, and `output/current` names it.

A whole release is never written to again; a damaged one gets its files anew. What people laid into its folder stays in it.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.releases.find import CURRENT, POINTER, RELEASES, Release, read_release_folder
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
"""What is said where links cannot be made: by Windows without the right to (EINVAL), by file systems that have none (EPERM)."""


@dataclass(frozen=True)
class MadeRelease:
    """What a run leaves: the release's folder, its PDFs, how many findings the reports print, and the input: file → its fingerprint."""

    folder: Path
    pdfs: tuple[str, ...]
    findings: int
    sample: bool
    inputs: Mapping[str, str]


def publish_release(staged: Path, output: Path, name: str) -> Path:
    """Move a release to its place, unless it stands there whole, and make it the current one.

    Args:
        staged: The folder that it was built in, with all its files, the manifest among them; see `storage.stage_folder`.
        output: The output folder.
        name: Name of the release's folder.

    Returns:
        The folder of the release.

    Raises:
        StorageFailed: the disk is full, the folder cannot be written, or the like; the last release stands and is still the current one.
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
            raise StorageFailed(f"{error.filename or folder}: {error.strerror or error}") from error
    point_current(output, name)
    return folder


def remove_release(edition: Release) -> None:
    """Remove a release of which the same revision was made again; what people laid into its folder stays.

    Raises:
        StorageFailed: a file cannot be removed.
    """
    remove_files(edition.folder, _manifest_last(read_outputs(edition.folder)))


def point_current(output: Path, name: str) -> None:
    """Make `output/current` a link to a release, in one step: a reader finds the old one or the new.

    Where links cannot be made (Windows asks for a right that most accounts lack), `output/current.txt` holds the folder's path instead.

    Raises:
        StorageFailed: neither can be written; the old one stands.
    """
    link, building, target = output / CURRENT, output / f"{BUILDING}{CURRENT}", Path(RELEASES) / name
    try:
        building.unlink(missing_ok=True)
        building.symlink_to(target, target_is_directory=True)
    except (NotImplementedError, OSError) as error:
        if link.is_symlink() or (isinstance(error, OSError) and error.errno not in NO_LINKS):  # links can be made, and the disk fails
            raise StorageFailed(f"{link}: {error}") from error
        replace_file(f"{target.as_posix()}\n".encode(), output, POINTER)
        return
    try:
        if link.is_symlink() and link.readlink() == target:
            building.unlink()
        else:
            building.replace(link)
            (output / POINTER).unlink(missing_ok=True)  # else two would say which is current
        sync_folder(output)
    except OSError as error:
        with suppress(OSError):
            building.unlink(missing_ok=True)
        raise StorageFailed(f"{error.filename or link}: {error.strerror or error}") from error


def finish_interrupted(output: Path) -> None:
    """Clear away what a killed run has left half done; whoever calls holds the lock.

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
    except OSError as error:
        raise StorageFailed(f"{error.filename or output}: {error.strerror or error}") from error


def _manifest_last(names: Iterable[str]) -> list[str]:
    """Return names of a release's files in order: after a kill its manifest says which are ours, and that it is not whole."""
    return sorted(names, key=lambda name: (name == MANIFEST, name))
