"""One conversation with the relay, step by step, so that at each failure it is known what the server may have.

Encrypted and verified before anything is said: no user, no address, no content goes over an open line or to a server that cannot prove
its name. After `354` the content leaves; if the answer to it is lost, nobody here can know whether the mail arrived.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from pipeline.delivery.credentials import Credentials
from pipeline.settings.delivery import Relay
from pipeline.settings.email_address import domain_of, encode_address

LONGEST_REPLY: Final = 500
LINE_DOTS: Final = re.compile(rb"(?m)^\.")


class Fate(Enum):
    """What a failure means."""

    LATER = auto()  # the server does not have it; try again
    NEVER = auto()  # the server refuses this mail for good
    HALT = auto()  # whatever is sent, it will not work before a person has mended something
    UNKNOWN = auto()  # the server may have it or not


class SendFailed(Exception):
    """A step of the conversation failed.

    Attributes:
        fate: What it means for the mail.
        evidence: The step and the server's reply, or what broke.
        broken: The conversation is over.
    """

    def __init__(self, fate: Fate, evidence: str, *, broken: bool) -> None:
        super().__init__(evidence)
        self.fate = fate
        self.evidence = evidence
        self.broken = broken


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for a reply, and for the one after the content, which the server may have to check first (RFC 5321, 4.5.3.2)."""

    reply: float = 30
    content: float = 600


def secure_context() -> ssl.SSLContext:
    """Return what a relay must prove: its name, by a certificate of an authority that this machine trusts, over TLS 1.2 or later."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Session:
    """A conversation with the relay, logged in where there are credentials."""

    def __init__(self, relay: Relay, credentials: Credentials | None, sender: str, timeouts: Timeouts) -> None:
        """Connect, encrypt, log in.

        Raises:
            SendFailed: no mail can be sent now; `LATER` or `HALT`.
        """
        self._sender = encode_address(sender)
        self._timeouts = timeouts
        self._smtp = self._connect(relay)
        try:
            self._greet("EHLO")
            if relay.tls == "starttls":
                self._encrypt()
                self._greet("EHLO after STARTTLS")
            if credentials is not None:
                self._log_in(credentials)
        except SendFailed:
            self._smtp.close()
            raise

    def send(self, address: str, message: bytes, before_data: Callable[[], None]) -> str:
        """Send one mail to one address; return the server's reply.

        Args:
            address: In ASCII.
            message: The mail, its lines ending with CRLF.
            before_data: Called when sender and recipient are accepted, just before DATA.

        Raises:
            SendFailed: it was not accepted, or that is not known.
        """
        size = [f"SIZE={len(message)}"] if self._smtp.has_extn("size") else []
        self._step("MAIL", lambda: self._smtp.mail(self._sender, size))
        self._step("RCPT", lambda: self._smtp.rcpt(address))
        before_data()
        self._step("DATA", lambda: self._smtp.docmd("DATA"), expected=354)
        return self._hand_over(message)

    def reset(self) -> None:
        """Forget the mail that was refused, so that the next can follow.

        Raises:
            SendFailed: the conversation is over.
        """
        self._step("RSET", self._smtp.rset)

    def close(self) -> None:
        """End the conversation politely, whatever the server makes of it."""
        try:
            self._smtp.quit()
        except (smtplib.SMTPException, OSError):
            self._smtp.close()

    def _connect(self, relay: Relay) -> smtplib.SMTP:
        # Our name is the sender's domain: the machine's own would have to be looked up, and is nobody's business.
        name, seconds = domain_of(self._sender), self._timeouts.reply
        try:
            if relay.tls == "implicit":
                return smtplib.SMTP_SSL(relay.host, relay.port, local_hostname=name, timeout=seconds, context=secure_context())
            return smtplib.SMTP(relay.host, relay.port, local_hostname=name, timeout=seconds)
        except smtplib.SMTPResponseException as error:
            raise _refused("connect", error.smtp_code, error.smtp_error, session=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise _broken("connect", error) from error

    def _greet(self, phase: str) -> None:
        self._step(phase, self._smtp.ehlo, session=True)

    def _encrypt(self) -> None:
        if not self._smtp.has_extn("starttls"):
            raise SendFailed(Fate.HALT, "STARTTLS: not offered", broken=True)
        try:
            self._smtp.starttls(context=secure_context())
        except smtplib.SMTPResponseException as error:
            raise _refused("STARTTLS", error.smtp_code, error.smtp_error, session=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise _broken("STARTTLS", error) from error

    def _log_in(self, credentials: Credentials) -> None:
        if not self._smtp.has_extn("auth"):
            raise SendFailed(Fate.HALT, "AUTH: not offered", broken=True)
        try:
            self._smtp.login(credentials.user, credentials.password)
        except smtplib.SMTPResponseException as error:
            raise _refused("AUTH", error.smtp_code, error.smtp_error, session=True) from error
        except (smtplib.SMTPNotSupportedError, UnicodeError) as error:  # no method in common; letters that no method can carry
            raise SendFailed(Fate.HALT, f"AUTH: {type(error).__name__}", broken=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise _broken("AUTH", error) from error

    def _step(self, phase: str, ask: Callable[[], tuple[int, bytes]], *, expected: int | None = None, session: bool = False) -> None:
        """Say one line and look at the reply; any 2xx will do where none is expected."""
        try:
            code, reply = ask()
        except (smtplib.SMTPException, OSError) as error:
            raise _broken(phase, error) from error
        if code != expected and (expected is not None or code // 100 != 2):
            raise _refused(phase, code, reply, session=session)

    def _hand_over(self, message: bytes) -> str:
        """Send the content and its final dot, and return the reply; without one, the mail's fate is unknown."""
        line = encrypted_line(self._smtp)
        try:
            line.settimeout(self._timeouts.content)
            self._smtp.send(LINE_DOTS.sub(b"..", message) + b".\r\n")
            code, reply = self._smtp.getreply()
            line.settimeout(self._timeouts.reply)
        except (smtplib.SMTPException, OSError) as error:
            raise SendFailed(Fate.UNKNOWN, f"content: {_said(error)}", broken=True) from error
        if code // 100 == 2:
            return _shown("content", code, reply)
        if code // 100 in {4, 5}:
            raise _refused("content", code, reply, session=False)
        raise SendFailed(Fate.UNKNOWN, _shown("content", code, reply), broken=True)


def encrypted_line(smtp: smtplib.SMTP) -> ssl.SSLSocket:
    """Return the encrypted line; anything else is a bug of ours, and nothing is sent over it."""
    if not isinstance(smtp.sock, ssl.SSLSocket):
        raise TypeError("the line is not encrypted")
    return smtp.sock


def _refused(phase: str, code: int, reply: bytes | str, *, session: bool) -> SendFailed:
    """Return what a reply means: 4xx later; 5xx never for this mail, or a halt where it is about the conversation as a whole."""
    fate = Fate.LATER if code // 100 == 4 else Fate.HALT if session or code // 100 != 5 else Fate.NEVER
    return SendFailed(fate, _shown(phase, code, reply), broken=session or code == 421)


def _broken(phase: str, error: Exception) -> SendFailed:
    """Return what a broken line means: later, but a halt where the server could not prove its name or talks another TLS."""
    names_wrong = isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)
    return SendFailed(Fate.HALT if names_wrong else Fate.LATER, f"{phase}: {_said(error)}", broken=True)


def _said(error: Exception) -> str:
    return f"{type(error).__name__} {error}"[:LONGEST_REPLY]


def _shown(phase: str, code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return f"{phase}: {code} {' '.join(printable.split())}"[:LONGEST_REPLY]
