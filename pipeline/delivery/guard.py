"""Guard against mailing a report to the wrong forum: outbox, PDF and recipient must name the same one.

The PDF names its forum twice, see `releases.checks.own_report`. A mix-up of files, rows or addresses contradicts at least one of these.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser

from pipeline.delivery.outbox.mails import Draft
from pipeline.delivery.recipients import Recipients
from pipeline.delivery.refusals import DeliveryRefused, Why
from pipeline.releases.checks.own_report import is_own_report
from pipeline.settings.delivery import Delivery
from pipeline.settings.email_address import UnfitAddress, domain_of, encode_address


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
        forums = self.recipients.forums
        if forum_id not in forums:
            raise DeliveryRefused(Why.FORUM_UNKNOWN, {"forum": forum_id})
        if not is_own_report(pdf, forum_id, period, forums):
            raise DeliveryRefused(Why.WRONG_FORUM, {"file": file, "forum": forums[forum_id]})

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
