"""One mail as bytes: both texts of the letter, the PDF, the headers. Python's own `email` encodes; a line break in a header is refused."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid

from pipeline.report.letter import Letter
from pipeline.settings.email_address import domain_of, encode_address

XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def compose_mail(
    letter: Letter,
    pdf: bytes,
    tables: tuple[str, bytes] | None,
    *,
    sender: tuple[str, str],
    to: tuple[str, str],
    subject: str,
    now: datetime,
) -> tuple[str, bytes]:
    """Return a mail's Message-ID and its bytes, ready for DATA but for the dots.

    Args:
        letter: The forum's letter.
        pdf: The forum's PDF.
        tables: Name and content of the workbook of tables, where it goes along.
        sender: Name and address.
        to: Name and address; the name may be empty.
        subject: The letter's, or a trial's.
        now: The Date of the mail.
    """
    message = start_mail(sender=sender, to=to, subject=subject, now=now, language=letter.language)
    message.set_content(letter.text, subtype="plain", cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=letter.attachment)
    if tables is not None:
        name, content = tables
        message.add_attachment(content, maintype="application", subtype=XLSX, filename=name)
    return str(message["Message-ID"]), message.as_bytes()


def start_mail(*, sender: tuple[str, str], to: tuple[str, str], subject: str, now: datetime, language: str) -> EmailMessage:
    """Return a mail with its headers and no content."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_literal(sender[0]), addr_spec=encode_address(sender[1]))
    message["To"] = Address(_literal(to[0]), addr_spec=encode_address(to[1]))
    message["Subject"] = _literal(subject)
    message["Date"] = now
    message["Message-ID"] = make_msgid(domain=domain_of(sender[1]))
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: absence notes do not answer it
    message["Content-Language"] = language
    return message


def _literal(text: str) -> str:
    """Return a text for a header with a space in each ``=?``: what begins an encoded word would be decoded, and might hold a line break."""
    return text.replace("=?", "= ?")
