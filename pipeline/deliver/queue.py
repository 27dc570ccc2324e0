"""From a release and its recipients to the mails to be queued: one a recipient, or a refusal of all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from pipeline.addresses import encode_address
from pipeline.deliver.guard import Guard
from pipeline.deliver.message import compose_mail
from pipeline.deliver.release import TABLES, Delivered
from pipeline.letter import Letter
from pipeline.outbox import Draft
from pipeline.recipients import Recipient
from pipeline.undelivered import DeliveryRefused, Why

MOST_BYTES: Final = 7_000_000  # base64 adds a third; many servers stop at 10 MB
UNIT: Final = 1_000_000


def draft_mails(release: Delivered, guard: Guard, sender: str, trial: str, now: datetime) -> tuple[Draft, ...]:
    """Return a mail for every recipient of every forum.

    Args:
        release: The release, checked against its manifest.
        guard: Recipients and settings.
        sender: The sender's name.
        trial: How a redirected mail's subject starts, with ``{recipient}``.
        now: The Date of the mails.

    Raises:
        DeliveryRefused: a PDF is not its forum's or too large, an address is not allowed, or the like: then nothing may be queued.
    """
    if guard.delivery.attach_tables and release.tables is None:
        raise DeliveryRefused(Why.TABLES_MISSING, {"file": TABLES})
    return tuple(draft for letter in release.letters for draft in _draft_letter(letter, release, guard, sender, trial, now))


def _draft_letter(letter: Letter, release: Delivered, guard: Guard, sender: str, trial: str, now: datetime) -> Iterator[Draft]:
    pdf, delivery = release.pdfs[letter.file], guard.delivery
    tables = (TABLES, release.tables) if delivery.attach_tables and release.tables is not None else None
    size = len(pdf) + (len(tables[1]) if tables else 0)
    if size > MOST_BYTES:
        raise DeliveryRefused(Why.TOO_LARGE, {"file": letter.file, "size": size / UNIT, "most": MOST_BYTES / UNIT})
    guard.check_pdf(letter.forum_id, release.period, pdf, letter.file)
    digest = hashlib.sha256(pdf).hexdigest()
    for person in guard.recipients.people:
        if person.forum_id == letter.forum_id:
            to, subject = _address(person, letter, delivery.redirect_all_to, trial)
            guard.check_address(person.email)
            guard.check_address(to[1])
            message_id, message = compose_mail(letter, pdf, tables, sender=(sender, delivery.sender), to=to, subject=subject, now=now)
            yield Draft(
                space=delivery.space,
                period=release.period,
                forum_id=letter.forum_id,
                forum=letter.forum,
                recipient=person.email,
                revision=release.revisions[letter.file],
                address=encode_address(to[1]),
                subject=subject,
                pdf_sha256=digest,
                message_id=message_id,
                message=message,
            )


def _address(person: Recipient, letter: Letter, redirect: str | None, trial: str) -> tuple[tuple[str, str], str]:
    """Return whom a mail goes to and its subject."""
    if redirect is None:
        return (person.name, person.email), letter.subject
    return ("", redirect), f"{trial.format(recipient=person.email)} {letter.subject}"
