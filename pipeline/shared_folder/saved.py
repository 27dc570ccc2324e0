"""See what has been saved in a shared folder: looks at sizes and times every so often, since a mounted share gives no events.

Enters: the folder and a clock. Leaves: a copy on this machine's disk that was quiet, whole and the same before and after it was made.
Never: a lock, a write or a rename in the folder.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from os import DirEntry, scandir
from pathlib import Path
from typing import Final, TypeAlias
from zipfile import BadZipFile, ZipFile

from pipeline.clock import Clock
from pipeline.language.printable import printable
from pipeline.settings.settings import SETTINGS_FILENAME
from pipeline.shared_folder.names import INPUT_NAMES, is_conflict_copy, is_passed_over, locked_file, read_holder

QUIET: Final = timedelta(seconds=4)
"""Nothing has changed for this long before anything is copied."""
HALF: Final = timedelta(minutes=1)
"""A workbook that is no whole zip and unchanged for this long is damaged, not half-written: the check says so."""
REHASH: Final = timedelta(minutes=10)
"""How often the content is read although sizes and times are the same, which some shares keep wrong."""
LOCK_SIZE: Final = 1000
BEING_MADE: Final = "new"
ZIPPED: Final = (".xlsx", ".xlsm")

Stamp: TypeAlias = tuple[int, int, int]
"""Size, time and inode of a file: compared for equality only, since clocks of server and share differ."""


class ShareGone(Exception):
    """The shared folder cannot be reached."""


@dataclass(frozen=True, slots=True)
class Around:
    """What lies in the folder beside the input.

    Attributes:
        open_by: Workbook that is open → who has it open, empty if not known.
        conflicts: Names of the conflict copies.
    """

    open_by: Mapping[str, str]
    conflicts: tuple[str, ...]


class Saved:
    """The input of a shared folder, and the newest copy of it that was whole.

    Attributes:
        copy: The copy; it exists once `look` has returned true.
        waits_for: Files that are half-written or cannot be read just now.
    """

    def __init__(self, folder: Path, local: Path, clock: Clock) -> None:
        """Begin to look.

        Args:
            folder: The input folder on the share.
            local: A folder of this machine's disk for the copy, which is named like the original.
            clock: The time of now.
        """
        self.copy = local / folder.name
        self.waits_for: tuple[str, ...] = ()
        self._folder, self._clock = folder, clock
        self._seen: dict[str, Stamp] | None = None
        self._settled: dict[str, Stamp] | None = None
        self._since = self._hashed = clock()
        self._digest = ""

    def look(self) -> bool:
        """Look once, and return whether the copy was replaced by one with another content.

        Raises:
            ShareGone: the folder cannot be reached.
        """
        stamps, now = self._list(), self._clock()
        if stamps != self._seen:
            self._seen, self._since, self.waits_for = stamps, now, ()
            return False
        self._since = min(self._since, now)  # after the clock was put back
        if now - self._since < QUIET or (stamps == self._settled and timedelta() <= now - self._hashed < REHASH):
            return False
        return self._take(stamps, now)

    def _take(self, stamps: Mapping[str, Stamp], now: datetime) -> bool:
        """Copy the folder, and return whether its content is new; nothing is done where it is not whole."""
        new = self.copy.with_name(BEING_MADE)
        shutil.rmtree(new, ignore_errors=True)
        digest, waits_for = hashlib.sha256(), []
        for name in sorted(stamps):
            target = new / name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copyfile(self._folder / name, target)
            except OSError as error:
                if error.errno == errno.ENOSPC:  # of the disk for the copy
                    raise
                if name in INPUT_NAMES or now - self._since < HALF:
                    waits_for.append(name)  # held open by a program that shares it with nobody, or gone since
                continue  # a file of another name that cannot be read is no input
            with target.open("rb") as file:
                digest.update(f"{name}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode(errors="surrogateescape"))
            if name in INPUT_NAMES and now - self._since < HALF and not _is_whole(target):
                waits_for.append(name)
        self.waits_for = tuple(waits_for)
        again = self._list()
        if again != stamps:
            self._seen, self._since = again, now
            return False
        if waits_for:
            return False
        self._settled, self._hashed = dict(stamps), now
        if digest.hexdigest() == self._digest:
            return False
        self._digest = digest.hexdigest()
        shutil.rmtree(self.copy, ignore_errors=True)
        new.mkdir(parents=True, exist_ok=True)  # an empty input has no file that made it
        new.rename(self.copy)
        return True

    def look_around(self) -> Around:
        """Return who has a workbook open, and the conflict copies.

        Raises:
            ShareGone: the folder cannot be reached.
        """
        entries = list(_scan(self._folder))
        open_by: dict[str, str] = {}
        for entry in entries:
            file = locked_file(entry.name)
            if file in INPUT_NAMES and entry.is_file(
                follow_symlinks=False
            ):  # neither a link to a file of the server nor a pipe that never ends
                content = b""
                with suppress(OSError), Path(entry.path).open("rb") as lock:
                    content = lock.read(LOCK_SIZE)
                open_by[file] = read_holder(entry.name, content) or open_by.get(file, "")
        return Around(open_by, tuple(sorted(printable(entry.name) for entry in entries if is_conflict_copy(entry.name))))

    def _list(self) -> dict[str, Stamp]:
        """Return the stamp of every file that may be input, by its path in the folder."""
        stamps = {}
        top = list(_scan(self._folder))
        folders = [Path(one.path) for one in top if one.is_dir(follow_symlinks=False) and not one.name.startswith(".")]
        for folder in (self._folder, *folders):
            entries = top if folder == self._folder else _scan_inside(folder)
            for entry in entries:
                if not is_passed_over(entry.name):
                    path = Path(entry.path)
                    with suppress(FileNotFoundError):  # renamed since the folder was listed
                        if entry.is_file(follow_symlinks=False):  # no link brings a file of the server into a copy on the share
                            found = path.stat()  # the entry's own has no inode on every system
                            stamps[path.relative_to(self._folder).as_posix()] = (found.st_size, found.st_mtime_ns, found.st_ino)
        if self._settled and not INPUT_NAMES & stamps.keys() and SETTINGS_FILENAME not in stamps:
            raise ShareGone(f"{self._folder}: empty")  # a mount that was lost leaves an empty folder
        return stamps


def _scan_inside(folder: Path) -> list[DirEntry[str]]:
    """Return what lies in a folder of the input; nothing where it is closed to us."""
    try:
        return list(_scan(folder))
    except ShareGone:
        return []


def _scan(folder: Path) -> Iterator[DirEntry[str]]:
    try:
        with scandir(folder) as entries:
            yield from list(entries)
    except OSError as error:
        raise ShareGone(f"{folder}: {error.strerror}") from error


def _is_whole(path: Path) -> bool:
    """Return whether a workbook of today's format is a whole zip; true for any other file."""
    if path.suffix.lower() not in ZIPPED:
        return True
    try:
        with ZipFile(path) as book:
            return book.testzip() is None
    except (BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        return False
