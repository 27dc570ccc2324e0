"""File systems for one test, in a mount namespace that ends with the process that made it."""

from __future__ import annotations

import ctypes
import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final

CLONE_NEWNS: Final = 0x00020000
CLONE_NEWUSER: Final = 0x10000000
MS_RDONLY, MS_REMOUNT, MS_REC, MS_PRIVATE = 1, 32, 16384, 1 << 18
_libc = ctypes.CDLL(None, use_errno=True)


def in_own_mounts(work: Callable[[], None], report: Path) -> None:
    """Run a piece of work in a forked child with mounts of its own; what goes wrong there goes wrong here.

    Args:
        work: Mounts what it needs, and asserts.
        report: A file for the traceback.
    """
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _unshare()
            work()
            code = 0
        except BaseException:  # noqa: BLE001 - the parent reads it
            report.write_text(traceback.format_exc(), encoding="utf-8")
        finally:
            os._exit(code)
    if os.waitpid(child, 0)[1] != 0:
        raise AssertionError(report.read_text(encoding="utf-8"))


def mount_memory(folder: Path, size: int) -> None:
    """Mount an empty file system of so many bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    _mount("tmpfs", folder, 0, f"size={size}")


def remount_memory(folder: Path, size: int, *, read_only: bool = False) -> None:
    """Give a mounted file system another size, or make it read-only."""
    _mount("tmpfs", folder, MS_REMOUNT | (MS_RDONLY if read_only else 0), f"size={size}")


def used_bytes(folder: Path) -> int:
    """Return how much of a file system is taken."""
    found = os.statvfs(folder)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


def _unshare() -> None:
    user, group = os.getuid(), os.getgid()
    if _libc.unshare(CLONE_NEWNS | (CLONE_NEWUSER if user else 0)) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    if user:
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1", encoding="ascii")
    _mount("none", Path("/"), MS_REC | MS_PRIVATE, "")


def _mount(kind: str, folder: Path, flags: int, options: str) -> None:
    target = str(folder).encode()
    if _libc.mount(kind.encode(), target, kind.encode(), flags, options.encode()) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
