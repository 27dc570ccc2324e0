"""Send the mails that wait in the outbox, one by one, and record the result of each before the next.

State `data` is committed before DATA is sent. After a kill there are three cases: nothing was sent (the mail is queued again), it was
accepted and recorded (sent), or the session broke off in between (uncertain: a person decides).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pipeline.clock import Clock
from pipeline.delivery.due import AskRelease, DueMails
from pipeline.delivery.guard import Guard
from pipeline.delivery.outbox.mails import Draft, Mail, MailState
from pipeline.delivery.outbox.store import Outbox
from pipeline.delivery.refusals import DeliveryRefused, Why, write_evidence
from pipeline.delivery.schedule import is_over, next_try
from pipeline.delivery.session import Fate, SendFailed, Session

Open = Callable[[], Session]
RecordSent = Callable[[Draft], None]


@dataclass(frozen=True, slots=True)
class Batch:
    """The result of one pass over the outbox.

    Attributes:
        sent: Number of mails that the relay accepted.
        superseded: Number of mails that were not sent because a newer revision of their report exists.
        halted: Why the remaining mails were not tried; empty if all were.
    """

    sent: int
    superseded: int = 0
    halted: str = ""


def _unrecorded(_: Draft) -> None:
    """Record nothing: of a trial, whose mails do not count as sent."""


def send_queued(
    outbox: Outbox, guard: Guard, ask_release: AskRelease, open_session: Open, clock: Clock, record_sent: RecordSent = _unrecorded
) -> Batch:
    """Send every mail that is due. Requires the sender lock.

    Args:
        outbox: The outbox; mails of spaces other than the settings' are skipped.
        guard: Checks every mail once more.
        ask_release: Asked before each mail.
        open_session: Connects to the relay; called again after a lost connection.
        clock: The current time.
        record_sent: Called with each mail that the relay has accepted, once the outbox has it as sent.

    Raises:
        sqlite3.Error: the outbox cannot be written; nothing more was sent.
    """
    due = DueMails(outbox, guard, ask_release)
    sent, session = 0, None
    try:
        while mail := due.claim_next():
            try:
                session = session or open_session()
            except SendFailed as failed:
                _postpone_all(outbox, due, mail, failed, clock)
                return Batch(sent, due.superseded, due.halted or failed.evidence)
            try:
                evidence = session.send(mail.draft.address, mail.draft.message, partial(outbox.enter, mail.id, MailState.DATA))
            except SendFailed as failed:
                _write_down(outbox, mail, failed, clock)
                session = _go_on(session, failed)
                if failed.fate is Fate.HALT:
                    return Batch(sent, due.superseded, failed.evidence)
                continue
            outbox.enter(mail.id, MailState.SENT, evidence)
            record_sent(mail.draft)
            sent += 1
        return Batch(sent, due.superseded, due.halted)
    finally:
        if session is not None:
            session.close()


def _write_down(outbox: Outbox, mail: Mail, failed: SendFailed, clock: Clock) -> None:
    """Set the state that follows from a mail's failure."""
    now = clock()
    if failed.fate is Fate.UNKNOWN:
        outbox.enter(mail.id, MailState.UNCERTAIN, failed.evidence)
    elif failed.fate is Fate.NEVER:
        outbox.enter(mail.id, MailState.STOPPED, failed.evidence)
    elif failed.fate is Fate.LATER and is_over(mail.first_failed, now):
        outbox.enter(mail.id, MailState.STOPPED, write_evidence(DeliveryRefused(Why.GAVE_UP), failed.evidence))
    else:
        outbox.postpone(mail, failed.evidence, next_try(mail.attempts, now))


def _postpone_all(outbox: Outbox, due: DueMails, mail: Mail | None, failed: SendFailed, clock: Clock) -> None:
    """Postpone every mail that is due: without the relay, trying each would only take longer."""
    while mail is not None:
        _write_down(outbox, mail, failed, clock)
        mail = due.claim_next()


def _go_on(session: Session, failed: SendFailed) -> Session | None:
    """Return the session, ready for the next mail; None if it has ended and the next mail needs a new one."""
    try:
        if failed.broken:
            raise failed
        session.reset()
    except SendFailed:
        session.close()
        return None
    return session
