"""Compose one mail as bytes: the letter as text and HTML, the PDF, the headers. `email` encodes; a line break in a header is refused."""

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
    """Return a mail's Message-ID and its bytes, ready for DATA except for dot-stuffing.

    Args:
        letter: The forum's letter.
        pdf: The forum's PDF.
        tables: Name and content of the workbook of tables, if it is attached.
        sender: Name and address.
        to: Name and address; the name may be empty.
        subject: The letter's subject, or a trial's.
        now: The mail's Date.
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
    """Return a mail with headers and no content."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_literal(sender[0]), addr_spec=encode_address(sender[1]))
    message["To"] = Address(_literal(to[0]), addr_spec=encode_address(to[1]))
    message["Subject"] = _literal(subject)
    message["Date"] = now
    message["Message-ID"] = make_msgid(domain=domain_of(sender[1]))
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: out-of-office systems do not answer it
    message["Content-Language"] = language
    return message


def _literal(text: str) -> str:
    """Return header text with a space in each ``=?``: an encoded word would be decoded, and could hold a line break."""
    return text.replace("=?", "= ?")
