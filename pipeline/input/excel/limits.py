"""Run the reader in a separate process with limits on memory and time, so that no file can harm this program.

The process gets a path and returns a pickle. It starts without the environment's libraries, so it is ready within
milliseconds and has nothing to leak. If a file ever made it write something else, only known value types are loaded from it.
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
SECONDS: Final = 60  # wall-clock time of the whole reading; the process gets less processor time
OUT_OF_TIME: Final = -getattr(signal, "SIGXCPU", 0)
START: Final = f"import sys; sys.path.append({str(ROOT)!r}); from pipeline.input.excel.child import main; main()"
TAKEN: Final = {
    "pipeline.problems.model": {"Code", "Phrase"},
    "pipeline.input.excel.refused": {"Refused"},
    "pipeline.input.excel.cells": {
        *("WorkbookCells", "SheetCells", "ColumnCells", "CellArea"),
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
        seconds: Time after which the process is killed.

    Raises:
        Refused: the file cannot be opened, is rejected, or reading it took too much memory or time, or crashed the process.
    """
    command = reader_command(path, memory)
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own reader
    except subprocess.TimeoutExpired as expired:
        raise Refused(Code.FILE_TOO_SLOW) from expired
    return result_of(done.returncode, done.stdout, done.stderr)


def reader_command(path: Path, memory: int = MEMORY) -> list[str]:
    """Return the command that reads a workbook; the process limits itself."""
    return [sys.executable, "-I", "-S", "-c", START, str(path.absolute()), str(memory)]


def result_of(code: int, output: bytes, errors: bytes) -> WorkbookCells:
    """Return the result of a finished reader process.

    Args:
        code: Its exit code, negative for a signal.
        output: The pickle that it wrote.
        errors: Its standard error, noted on the refusal for debugging.

    Raises:
        Refused: the file is rejected, or the reader did not finish.
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
    """Unpickler that loads only the classes of the reader's results."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class, if it is one of the reader's results."""
        if name not in TAKEN.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)
