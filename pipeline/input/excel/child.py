"""The reader's own process: takes a path and a limit, and writes a pickle of the workbook or the refusal to standard output."""

from __future__ import annotations

import os
import pickle
import stat
import sys
from typing import Final

from pipeline.input.excel.cells import WorkbookCells
from pipeline.input.excel.package import MEGABYTE, MOST_UNPACKED
from pipeline.input.excel.refused import Refused
from pipeline.input.excel.workbook import read_workbook
from pipeline.problems.closed import why_closed
from pipeline.problems.model import Code, Phrase

if sys.platform != "win32":
    import resource

SECONDS: Final = 8  # processor time for any file
SECONDS_A_MEGABYTE: Final = 2  # more for each megabyte of a large file: some 150,000 cells packed, read in half a second
NO_MEMORY: Final = 3  # exit code for exceeded memory


def main() -> None:
    """Read the workbook named on the command line, and exit."""
    try:
        _send(_read(sys.argv[1], int(sys.argv[2])))
    except MemoryError:
        os._exit(NO_MEMORY)


def _read(path: str, memory: int) -> WorkbookCells | Refused:
    result: WorkbookCells | Refused
    try:
        about = os.stat(path)  # noqa: PTH116 - pathlib would be a quarter of this process's start
        if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):  # a pipe might block for ever
            return Refused(Code.FILE_NOT_WORKBOOK, {"kind": Phrase("kind_unknown")})
        _limit(memory, about.st_size)
        result = read_workbook(_snapshot(path))
    except Refused as refused:
        result = refused
        refused.__cause__ = refused.__context__ = None
    except OSError as error:
        result = Refused(Code.FILE_UNREADABLE, {"reason": why_closed(error)})
    return result


def _send(result: WorkbookCells | Refused) -> None:
    with open(sys.stdout.fileno(), "wb") as out:  # noqa: PTH123 - a descriptor has no path
        pickle.dump(result, out, pickle.HIGHEST_PROTOCOL)


def _snapshot(path: str) -> bytes:
    """Return the file's bytes at one moment: everything read later comes from them."""
    with open(path, "rb") as file:  # noqa: PTH123 - pathlib would be a quarter of this process's start
        before = os.fstat(file.fileno())
        if before.st_size > MOST_UNPACKED:
            raise Refused(Code.FILE_TOO_LARGE, {"size": before.st_size // MEGABYTE, "most": MOST_UNPACKED // MEGABYTE})
        content = file.read(before.st_size + 1)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(content) != after.st_size:
        raise Refused(Code.FILE_CHANGED)
    return content


def _limit(memory: int, size: int) -> None:
    """Limit this process; Windows has no such limits, so only the caller's time limit applies there."""
    if sys.platform == "win32":
        return
    seconds = max(SECONDS, SECONDS_A_MEGABYTE * (size // MEGABYTE))
    # The soft time limit sends the signal that names the reason, the hard one kills.
    for kind, limit, end in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        try:
            resource.setrlimit(kind, (limit, end))
        except (ValueError, OSError):
            continue  # macOS refuses a memory limit below what a process already uses
