"""A mail in the outbox and its states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

REAL: Final = "smtp"
"""The space of mails that a relay takes for their own recipients; files and trials are no part of the series."""


class MailState(StrEnum):
    """The state of a mail: ``queued → claimed → data → sent``, and the ways out of that sequence."""

    QUEUED = "queued"  # waits to be sent, or to be tried again
    CLAIMED = "claimed"  # a sender has it; nothing has been transmitted
    DATA = "data"  # committed just before DATA: from here on the server may have it
    SENT = "sent"  # accepted by the server, or confirmed by a person
    UNCERTAIN = "uncertain"  # broke off after DATA: a person decides, the program never resends it
    STOPPED = "stopped"  # refused permanently, by the server or by us
    SUPERSEDED = "superseded"  # replaced before it was sent, by a later revision or a corrected recipient


@dataclass(frozen=True, slots=True)
class ReportMail:
    """The report that a mail carries, and its recipient.

    Attributes:
        space: Real mails, files and trials are separate spaces; see `Delivery.space`.
        period: For example ``2011-2025``.
        recipient: The intended recipient, as in the workbook.
    """

    space: str
    period: str
    forum_id: str
    forum: str
    recipient: str
    revision: int

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """The key of the outbox: one mail per space, period, forum, recipient and revision, ever."""
        return self.space, self.period, self.forum_id, self.recipient.casefold(), self.revision


@dataclass(frozen=True, slots=True)
class Draft(ReportMail):
    """A mail to be queued.

    Attributes:
        address: The actual address: the recipient's in ASCII, or that of a trial.
        pdf_sha256: Hash of the attached PDF.
        message: The whole mail as bytes.
    """

    address: str
    subject: str
    pdf_sha256: str
    message_id: str
    message: bytes


@dataclass(frozen=True, slots=True)
class Refusal(ReportMail):
    """A mail that could not be composed, with the key that its draft would have.

    Attributes:
        evidence: Why.
    """

    evidence: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that is due."""

    id: int
    draft: Draft
    attempts: int
    first_failed: datetime | None


@dataclass(frozen=True, slots=True)
class Entry(ReportMail):
    """One row of the outbox, for display.

    Attributes:
        next_try: When it is tried again; only meaningful while queued.
        first_failed: When it first failed; None if it has not.
        evidence: The server's last reply, or our own reason.
        told: The operator has been notified.
        changed: When it came into its state.
    """

    id: int
    state: MailState
    attempts: int
    next_try: datetime
    first_failed: datetime | None
    evidence: str
    told: bool
    changed: datetime

    @property
    def is_real(self) -> bool:
        """Whether it counts as sent: through a relay to its own recipient."""
        return self.space == REAL

    @property
    def is_file(self) -> bool:
        """Whether it is a file instead of being sent."""
        return self.space.partition(" ")[0] == "file"
