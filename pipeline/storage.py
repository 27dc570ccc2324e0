"""A folder of ours in the output folder, replaced whole or not at all.

Enters: files, one by one. Leaves: the folder, built beside its place and moved there when every byte is on the disk.
Never: a loss of what people laid into the folder.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

BUILDING: Final = ".building-"
REPLACED: Final = ".replaced-"

Ours = Callable[[Path], Sequence[str]]
"""Given a folder, the names of the files in it that the program wrote; the last one is removed last."""


class StorageFailed(Exception):
    """A folder could not be written or removed; what stood there before still stands."""


def replace_folder(files: Mapping[str, bytes], output: Path, name: str, ours: Ours) -> Path:
    """Write a folder of files in the place of the one of that name.

    Args:
        files: File name → content.
        output: The output folder; made where it is missing.
        name: Name of the folder in it.
        ours: Says which files of the old folder may go; all others move to the new one.

    Raises:
        StorageFailed: the disk is full, the folder cannot be written, or the like.
    """
    with stage_folder(output) as building:
        restore_folder(output, name, ours, keep=building)
        for file, content in files.items():
            write_file(building / file, content)
        place_folder(building, name, ours)
    return output / name


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


def place_folder(building: Path, name: str, ours: Ours) -> None:
    """Move a folder that was built to its place, when all of it is on the disk.

    Args:
        building: The folder, its files written by `write_file`.
        name: Its name from now on.
        ours: Says which files of the folder that stands there may go; all others move to the new one.

    Raises:
        OSError: it cannot be moved; what stood there stands.
    """
    building.chmod(0o755)
    sync_folder(building)
    _swap(building, building.with_name(name), ours)
    sync_folder(building.parent)


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


def remove_folder(output: Path, name: str, ours: Ours) -> None:
    """Remove our files of a folder, and the folder unless people laid something into it.

    Raises:
        StorageFailed: a file cannot be removed.
    """
    target = output / name
    try:
        restore_folder(output, name, ours)
        if target.is_dir():
            for file in ours(target):
                (target / file).unlink(missing_ok=True)
            if not any(target.iterdir()):
                target.rmdir()
            sync_folder(output)
    except OSError as error:
        raise StorageFailed(f"{error.filename or target}: {error.strerror or error}") from error


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


def _swap(building: Path, target: Path, ours: Ours) -> None:
    """Put the new folder in the old one's place; on failure the old one goes back."""
    if not target.exists():
        building.rename(target)
        return
    replaced = target.with_name(f"{REPLACED}{target.name}")
    target.rename(replaced)
    try:
        building.rename(target)
    except OSError:
        replaced.rename(target)
        raise
    _clear(replaced, target, ours)


def restore_folder(output: Path, name: str, ours: Ours, keep: Path | None = None) -> None:
    """Finish what a killed run left: put a replaced folder back where nothing has taken its place; drop half-built ones but for one.

    Raises:
        OSError: something cannot be moved or removed.
    """
    for replaced in output.glob(f"{REPLACED}*"):
        target = output / replaced.name.removeprefix(REPLACED)
        if not target.exists():
            replaced.rename(target)
        elif target.name == name:  # which files of another folder are ours, its own next run knows
            _clear(replaced, target, ours)
    for building in output.glob(f"{BUILDING}*"):
        if building != keep:
            shutil.rmtree(building)


def _clear(replaced: Path, target: Path, ours: Ours) -> None:
    """Remove the replaced folder, after what people laid into it has moved to the new one."""
    names = ours(replaced)
    for entry in replaced.iterdir():
        if entry.name not in names and not (target / entry.name).exists():
            entry.rename(target / entry.name)
    for name in names[:-1]:  # the last goes with the folder: after a kill it still says which files are ours
        (replaced / name).unlink(missing_ok=True)
    shutil.rmtree(replaced)
