"""The sender lock: only one process at a time sends from an outbox."""

from contextlib import AbstractContextManager
from pathlib import Path

from pipeline.lock import hold_lock


def only_sender(folder: Path) -> AbstractContextManager[None]:
    """Hold the sender lock of an outbox folder while the block runs; see `hold_lock`."""
    return hold_lock(folder / "sender.lock")
