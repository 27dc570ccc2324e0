"""Guard against mailing a report to the wrong forum: outbox, PDF and recipient must name the same one.

The PDF names its forum twice: in its metadata (`imprint`, with the period) and at the foot of every page. A mix-up of files,
rows or addresses contradicts at least one of these.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from functools import cached_property, lru_cache
from typing import Final

import pypdfium2

from pipeline.delivery.outbox.mails import Draft
from pipeline.delivery.recipients import Recipients
from pipeline.delivery.refusals import DeliveryRefused, Why
from pipeline.report.imprint import Imprint, read_imprint
from pipeline.settings.delivery import Delivery
from pipeline.settings.email_address import UnfitAddress, domain_of, encode_address

SET_APART: Final = " · "  # precedes the forum's name at the foot of a page
HYPHENS: Final = re.compile("[-\N{SOFT HYPHEN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}\x02￾]\\s*")
"""Hyphens, what text extraction makes of one at a line's end, and the line's end after it."""


@dataclass(frozen=True, slots=True)
class PdfWords:
    """What a PDF says about itself: its imprint (None if it is not one of our reports) and the text of its pages."""

    imprint: Imprint | None
    pages: tuple[str, ...]


@lru_cache(maxsize=16)
def read_pdf(content: bytes) -> PdfWords:
    """Return what a PDF says about itself; an empty result if it is not a PDF."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return PdfWords(None, ())
    try:
        keywords = document.get_metadata_dict().get("Keywords", "")
        pages = [_folded(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()
    try:
        return PdfWords(read_imprint(keywords), tuple(pages))
    except ValueError:
        return PdfWords(None, tuple(pages))


@dataclass(frozen=True)
class Guard:
    """Which mails are allowed, by the current workbook and settings."""

    recipients: Recipients
    delivery: Delivery

    def check_pdf(self, forum_id: str, period: str, pdf: bytes, file: str) -> None:
        """Accept a PDF only if it is the forum's own report of the period.

        Raises:
            DeliveryRefused: its imprint or the foot of a page names another forum, another period, or none.
        """
        words = read_pdf(pdf)
        name = self.recipients.forums.get(forum_id)
        if name is None:
            raise DeliveryRefused(Why.FORUM_UNKNOWN, {"forum": forum_id})
        named = [set(self._at_the_foot.findall(page)) for page in words.pages]
        imprint = words.imprint
        whose = imprint and (imprint.forum_id, f"{imprint.before}-{imprint.now}")
        if whose != (forum_id, period) or not named or any(found != {_folded(name)} for found in named):
            raise DeliveryRefused(Why.WRONG_FORUM, {"file": file, "forum": name})

    def check_address(self, address: str) -> None:
        """Accept an address of an allowed domain; a trial's address must be at the operator's domain.

        A trial holds all forums' reports: a mistyped address at the operator's own domain leaks to no outsider.

        Raises:
            DeliveryRefused: its domain is not allowed by the settings, or the address cannot be written in SMTP.
        """
        try:
            domain = domain_of(address)
        except UnfitAddress as error:
            raise DeliveryRefused(Why.ADDRESS_UNFIT) from error
        if domain in self.delivery.allowed_domains:
            return
        trial = self.delivery.redirect_all_to
        if trial is None or encode_address(trial).casefold() != encode_address(address).casefold():
            raise DeliveryRefused(Why.DOMAIN_NOT_ALLOWED, {"domain": domain})
        if domain != domain_of(self.delivery.operator):
            raise DeliveryRefused(Why.TRIAL_NOT_ALLOWED, {"domain": domain})

    def check_draft(self, draft: Draft) -> None:
        """Accept a mail of the outbox only if it matches its row, in content and recipient, and may be sent there today.

        Raises:
            DeliveryRefused: it does not.
        """
        self.check_address(draft.address)
        people = [person for person in self.recipients.people if person.forum_id == draft.forum_id]
        if draft.recipient.casefold() not in {person.email.casefold() for person in people}:
            raise DeliveryRefused(Why.RECIPIENT_GONE, {"forum": draft.forum})
        if draft.address.casefold() != encode_address(self.delivery.redirect_all_to or draft.recipient).casefold():
            raise DeliveryRefused(Why.RECIPIENT_GONE, {"forum": draft.forum})
        message = BytesParser(policy=policy.SMTP).parsebytes(draft.message)
        goes_to = [address.addr_spec for header in message.get_all("To", []) for address in header.addresses]
        pdfs = [part.get_content() for part in message.iter_attachments() if part.get_content_type() == "application/pdf"]
        if goes_to != [draft.address] or len(pdfs) != 1 or hashlib.sha256(pdfs[0]).hexdigest() != draft.pdf_sha256:
            raise DeliveryRefused(Why.WRONG_FORUM, {"file": "PDF", "forum": draft.forum})
        self.check_pdf(draft.forum_id, draft.period, pdfs[0], "PDF")

    @cached_property
    def _at_the_foot(self) -> re.Pattern[str]:
        """Match the forums' names after the separator; longest first, since one may begin like another."""
        names = sorted(map(_folded, self.recipients.forums.values()), key=len, reverse=True)
        return re.compile(f"(?<={re.escape(SET_APART)})(?:{'|'.join(map(re.escape, names))})(?!\\w)")


def _folded(text: str) -> str:
    """Return a text as names are compared: ligatures taken apart, without hyphens and the ends of lines."""
    return " ".join(HYPHENS.sub("", unicodedata.normalize("NFKC", text)).split())
