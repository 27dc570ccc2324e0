"""Stage 8, publish: rendered files enter, `output/releases/<period>_r<n>_<hash>/` leaves, whole or not at all, and `output/current` names it.

A release that stands is never written to again; what people laid into its folder stays in it.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from pipeline.editions import CURRENT, POINTER, RELEASES
from pipeline.manifest import MANIFEST, read_outputs
from pipeline.register import FOLDER as REGISTER
from pipeline.storage import BUILDING, REPLACED, StorageFailed, replace_file, replace_folder, restore_folder, sync_folder

NO_LINKS: Final = frozenset({errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What is said where links cannot be made: by Windows without the right to (EINVAL), by file systems that have none (EPERM)."""


def publish_release(files: Mapping[str, bytes], output: Path, name: str) -> Path:
    """Write a release and make it the current one.

    Args:
        files: File name → content, the manifest among them.
        output: The output folder; made where it is missing.
        name: Name of the release's folder.

    Returns:
        The folder of the release.

    Raises:
        StorageFailed: the disk is full, the folder cannot be written, or the like; the last release stands and is still the current one.
    """
    folder = output / RELEASES / name
    if not _holds(folder, files):
        replace_folder(files, output / RELEASES, name, _ours)
    point_current(output, name)
    return folder


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
            restore_folder(releases, replaced.name.removeprefix(REPLACED), _ours)
        for building in releases.glob(f"{BUILDING}*"):
            shutil.rmtree(building)
        for half in (output / f"{BUILDING}{CURRENT}", *(output / REGISTER).glob(f"{BUILDING}*")):
            half.unlink(missing_ok=True)
    except OSError as error:
        raise StorageFailed(f"{error.filename or output}: {error.strerror or error}") from error


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Return whether a folder holds these files, to the byte."""
    try:
        return all((folder / name).read_bytes() == content for name, content in files.items())
    except OSError:
        return False


def _ours(folder: Path) -> tuple[str, ...]:
    """Return the files that a release's manifest names, and at the end the manifest, which is the last to go."""
    return (*sorted(read_outputs(folder) - {MANIFEST}), MANIFEST)
