"""One sender at a time: the lock on sending from an outbox."""

from contextlib import AbstractContextManager
from pathlib import Path

from pipeline.lock import hold_lock


def only_sender(folder: Path) -> AbstractContextManager[None]:
    """Hold the right to send from the outbox in a folder while the block runs; see `hold_lock`."""
    return hold_lock(folder / "sender.lock")
