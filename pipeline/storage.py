"""Files and folders of ours, written whole or not at all: built beside their place and moved there when every byte is on the disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

BUILDING: Final = ".building-"
REPLACED: Final = ".replaced-"
"""Before the name of a folder that version 0.1 had moved aside to put a new one in its place."""


class StorageFailed(Exception):
    """A folder could not be written or removed; what stood there before still stands."""


@contextmanager
def stage_folder(output: Path) -> Iterator[Path]:
    """Give a folder to build in, beside its later place; what was not moved to its place in the block is gone after it.

    Args:
        output: The output folder; made where it is missing.

    Raises:
        StorageFailed: the disk is full, the folder cannot be written, or the like, now or while the block runs. A file elsewhere that cannot be
            read is nothing of the folder, and its error passes.
    """
    building: Path | None = None
    try:
        output.mkdir(parents=True, exist_ok=True)
        building = Path(mkdtemp(prefix=BUILDING, dir=output))
        yield building
    except OSError as error:
        if error.filename and not Path(os.fsdecode(error.filename)).resolve().is_relative_to(output.resolve()):
            raise  # a file of the program or of the input: nothing that a disk with room would mend
        raise StorageFailed(f"{error.filename or output}: {error.strerror or error}") from error
    finally:
        if building is not None:
            shutil.rmtree(building, ignore_errors=True)


def place_folder(building: Path, target: Path) -> None:
    """Move a folder that was built to its place, when all of it is on the disk.

    Args:
        building: The folder, its files written by `write_file`.
        target: Its place, where there is nothing yet.

    Raises:
        OSError: it cannot be moved.
    """
    building.chmod(0o755)
    sync_folder(building)
    building.rename(target)
    sync_folder(target.parent)


def place_files(building: Path, target: Path, names: Iterable[str]) -> None:
    """Move files that were built into a folder that is there already, one after another; all others in it stay.

    Raises:
        OSError: one cannot be moved; it and those after it are as they were.
    """
    for name in names:
        (building / name).replace(target / name)
    sync_folder(target)


def replace_file(content: bytes, folder: Path, name: str, *, private: bool = False) -> None:
    """Write a file in the place of the one of that name: after a kill at any moment there is the old one or the new, never none.

    Args:
        content: The file's bytes.
        folder: Its folder; made where it is missing.
        name: Its name.
        private: Let its owner alone read it.

    Raises:
        StorageFailed: the disk is full, the folder cannot be written, or the like; the old file stands.
    """
    building = folder / f"{BUILDING}{name}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_file(building, content, private=private)
        building.replace(folder / name)
        sync_folder(folder)
        sync_folder(folder.parent)
    except OSError as error:
        with suppress(OSError):
            building.unlink(missing_ok=True)
        raise StorageFailed(f"{error.filename or folder}: {error.strerror or error}") from error


def remove_files(folder: Path, names: Iterable[str]) -> None:
    """Remove files of ours in this order, and the folder unless people laid something into it.

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
        raise StorageFailed(f"{error.filename or folder}: {error.strerror or error}") from error


def take_back(folder: Path, ours: Container[str] = ()) -> None:
    """Move into a folder what people had laid into the one that version 0.1 had moved aside for it when it was killed.

    Args:
        folder: The folder; made where it is missing.
        ours: Names of files of ours, which go.

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
    """Write a file, and return when it is on the disk.

    Raises:
        OSError: it cannot be written.
    """
    with path.open("wb") as file:
        if private:
            path.chmod(0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the folder's own entries safe; Windows has no such call and needs none."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
