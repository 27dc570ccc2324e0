"""Run a reader in a process of its own, with limits on its memory and time: whatever a file does to it, this program goes on.

The process gets a path and gives back a pickle of our own making. It starts without the libraries of the environment, so it is there in
some milliseconds and has nothing to leak. Should a file ever make it write something else, only names of values are taken from it.
"""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from pipeline import ROOT
from pipeline.input.excel.cells import WorkbookCells
from pipeline.input.excel.child import NO_MEMORY
from pipeline.input.excel.refused import Refused
from pipeline.problems.model import Code

MEMORY: Final = 500_000_000  # bytes
SECONDS: Final = 60  # of the whole reading; the process gets fewer of the processor's
OUT_OF_TIME: Final = -getattr(signal, "SIGXCPU", 0)
START: Final = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pipeline.input.excel.child import main; main()"
TAKEN: Final = {
    "pipeline.problems.model": {"Code", "Phrase"},
    "pipeline.input.excel.refused": {"Refused"},
    "pipeline.input.excel.cells": {
        *("WorkbookCells", "SheetCells", "ColumnCells", "Area"),
        *("PercentNumber", "ErrorValue", "UnsavedFormula", "Marked", "Covered"),
    },
    "datetime": {"datetime", "time", "timedelta"},
    "array": {"array", "_array_reconstructor"},
}


def read_limited(path: Path, *, memory: int = MEMORY, seconds: float = SECONDS) -> WorkbookCells:
    """Read a workbook in a limited process.

    Args:
        path: The file.
        memory: Bytes of memory that the process may take.
        seconds: Time after which it is ended.

    Raises:
        Refused: the file cannot be opened, is not taken, or reading it took too much memory or time, or ended the process.
    """
    command = reader_command(path, memory)
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own reader
    except subprocess.TimeoutExpired as expired:
        raise Refused(Code.FILE_TOO_SLOW) from expired
    return result_of(done.returncode, done.stdout, done.stderr)


def reader_command(path: Path, memory: int = MEMORY) -> list[str]:
    """Return the command that reads a workbook; it limits itself."""
    return [sys.executable, "-I", "-S", "-c", START, str(path.absolute()), str(memory)]


def result_of(code: int, output: bytes, errors: bytes) -> WorkbookCells:
    """Return what an ended reader says.

    Args:
        code: Its exit code, negative for a signal.
        output: The pickle that it wrote.
        errors: Its last words, noted on the refusal for whoever mends it.

    Raises:
        Refused: the file is not taken, or the reader did not come to its end.
        OSError: the file cannot be opened.
    """
    if code == NO_MEMORY:
        raise Refused(Code.FILE_OUT_OF_MEMORY)
    if code:
        refused = Refused(Code.FILE_TOO_SLOW if OUT_OF_TIME and code == OUT_OF_TIME else Code.FILE_CRASHED)
        refused.add_note(f"exit code {code}: {errors[-2000:].decode(errors='replace')}")
        raise refused
    try:
        result = _Results(BytesIO(output)).load()
    except (pickle.UnpicklingError, EOFError) as error:
        raise Refused(Code.FILE_CRASHED) from error
    if isinstance(result, Refused):
        raise result
    assert isinstance(result, WorkbookCells)  # noqa: S101 - the child sends nothing else
    return result


class _Results(pickle.Unpickler):
    """Takes from a pickle nothing but what the reader sends."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class that the reader's results are made of."""
        if name not in TAKEN.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)
