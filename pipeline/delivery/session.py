"""One SMTP session with the relay, step by step, so that after any failure it is known what the server may have.

The connection is encrypted and verified first: no user, address or content is sent over a plain line or to a server that cannot prove
its name. After `354` the content is sent; if the reply to it is lost, it is unknown whether the mail arrived.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto
from threading import Event, Timer
from typing import Final

from pipeline.delivery.credentials import Credentials
from pipeline.delivery.refusals import DeliveryRefused, Why, write_evidence
from pipeline.settings.delivery import Relay
from pipeline.settings.email_address import domain_of, encode_address

LONGEST_REPLY: Final = 500
NOT_LET_IN: Final = frozenset({530, 534, 535, 538})  # RFC 4954: the server asks for a user and a password, or for others
UNTRUSTED: Final = {10: Why.CERTIFICATE_EXPIRED, 62: Why.CERTIFICATE_OF_OTHER, 64: Why.CERTIFICATE_OF_OTHER}  # X509_V_ERR_ of OpenSSL
LINE_DOTS: Final = re.compile(rb"(?m)^\.")


class Fate(Enum):
    """What a failure means."""

    LATER = auto()  # the server does not have it; try again
    NEVER = auto()  # the server refuses this mail permanently
    HALT = auto()  # no mail can be sent before a person has corrected something
    UNKNOWN = auto()  # the server may have it or not


class SendFailed(Exception):
    """A step of the session failed.

    Attributes:
        fate: What it means for the mail.
        evidence: The step and the server's reply, or what failed.
        broken: The session has ended.
    """

    def __init__(self, fate: Fate, evidence: str, *, broken: bool) -> None:
        super().__init__(evidence)
        self.fate = fate
        self.evidence = evidence
        self.broken = broken


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for a reply, and for the reply to the content, which the server may check first (RFC 5321, 4.5.3.2)."""

    reply: float = 30
    content: float = 600


def secure_context(ca_file: str = "") -> ssl.SSLContext:
    """Return the TLS context: the relay must prove its name by a certificate that is trusted, over TLS 1.2 or later.

    Args:
        ca_file: Certificates of authorities that are trusted beside those of this machine.

    Raises:
        SendFailed: that file has become unreadable since the settings were checked.
    """
    context = ssl.create_default_context()
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:  # as are errors of ssl
            raise SendFailed(Fate.HALT, write_evidence(DeliveryRefused(Why.AUTHORITY_UNREADABLE)), broken=True) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class _Steps(smtplib.SMTP):
    """An SMTP connection on which each reply and each handing over must be complete in its time.

    The timeout of a socket starts anew with each byte: a server that sends or takes one now and then would keep the sender for ever.
    """

    def getreply(self) -> tuple[int, bytes]:
        """Read a reply within the socket's timeout as a whole."""
        with self.within(self.sock.gettimeout() if self.sock is not None else None):
            return super().getreply()

    @contextmanager
    def within(self, seconds: float | None) -> Iterator[None]:
        """Cut the connection if the block takes longer, and say so whatever was read until then."""
        cut = Event()
        timer = Timer(seconds or Timeouts().reply, self._cut, (cut,))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
        if cut.is_set():  # half a reply is none
            self.close()
            raise smtplib.SMTPServerDisconnected("out of time")

    def _cut(self, cut: Event) -> None:
        cut.set()
        with suppress(OSError):
            if self.sock is not None:
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # of the line below TLS, which another thread may use


class _StepsOverTls(_Steps, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


class Session:
    """A session with the relay, logged in if there are credentials."""

    def __init__(self, relay: Relay, credentials: Credentials | None, sender: str, timeouts: Timeouts) -> None:
        """Connect, encrypt, log in.

        Raises:
            SendFailed: no mail can be sent now; `LATER` or `HALT`.
        """
        self._sender = encode_address(sender)
        self._timeouts = timeouts
        self._context = secure_context(relay.ca_file)
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
            SendFailed: it was not accepted, or it is unknown whether it was.
        """
        size = [f"SIZE={len(message)}"] if self._smtp.has_extn("size") else []
        self._step("MAIL", lambda: self._smtp.mail(self._sender, size))
        self._step("RCPT", lambda: self._smtp.rcpt(address))
        before_data()
        self._step("DATA", lambda: self._smtp.docmd("DATA"), expected=354)
        return self._hand_over(message)

    def reset(self) -> None:
        """Discard the refused mail, so that the next can follow.

        Raises:
            SendFailed: the session has ended.
        """
        self._step("RSET", self._smtp.rset)

    def close(self) -> None:
        """End the session with QUIT, whatever the server replies."""
        try:
            self._smtp.quit()
        except (smtplib.SMTPException, OSError):
            self._smtp.close()

    def _connect(self, relay: Relay) -> _Steps:
        # The sender's domain is our EHLO name: the machine's own would need a DNS lookup and is private.
        name, seconds = domain_of(self._sender), self._timeouts.reply
        try:
            if relay.tls == "implicit":
                return _StepsOverTls(relay.host, relay.port, local_hostname=name, timeout=seconds, context=self._context)
            return _Steps(relay.host, relay.port, local_hostname=name, timeout=seconds)
        except smtplib.SMTPResponseException as error:
            raise _refused("connect", error.smtp_code, error.smtp_error, session=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise _broken("connect", error) from error

    def _greet(self, phase: str) -> None:
        self._step(phase, self._smtp.ehlo, session=True)

    def _encrypt(self) -> None:
        if not self._smtp.has_extn("starttls"):
            raise SendFailed(Fate.HALT, write_evidence(DeliveryRefused(Why.TLS_NOT_OFFERED)), broken=True)
        try:
            self._smtp.starttls(context=self._context)
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
        except (smtplib.SMTPNotSupportedError, UnicodeError) as error:  # no common login method, or characters that no method can carry
            raise SendFailed(Fate.HALT, f"AUTH: {type(error).__name__}", broken=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise _broken("AUTH", error) from error

    def _step(self, phase: str, ask: Callable[[], tuple[int, bytes]], *, expected: int | None = None, session: bool = False) -> None:
        """Send one command and check the reply; any 2xx is accepted if none is specified."""
        try:
            code, reply = ask()
        except (smtplib.SMTPException, OSError) as error:
            raise _broken(phase, error) from error
        if code != expected and (expected is not None or code // 100 != 2):
            raise _refused(phase, code, reply, session=session)

    def _hand_over(self, message: bytes) -> str:
        """Send the content and its final dot, and return the reply; without a reply, the mail's fate is unknown."""
        line = encrypted_line(self._smtp)
        try:
            line.settimeout(self._timeouts.content)
            with self._smtp.within(self._timeouts.content):
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
    """Return the encrypted connection; anything else is a bug, and nothing is sent over it."""
    if not isinstance(smtp.sock, ssl.SSLSocket):
        raise TypeError("the line is not encrypted")
    return smtp.sock


def _refused(phase: str, code: int, reply: bytes | str, *, session: bool) -> SendFailed:
    """Return what a reply means: 4xx later; 5xx never for this mail, or a halt if it concerns the whole session or who we are."""
    halts = session or code in NOT_LET_IN
    fate = Fate.LATER if code // 100 == 4 else Fate.HALT if halts or code // 100 != 5 else Fate.NEVER
    return SendFailed(fate, _shown(phase, code, reply), broken=halts or code == 421)


def _broken(phase: str, error: Exception) -> SendFailed:
    """Return what a lost connection means: later, but a halt if the server could not prove its name or its TLS version is not accepted."""
    if isinstance(error, ssl.SSLCertVerificationError):
        why = UNTRUSTED.get(error.verify_code, Why.CERTIFICATE_UNKNOWN)
        refused = DeliveryRefused(why, {"reason": error.verify_message})
        return SendFailed(Fate.HALT, write_evidence(refused), broken=True)
    names_wrong = isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError)
    if names_wrong:
        return SendFailed(Fate.HALT, write_evidence(DeliveryRefused(Why.TLS_FAILED), f"{phase}: {_said(error)}"), broken=True)
    return SendFailed(Fate.LATER, f"{phase}: {_said(error)}", broken=True)


def _said(error: Exception) -> str:
    return f"{type(error).__name__} {error}"[:LONGEST_REPLY]


def _shown(phase: str, code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return f"{phase}: {code} {' '.join(printable.split())}"[:LONGEST_REPLY]
