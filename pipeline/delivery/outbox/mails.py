"""A mail in the outbox, and the states that it goes through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MailState(StrEnum):
    """Where a mail stands: ``queued → claimed → data → sent``, and the ways that leave it."""

    QUEUED = "queued"  # waits for its turn, or for another try
    CLAIMED = "claimed"  # a sender has it; nothing has left
    DATA = "data"  # committed just before DATA: from here on the server may have it
    SENT = "sent"  # the server said that it has it, or a person did
    UNCERTAIN = "uncertain"  # broke off after DATA: a person decides, the program never sends it by itself
    STOPPED = "stopped"  # refused for good, by the server or by us
    SUPERSEDED = "superseded"  # a later revision, or a recipient put right, took its place before it was sent


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail to be queued. Space, period, forum, recipient and revision are its key: one mail each, for ever.

    Attributes:
        space: Real mails, files and trials count apart; see `Delivery.space`.
        period: Such as ``2011-2025``.
        recipient: Whom it is for, as the workbook says.
        address: Where it goes: the recipient in ASCII, or the address of a trial.
        pdf_sha256: Hash of the PDF that is attached.
        message: The whole mail as bytes.
    """

    space: str
    period: str
    forum_id: str
    forum: str
    recipient: str
    revision: int
    address: str
    subject: str
    pdf_sha256: str
    message_id: str
    message: bytes


@dataclass(frozen=True, slots=True)
class Refusal:
    """A mail that could not be composed, with the key of the draft that it would be.

    Attributes:
        evidence: Why.
    """

    space: str
    period: str
    forum_id: str
    forum: str
    recipient: str
    revision: int
    evidence: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail whose time has come."""

    id: int
    draft: Draft
    attempts: int
    first_failed: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outbox for people.

    Attributes:
        next_try: When it is tried again; of meaning while it is queued.
        first_failed: When a try failed first; None where none has.
        evidence: The last reply of the server, or our own reason.
        told: The operator was told of it.
    """

    id: int
    space: str
    period: str
    revision: int
    forum_id: str
    forum: str
    recipient: str
    state: MailState
    attempts: int
    next_try: datetime
    first_failed: datetime | None
    evidence: str
    told: bool
