"""The right to send from an outbox: one process has it at a time."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from pipeline.lock import hold_lock

LOCK: Final = "sender.lock"


def only_sender(folder: Path) -> AbstractContextManager[None]:
    """Hold the right to send from the outbox in a folder while the block runs.

    Raises:
        Locked: another process holds it.
        StorageFailed: the folder cannot be made or written.
    """
    return hold_lock(folder / LOCK)
