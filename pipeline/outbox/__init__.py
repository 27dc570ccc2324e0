"""The outbox: every mail that was ever to be sent, its frozen bytes, and what became of it."""

from contextlib import AbstractContextManager
from pathlib import Path

from pipeline.lock import hold_lock
from pipeline.outbox.mails import Draft, Entry, Mail, Refusal, State
from pipeline.outbox.store import FOLDER, Outbox, open_outbox

__all__ = ["FOLDER", "Draft", "Entry", "Mail", "Outbox", "Refusal", "State", "only_sender", "open_outbox"]


def only_sender(folder: Path) -> AbstractContextManager[None]:
    """Hold the right to send from the outbox in a folder while the block runs; see `hold_lock`."""
    return hold_lock(folder / "sender.lock")
