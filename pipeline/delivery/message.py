"""Compose one mail as bytes: the letter as text and HTML, the PDF, the headers. `email` encodes; a line break in a header is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from typing import Final

from pipeline.report.letter import Letter
from pipeline.settings.email_address import domain_of, encode_address

ID_LENGTH: Final = 40
XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Headers:
    """What a mail's headers are made of.

    Attributes:
        sender: Name and address; the name may be empty.
        to: Name and address; the name may be empty.
        subject: The letter's, or a trial's.
        date: When the mail was composed.
        message_id: The mail's Message-ID; empty for a random one.
    """

    sender: tuple[str, str]
    to: tuple[str, str]
    subject: str
    date: datetime
    message_id: str = ""


def compose_mail(headers: Headers, letter: Letter, pdf: bytes, tables: tuple[str, bytes] | None) -> tuple[str, bytes]:
    """Return a mail's Message-ID and its bytes, ready for DATA but for the dots.

    Args:
        headers: The mail's headers; its language is the letter's.
        letter: The forum's letter.
        pdf: The forum's PDF.
        tables: Name and content of the workbook of tables, where it goes along.
    """
    message = start_mail(headers, letter.language)
    message.set_content(letter.text, subtype="plain", cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=letter.attachment)
    if tables is not None:
        name, content = tables
        message.add_attachment(content, maintype="application", subtype=XLSX, filename=name)
    return str(message["Message-ID"]), message.as_bytes()


def name_mail(key: Iterable[object], sender: str) -> str:
    """Return the Message-ID of what one recipient gets: the same wherever it is composed, so that mail servers know it if it comes twice."""
    digest = hashlib.sha256("\0".join(map(str, key)).encode()).hexdigest()
    return f"<{digest[:ID_LENGTH]}@{domain_of(sender)}>"


def start_mail(headers: Headers, language: str) -> EmailMessage:
    """Return a mail with its headers and no content."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(headers.sender)
    message["To"] = _address(headers.to)
    message["Subject"] = _literal(headers.subject)
    message["Date"] = headers.date
    message["Message-ID"] = headers.message_id or make_msgid(domain=domain_of(headers.sender[1]))
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: absence notes do not answer it
    message["Content-Language"] = language
    return message


def _address(person: tuple[str, str]) -> Address:
    return Address(_literal(person[0]), addr_spec=encode_address(person[1]))


def _literal(text: str) -> str:
    """Return header text with a space in each ``=?``: an encoded word would be decoded, and could hold a line break."""
    return text.replace("=?", "= ?")
