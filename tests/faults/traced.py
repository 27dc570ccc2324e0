"""Faults in system calls: strace makes the n-th one of a running process fail, or kills the process there.

Works below Python and SQLite, so both react as to a real disk error.
"""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

WRITING: Final = (
    "openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "chmod", "mkdir", "rmdir", "rename", "symlink", "unlink", "unlinkat",
)  # fmt: skip
_PR_SET_PTRACER: Final = 0x59616D61
_CALL: Final = re.compile(r"(\w+)\((.*)")
_libc = ctypes.CDLL(None)


@dataclass(frozen=True, slots=True)
class Point:
    """One system call of a run.

    Attributes:
        call: Its name.
        number: Which of the process's calls of that name, from 1.
        what: Its arguments, as strace shows them.
    """

    call: str
    number: int
    what: str

    def traced(self, log: Path, fault: str) -> Callable[[], None]:
        """Return what lets a run meet a fault at this call: ``signal=KILL`` ends it before the call, ``error=EIO`` lets the call fail."""
        return traced(log, f"trace={self.call}", f"inject={self.call}:{fault}:when={self.number}")


def traced(log: Path, *expressions: str) -> Callable[[], None]:
    """Return what makes a process let itself be traced, for `prepare` of a run.

    Args:
        log: Where the calls are written.
        expressions: What strace is told with ``-e``.
    """

    def prepare() -> None:
        _libc.prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)  # Ubuntu lets only a parent trace; where nobody asks, it says no
        told = [part for expression in expressions for part in ("-e", expression)]
        command = ["strace", "-qq", "-y", "-s", "0", "-o", log, *told, "-p", str(os.getpid())]
        tracer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while "TracerPid:\t0" in Path("/proc/self/status").read_text(encoding="ascii"):
            assert tracer.poll() is None, "strace may not trace here"
            time.sleep(0.001)

    return prepare


def list_points(run: Callable[[Callable[[], None]], int], folder: Path, log: Path) -> list[Point]:
    """Let a run go undisturbed; return its calls that change something in a folder, in their order.

    Args:
        run: Given what is to be done in the child before, runs it and returns its exit code.
        folder: The folder.
        log: Where the calls are written.
    """
    assert run(traced(log, f"trace={','.join(WRITING)}")) == 0
    return read_points(log, folder)


def read_points(log: Path, folder: Path) -> list[Point]:
    """Return the calls of a traced process that change something in a folder, in their order."""
    seen: Counter[str] = Counter()
    points = []
    for line in log.read_text(encoding="utf-8").splitlines():
        if (match := _CALL.match(line)) is None:
            continue
        call, what = match.groups()
        seen[call] += 1
        reads = call == "openat" and not re.search("O_CREAT|O_RDWR|O_WRONLY", what)
        if str(folder) in what and not reads:
            points.append(Point(call, seen[call], what))
    return points
