"""The settings for mailing: sender, allowed recipients, relay. Never a password: see `delivery.credentials`."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from pipeline.settings.email_address import ForeignLetters, UnfitAddress, domain_of, encode_address
from pipeline.settings.toml_file import Strict


def _address(text: str) -> str:
    try:
        encode_address(text)
    except ForeignLetters as error:
        raise PydanticCustomError("mail_letters", "an address without letters such as ø before the @", {"found": text}) from error
    except UnfitAddress as error:
        raise PydanticCustomError("mail_address", "one e-mail address", {"found": text}) from error
    return text


def _domain(text: str) -> str:
    try:
        return domain_of(f"post@{text}")
    except UnfitAddress as error:
        raise PydanticCustomError("mail_domain", "what stands after the @", {"found": text}) from error


def read_authority(file: Path) -> None:
    """Read certificates of an authority; raises `OSError` where there are none."""
    ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)


Address = Annotated[str, AfterValidator(_address)]
Domain = Annotated[str, AfterValidator(_domain)]


class Relay(Strict):
    """The mail server that relays our mails. Encryption is always used; only its start can be chosen.

    Attributes:
        tls: ``starttls`` (usually port 587) or ``implicit`` (usually port 465).
        ca_file: Certificates (PEM) of the municipality's own authority, trusted beside those of the machine; a path, in the input folder
            where it is not absolute.
    """

    host: str = Field(min_length=1, max_length=253)
    port: int = Field(ge=1, le=65535)
    tls: Literal["starttls", "implicit"]
    ca_file: str = ""


class Delivery(Strict):
    """How reports are mailed.

    Attributes:
        sender: The sender's address, also for replies.
        operator: The address for notices of failed deliveries.
        allowed_domains: The only domains that are mailed to, except for the operator's address and a trial's at the same domain.
        attach_tables: Attach the release's workbook of tables beside the PDF.
        redirect_all_to: For trials: every mail is sent here instead, and does not count as sent.
        sends_from: The only machine that sends mails; empty for any.
        smtp: The relay; if absent, mails are written as files.
    """

    sender: Address
    operator: Address
    allowed_domains: tuple[Domain, ...] = Field(min_length=1)
    attach_tables: bool
    redirect_all_to: Address | None = None
    sends_from: str = Field(default="", max_length=253)
    smtp: Relay | None = None

    @model_validator(mode="after")
    def _keeps_trials_at_home(self) -> Self:
        trial, own = self.redirect_all_to, domain_of(self.operator)
        if trial is not None and domain_of(trial) not in {own, *self.allowed_domains}:
            raise PydanticCustomError("trial_domain", "a domain of ours", {"found": trial, "key": "redirect_all_to", "domain": own})
        return self

    @property
    def is_real(self) -> bool:
        """Whether mails go through a relay to their own recipients, so that they count as sent."""
        return self.smtp is not None and self.redirect_all_to is None

    @property
    def space(self) -> str:
        """The key space of mails: trials and mails written as files never count as sent."""
        return f"{'smtp' if self.smtp else 'file'}{f' to {self.redirect_all_to}' if self.redirect_all_to else ''}"
