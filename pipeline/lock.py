"""One run at a time in an output folder: a lock that the kernel holds and gives back when the process ends, however it ends.

Never: a lock that outlives its process. A forked child closes its copy at once, and a program that is started inherits none, so that an
orphaned renderer cannot keep the next run out.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from pipeline.storage import StorageFailed

FOLDER: Final = "register"
FILENAME: Final = ".laas"

_held: set[int] = set()


class Locked(Exception):
    """Another run works in the same output folder."""


@contextmanager
def hold_lock(output: Path) -> Iterator[None]:
    """Hold the lock of an output folder as long as the block runs.

    Raises:
        Locked: another process holds it; nothing was waited for.
        StorageFailed: the lock's file cannot be made.
    """
    path = output / FOLDER / FILENAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    except OSError as error:
        raise StorageFailed(f"{error.filename or path}: {error.strerror or error}") from error
    try:
        _lock(descriptor, path)
        _held.add(descriptor)
        yield
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def _lock(descriptor: int, path: Path) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only there

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        raise Locked(path) from error
    except OSError as error:
        raise StorageFailed(f"{path}: {error.strerror or error}") from error


def _let_go() -> None:
    """Close a forked child's copies: the parent's lock stays, and ends with the parent."""
    for descriptor in _held:
        with suppress(OSError):
            os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)
