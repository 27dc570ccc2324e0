"""A real mail server for the tests: aiosmtpd with a certificate of trustme, and optionally a fault at one step."""

from __future__ import annotations

import asyncio
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "reports", "a secret of ours"
MESSAGE_ID = re.compile(rb"(?mi)^message-id:\s*(\S+)")
Event = Callable[[str], None]


@dataclass
class Fault:
    """What the server does wrong.

    Attributes:
        phase: connect, STARTTLS, EHLO, AUTH, MAIL, RCPT, DATA or dot.
        kind: 4xx, 5xx, drop or hang.
        times: How often; each time takes one away.
        recipient: Only mails to this address, for the phases from RCPT on.
    """

    phase: str
    kind: str
    times: int = 1

    def strikes(self, phase: str) -> bool:
        """Return whether it is time."""
        struck = self.phase == phase and self.times > 0
        self.times -= struck
        return struck


@dataclass
class Inbox:
    """What the server got.

    Attributes:
        mails: Every mail that it answered with 250, in order, with its one recipient.
        swallowed: Mails that it took whole and then did not answer.
        lines: Every command it was told, and on which kind of line.
        fault: What it does wrong.
        event: Called before each step with its name.
        keep: How much of each mail is kept, in bytes.
    """

    mails: list[tuple[str, bytes]] = field(default_factory=list)
    swallowed: list[tuple[str, bytes]] = field(default_factory=list)
    lines: list[tuple[str, bool]] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    fault: Fault | None = None
    event: Event = lambda name: None
    port: int = 0
    keep: int = 40_000_000
    servers: list[FaultyServer] = field(default_factory=list)

    def parsed(self) -> list[EmailMessage]:
        """Return the mails as a mail program reads them."""
        return [message_from_bytes(content, policy=policy.default) for _, content in self.mails]  # type: ignore[misc]  # the stubs know the older Message alone

    def to_forums(self) -> list[str]:
        """Return the recipients of the mails but the operator, who is told what keeps them back."""
        return [to for to, _ in self.mails if to.endswith("@forum.example")]

    def ids(self) -> list[str]:
        """Return the mails' Message-IDs."""
        return [found.group(1).decode() for _, content in self.mails if (found := MESSAGE_ID.search(content))]


class FaultyServer(SMTP):
    """aiosmtpd's server, but for one step."""

    def __init__(self, inbox: Inbox, *args: Any, **options: Any) -> None:
        self.inbox = inbox
        inbox.servers.append(self)
        super().__init__(*args, **options)

    def end(self) -> None:
        """Hang up."""
        for transport in (self.transport, self._original_transport):
            if transport is not None:
                transport.abort()

    async def _handle_client(self) -> None:
        if await self.fails("connect", "421 later", "554 no"):
            self.transport.close()
        else:
            await super()._handle_client()

    def data_received(self, data: bytes) -> None:
        """Keep what comes over an open line, byte by byte."""
        if self.session is None or self.session.ssl is None:
            self.inbox.raw += data
        super().data_received(data)

    async def fails(self, phase: str, later: str, never: str) -> bool:
        """Do what the fault says; return whether there was one."""
        self.inbox.event(phase)
        fault = self.inbox.fault
        if fault is None or not fault.strikes(phase):
            return False
        if fault.kind == "hang":
            await asyncio.sleep(60)
        if fault.kind == "drop":
            self.transport.abort()
        elif fault.kind in {"4xx", "5xx"}:
            await self.push(later if fault.kind == "4xx" else never)
        return True

    async def _command(self, name: str, argument: str | None, later: str, never: str) -> None:
        self.inbox.lines.append((name, self.session is not None and self.session.ssl is not None))
        if not await self.fails(name, later, never):
            await getattr(super(), f"smtp_{name}")(argument)

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - aiosmtpd's name
        """EHLO."""
        await self._command("EHLO", hostname, "421 later", "550 no")

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """STARTTLS."""
        await self._command("STARTTLS", arg, "454 later", "550 no")

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """AUTH."""
        await self._command("AUTH", arg, "454 later", "535 not konto@kommune.example")

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        """MAIL."""
        await self._command("MAIL", arg, "451 later", "550 no")

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        """RCPT."""
        await self._command("RCPT", arg, "450 later", "550 no such mailbox")

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        """DATA."""
        await self._command("DATA", arg, "451 later", "554 no")


class Handler:
    """Keep what arrives."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def handle_DATA(self, server: FaultyServer, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take the content."""
        mail = (envelope.rcpt_tos[0], bytes(envelope.content or b"")[: self._inbox.keep])  # type: ignore[arg-type]  # the stubs allow text too; a server gets bytes
        self._inbox.event("dot")
        fault = self._inbox.fault
        if fault is not None and fault.strikes("dot"):
            if fault.kind in {"4xx", "5xx"}:
                return "452 later" if fault.kind == "4xx" else "554 no"
            self._inbox.swallowed.append(mail)
            if fault.kind == "hang":
                await asyncio.sleep(60)
            server.transport.abort()
            return "250 never heard"
        self._inbox.mails.append(mail)
        self._inbox.event("taken")
        return "250 2.0.0 Ok: queued as 4F2A"


def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
    """Let our user in."""
    return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)


class Authority:
    """An authority that the tests trust, and certificates of it."""

    def __init__(self) -> None:
        self._authority = trustme.CA()

    def write(self, folder: Path) -> Path:
        """Write the authority's certificate, for SSL_CERT_FILE."""
        file = folder / "authority.pem"
        self._authority.cert_pem.write_to_path(str(file))
        return file

    def context(self, host: str = "localhost", **options: Any) -> ssl.SSLContext:
        """Return what a server of that name proves it with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(host, **options).configure_cert(context)
        return context


@contextmanager
def mail_server(
    context: ssl.SSLContext | None, fault: Fault | None = None, event: Event | None = None, *, implicit: bool = False, closed: bool = False
) -> Iterator[Inbox]:
    """Run a server on a free port of this machine; a closed one takes mails from users alone."""
    inbox = Inbox(fault=fault)
    if event is not None:
        inbox.event = event
    options: dict[str, Any] = {
        "authenticator": authenticate,
        "auth_require_tls": not implicit,
        "auth_required": closed,
        "data_size_limit": 40_000_000,
    }

    handler, loop = Handler(inbox), asyncio.new_event_loop()

    def serve() -> FaultyServer:
        return FaultyServer(inbox, handler, loop=loop, tls_context=None if implicit else context, **options)

    server = loop.run_until_complete(loop.create_server(serve, "127.0.0.1", 0, ssl=context if implicit else None))
    inbox.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield inbox
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end(inbox.servers), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


async def _end(servers: list[FaultyServer]) -> None:
    """End conversations that hang."""
    for server in servers:
        server.end()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0.01)  # what was aborted is closed in the loop's next turns
