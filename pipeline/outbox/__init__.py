"""The outbox: every mail that was ever to be sent, its frozen bytes, and what became of it."""

from pipeline.outbox.mails import Draft, Entry, Mail, Refusal, State
from pipeline.outbox.sender_lock import only_sender
from pipeline.outbox.store import FOLDER, Outbox, open_outbox

__all__ = ["FOLDER", "Draft", "Entry", "Mail", "Outbox", "Refusal", "State", "only_sender", "open_outbox"]
