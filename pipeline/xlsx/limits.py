"""Run a reader in a process of its own, with limits on its memory and time: whatever a file does to it, this program goes on.

The process gets a path and gives back a pickle of our own making. It starts without the libraries of the environment, so it is there in
some milliseconds and has nothing to leak.
"""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from pipeline.problems import Code
from pipeline.xlsx.cells import WorkbookCells
from pipeline.xlsx.refused import Refused

ROOT: Final = Path(__file__).resolve().parents[2]
MEMORY: Final = 500_000_000  # bytes
SECONDS: Final = 60  # of the whole reading; the process gets fewer of the processor's for a small file
OUT_OF_TIME: Final = {signal.SIGKILL, signal.SIGXCPU} if hasattr(signal, "SIGXCPU") else set()
START: Final = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pipeline.xlsx.child import main; main()"


def read_limited(path: Path, *, memory: int = MEMORY, seconds: float = SECONDS) -> WorkbookCells:
    """Read a workbook in a limited process.

    Args:
        path: The file.
        memory: Bytes of memory that the process may take.
        seconds: Time after which it is ended.

    Raises:
        Refused: the file cannot be opened, is not taken, or reading it took too much memory or time, or ended the process.
    """
    command = [sys.executable, "-I", "-S", "-c", START, str(path.resolve()), str(memory)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False)  # noqa: S603 - our own reader
    except subprocess.TimeoutExpired as expired:
        raise Refused(Code.FILE_TOO_SLOW) from expired
    if done.returncode:
        raise Refused(Code.FILE_TOO_SLOW if -done.returncode in OUT_OF_TIME else Code.FILE_CRASHED)
    result = pickle.loads(done.stdout)  # noqa: S301 - written by our own process
    if isinstance(result, Refused):
        raise result
    assert isinstance(result, WorkbookCells)  # noqa: S101 - the child sends nothing else
    return result
