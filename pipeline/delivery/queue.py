"""Compose the mails to be queued from a release and its recipients: one per recipient, or the reason why there is none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from pipeline.delivery.guard import Guard
from pipeline.delivery.message import Headers, compose_mail, name_mail
from pipeline.delivery.outbox.mails import Draft, Refusal
from pipeline.delivery.recipients import Recipient
from pipeline.delivery.refusals import DeliveryRefused, Why, write_evidence
from pipeline.delivery.release import TABLES, ReleaseMail
from pipeline.report.letter import Letter
from pipeline.settings.email_address import encode_address

MOST_BYTES: Final = 7_000_000  # base64 adds a third; many servers stop at 10 MB
UNIT: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Drafted:
    """The mails of a release, before they are queued.

    Attributes:
        drafts: The mails.
        refusals: Recipients whose mail may not be sent or cannot be composed.
    """

    drafts: tuple[Draft, ...]
    refusals: tuple[Refusal, ...]


def draft_mails(release: ReleaseMail, guard: Guard, sender: str, trial: str, now: datetime) -> Drafted:
    """Compose a mail for every recipient of every forum; an error with one recipient stops only that mail.

    Args:
        release: The release, checked against its manifest.
        guard: Recipients and settings.
        sender: The sender's name.
        trial: The prefix of a redirected mail's subject, with ``{recipient}``.
        now: The mails' Date.

    Raises:
        DeliveryRefused: a PDF is not its forum's, a trial may not go to its address, or the like: nothing may be queued.
    """
    delivery = guard.delivery
    if delivery.attach_tables and release.tables is None:
        raise DeliveryRefused(Why.TABLES_MISSING, {"file": TABLES})
    if delivery.redirect_all_to:
        guard.check_address(delivery.redirect_all_to)
    for letter in release.letters:
        guard.check_pdf(letter.forum_id, release.period, release.pdfs[letter.file], letter.file)
    mailing = _Mailing(release, guard, sender, trial, now)
    mails = [
        mailing.draft(person, letter)
        for letter in release.letters
        for person in guard.recipients.people
        if person.forum_id == letter.forum_id
    ]
    return Drafted(tuple(one for one in mails if isinstance(one, Draft)), tuple(one for one in mails if isinstance(one, Refusal)))


@dataclass(frozen=True, slots=True)
class _Mailing:
    """What all mails of one delivery have in common, see `draft_mails`."""

    release: ReleaseMail
    guard: Guard
    sender: str
    trial: str
    now: datetime

    def draft(self, person: Recipient, letter: Letter) -> Draft | Refusal:
        """Compose one mail, or return why there is none."""
        try:
            return self._compose(person, letter)
        except DeliveryRefused as error:
            refused = error
        except Exception as error:  # noqa: BLE001 - whatever a library makes of one mail, the others are sent
            refused = DeliveryRefused(Why.NOT_COMPOSED, {"forum": letter.forum, "error": type(error).__name__})
        return Refusal(
            space=self.guard.delivery.space,
            period=self.release.period,
            forum_id=letter.forum_id,
            forum=letter.forum,
            recipient=person.email,
            revision=self.release.revisions[letter.file],
            evidence=write_evidence(refused),
        )

    def _compose(self, person: Recipient, letter: Letter) -> Draft:
        release, delivery = self.release, self.guard.delivery
        pdf = release.pdfs[letter.file]
        tables = (TABLES, release.tables) if delivery.attach_tables and release.tables is not None else None
        size = len(pdf) + (len(tables[1]) if tables else 0)
        if size > MOST_BYTES:
            raise DeliveryRefused(Why.TOO_LARGE, {"file": letter.file, "size": size / UNIT, "most": MOST_BYTES / UNIT})
        self.guard.check_address(person.email)
        key = (
            delivery.space,
            release.period,
            letter.forum_id,
            person.email.casefold(),
            release.revisions[letter.file],
            release.says[letter.file],
        )
        headers = replace(self._address(person, letter), message_id=name_mail(key, delivery.sender))
        message_id, message = compose_mail(headers, letter, pdf, tables)
        return Draft(
            space=delivery.space,
            period=release.period,
            forum_id=letter.forum_id,
            forum=letter.forum,
            recipient=person.email,
            revision=release.revisions[letter.file],
            address=encode_address(headers.to[1]),
            subject=headers.subject,
            pdf_sha256=hashlib.sha256(pdf).hexdigest(),
            message_id=message_id,
            message=message,
        )

    def _address(self, person: Recipient, letter: Letter) -> Headers:
        """Return whom a mail goes to and its subject: in a trial, another address and the recipient in the subject."""
        sender, redirect = (self.sender, self.guard.delivery.sender), self.guard.delivery.redirect_all_to
        if redirect is None:
            return Headers(sender, (person.name, person.email), letter.subject, self.now)
        return Headers(sender, ("", redirect), f"{self.trial.format(recipient=person.email)} {letter.subject}", self.now)
