"""Write files and folders whole or not at all: built beside their final place, and moved there once every byte is on disk."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Final, Self

BUILDING: Final = ".building-"
REPLACED: Final = ".replaced-"
"""Prefix of a folder that version 0.1 had moved aside to replace it."""


NOT_OFFERED: Final = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})
"""Errors of a file system without the call."""


class StorageFailed(Exception):
    """A folder could not be written or removed; its previous content is unchanged.

    Attributes:
        place: The path that it concerns; empty where the text says it.
        error: What the operating system said; None if it refused nothing.
    """

    place: str = ""
    error: OSError | None = None

    @classmethod
    def of(cls, error: OSError, path: Path) -> Self:
        """Return what failed, from what the operating system said of a path or of a file under it."""
        place = os.fsdecode(error.filename or path)
        failed = cls(f"{place}: {error.strerror or error}")
        failed.place, failed.error = place, error
        return failed


@contextmanager
def stage_folder(output: Path) -> Iterator[Path]:
    """Create a folder to build in, next to its final place; anything not moved out within the block is deleted after it.

    Args:
        output: The output folder; created if missing.

    Raises:
        StorageFailed: the disk is full, the folder cannot be written, or the like, now or while the block runs. An error reading a file
            elsewhere is passed on as it is.
    """
    building: Path | None = None
    try:
        output.mkdir(parents=True, exist_ok=True)
        building = output / f"{BUILDING}{token_hex(8)}"
        building.mkdir()  # with the rights that the umask and a shared folder's group give
        yield building
    except OSError as error:
        if error.filename and not Path(os.fsdecode(error.filename)).resolve().is_relative_to(output.resolve()):
            raise  # a file of the program or the input: more disk space would not help
        raise StorageFailed.of(error, output) from error
    finally:
        if building is not None:
            shutil.rmtree(building, ignore_errors=True)


def place_folder(building: Path, target: Path) -> None:
    """Move a finished folder to its final place, once all of it is on disk.

    Args:
        building: The folder, its files written by `write_file`.
        target: Its final place, which must not exist yet.

    Raises:
        OSError: it cannot be moved.
    """
    sync_folder(building)
    building.rename(target)
    sync_folder(target.parent)


def place_files(building: Path, target: Path, names: Iterable[str]) -> None:
    """Move finished files into an existing folder, one after another; its other files stay.

    Raises:
        OSError: one cannot be moved; it and the later ones are unchanged.
    """
    for name in names:
        (building / name).replace(target / name)
    sync_folder(target)


def replace_file(content: bytes, folder: Path, name: str, *, private: bool = False) -> None:
    """Replace a file atomically: after a kill at any moment there is the old file or the new one.

    Args:
        content: The file's bytes.
        folder: Its folder; created if missing.
        name: Its name.
        private: Make it readable by its owner only; in a folder that hands its group on, by the group too.

    Raises:
        StorageFailed: the disk is full, the folder cannot be written, or the like; the old file is unchanged.
    """
    building = folder / f"{BUILDING}{name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        building.unlink(missing_ok=True)  # of a killed process, or a link that somebody laid to lead us elsewhere
        write_file(building, content, private=private)
        building.replace(folder / name)
        sync_folder(folder)
        sync_folder(folder.parent)
    except OSError as error:
        with suppress(OSError):
            building.unlink(missing_ok=True)
        raise StorageFailed.of(error, folder) from error


def remove_files(folder: Path, names: Iterable[str]) -> None:
    """Remove our files in this order, and the folder unless people have put files into it.

    Raises:
        StorageFailed: a file cannot be removed.
    """
    try:
        if folder.is_dir():
            for name in names:
                (folder / name).unlink(missing_ok=True)
            if not any(folder.iterdir()):
                folder.rmdir()
            sync_folder(folder.parent)
    except OSError as error:
        raise StorageFailed.of(error, folder) from error


def take_back(folder: Path, ours: Container[str] = ()) -> None:
    """Move people's files back into a folder, from the one that version 0.1 had moved aside when it was killed.

    Args:
        folder: The folder; created if missing.
        ours: Names of our own files, which are deleted.

    Raises:
        OSError: something cannot be moved or removed.
    """
    replaced = folder.with_name(f"{REPLACED}{folder.name}")
    if replaced.is_dir():
        folder.mkdir(exist_ok=True)
        for entry in replaced.iterdir():
            if entry.name not in ours and not (folder / entry.name).exists():
                entry.rename(folder / entry.name)
        shutil.rmtree(replaced)


def write_file(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file, and return once it is on disk.

    Raises:
        OSError: it cannot be written.
    """
    with path.open("wb") as file:
        if private:
            with _passed_over():
                path.chmod(0o660 if path.parent.stat().st_mode & stat.S_ISGID else 0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Flush the folder's entries to disk; Windows and some shares have no such call."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            with _passed_over():
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _passed_over() -> Iterator[None]:
    """Go on where the file system has no such call, as on shares and Windows drives."""
    try:
        yield
    except OSError as error:
        if error.errno not in NOT_OFFERED:
            raise
