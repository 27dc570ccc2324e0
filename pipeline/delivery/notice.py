"""Mail the operator a notice: of failed deliveries once per mail, of a refusal to send once until something is sent again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pipeline.delivery.message import Headers, start_mail
from pipeline.delivery.outbox.mails import Entry, MailState
from pipeline.delivery.outbox.store import Outbox
from pipeline.delivery.schedule import is_late
from pipeline.delivery.session import SendFailed, Session
from pipeline.settings.delivery import Delivery
from pipeline.settings.email_address import encode_address


def tell_operator(
    outbox: Outbox,
    delivery: Delivery,
    open_session: Callable[[], Session],
    words: Callable[[tuple[Entry, ...]], tuple[str, str]],
    now: datetime,
) -> bool:
    """Mail the operator the new cases: stopped and uncertain mails, and those that have waited for an hour.

    Args:
        outbox: The outbox.
        delivery: The settings.
        open_session: Connects to the relay.
        words: Returns subject and text of the notice.
        now: The notice's Date.

    Returns:
        False if there was something to report and the notice could not be sent.
    """
    news = tuple(entry for entry in outbox.entries(delivery.space) if not entry.told and is_news(entry, now))
    if not news:
        return True
    if not mail_operator(delivery, open_session, words(news), now):
        return False
    outbox.mark_told([entry.id for entry in news])
    return True


def mail_operator(delivery: Delivery, open_session: Callable[[], Session], words: tuple[str, str], now: datetime) -> bool:
    """Mail the operator a subject and a text; return whether the relay has taken it."""
    subject, text = words
    message = start_mail(Headers(("", delivery.sender), ("", delivery.operator), subject, now), language="da")
    message.set_content(text, cte="quoted-printable")
    try:
        session = open_session()
        try:
            session.send(encode_address(delivery.operator), message.as_bytes(), lambda: None)
        finally:
            session.close()
    except SendFailed:
        return False
    return True


def is_news(entry: Entry, now: datetime) -> bool:
    """Return whether a mail needs a person, or has waited long enough to be reported."""
    late = entry.state is MailState.QUEUED and is_late(entry.first_failed, now)
    return late or entry.state in {MailState.STOPPED, MailState.UNCERTAIN}
