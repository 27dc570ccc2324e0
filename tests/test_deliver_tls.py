"""A relay that does not encrypt or cannot prove its name gets nothing: no user, no password, no address, no content."""

from __future__ import annotations

import shutil
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.delivery.batch import send_queued
from pipeline.delivery.credentials import Credentials
from pipeline.delivery.outbox.mails import MailState
from pipeline.delivery.outbox.store import open_outbox
from pipeline.delivery.refusals import REFUSED
from pipeline.delivery.session import Fate, SendFailed, Session, Timeouts
from pipeline.delivery.words import say_halted
from pipeline.language.language import load_language
from pipeline.problems.describe import describe_in_place
from pipeline.problems.rejected import InputRejected
from pipeline.settings.delivery import Relay
from pipeline.settings.settings import read_settings
from tests.build import INPUT
from tests.mail_server import PASSWORD, USER, Authority, Inbox, mail_server
from tests.sample_release import Clock, any_release, drafts, guard

TRUSTED = Authority()
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def old_version() -> ssl.SSLContext:
    """Return a server's context that talks nothing newer than TLS 1.1."""
    context = TRUSTED.context()
    with pytest.warns(DeprecationWarning, match="TLS"):
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    return context


UNFIT: dict[str, Callable[[], ssl.SSLContext | None]] = {
    "not encrypted": lambda: None,
    "expired": lambda: TRUSTED.context(not_after=LONG_AGO),
    "another host": lambda: TRUSTED.context("other.example"),
    "an unknown authority": lambda: Authority().context(),
    "an old TLS": old_version,
}


TOLD = {
    "not encrypted": "tilbyder ikke kryptering",
    "expired": "certifikat er udløbet",
    "another host": "gælder et andet navn end host",
    "an unknown authority": "kender ikke udstederen",
    "an old TLS": "kunne ikke blive enige om at kryptere",
}


@pytest.fixture(autouse=True)
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust one authority and no other."""
    monkeypatch.setenv("SSL_CERT_FILE", str(TRUSTED.write(tmp_path)))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))


def send(inbox: Inbox, folder: Path, tls: str) -> tuple[str, list[MailState]]:
    """Try to send a mail; return why the batch was halted, and the mails' states."""
    relay = Relay(host="localhost", port=inbox.port, tls=tls)  # type: ignore[arg-type]  # a parameter of the test
    look = guard(smtp=relay)
    with open_outbox(folder, Clock()) as outbox:
        outbox.queue(drafts(look, 2))
        sender = look.delivery.sender
        batch = send_queued(outbox, look, any_release, lambda: Session(relay, Credentials(USER, PASSWORD), sender, Timeouts(2, 2)), Clock())
        return batch.halted, [entry.state for entry in outbox.entries()]


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
@pytest.mark.parametrize("why", sorted(UNFIT))
def test_a_relay_that_proves_nothing_gets_nothing(why: str, tls: str, tmp_path: Path) -> None:
    """The batch is halted, every mail waits, and all that the server ever saw is a greeting with the sender's domain."""
    context = UNFIT[why]()
    with mail_server(context, implicit=tls == "implicit" and context is not None) as inbox:
        halted, states = send(inbox, tmp_path, tls)
    told = TOLD["an old TLS"] if (why, tls) == ("not encrypted", "implicit") else TOLD[why]
    assert halted
    if why != "an old TLS" or halted.startswith(REFUSED):  # a server without a common version may hang up without a word
        assert told in say_halted(halted, load_language("da"))
    assert states == [MailState.QUEUED, MailState.QUEUED]
    assert [name for name, _ in inbox.lines if name not in {"EHLO", "STARTTLS"}] == []
    open_line = bytes(inbox.raw)
    if tls == "starttls":
        assert open_line.startswith(b"ehlo kommune.example\r\n")
        open_line = open_line.removeprefix(b"ehlo kommune.example\r\n").removeprefix(b"STARTTLS\r\n").removeprefix(b"QUIT\r\n")
    for secret in (USER, PASSWORD, "forum.example", "boligsocial", "Subject", "MAIL", "AUTH"):
        assert secret.encode() not in open_line
    assert inbox.mails == []


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_both_ways_to_encrypt_work(tls: str, tmp_path: Path) -> None:
    """The same mail arrives over STARTTLS and over TLS from the first byte; everything but the greeting was encrypted."""
    with mail_server(TRUSTED.context(), implicit=tls == "implicit") as inbox:
        halted, states = send(inbox, tmp_path, tls)
    assert (halted, states) == ("", [MailState.SENT, MailState.SENT])
    assert len(inbox.mails) == 2
    if tls == "starttls":
        assert [name for name, secret in inbox.lines if not secret] == ["EHLO", "STARTTLS"]


def test_a_sender_with_danish_letters_in_its_domain_can_send(tmp_path: Path) -> None:
    """Server and reader are told the domain as IDNA."""
    with mail_server(TRUSTED.context()) as inbox:
        relay = Relay(host="localhost", port=inbox.port, tls="starttls")
        look = guard(smtp=relay, sender="post@rødovre.example")
        with open_outbox(tmp_path, Clock()) as outbox:
            outbox.queue(drafts(look, 1))
            assert (
                send_queued(outbox, look, any_release, lambda: Session(relay, None, look.delivery.sender, Timeouts(2, 2)), Clock()).sent
                == 1
            )
    assert inbox.parsed()[0]["From"].addresses[0].addr_spec == "post@xn--rdovre-bya.example"


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_the_municipality_s_own_authority_is_trusted_where_the_settings_name_it(tls: str, tmp_path: Path) -> None:
    """Beside those of the machine, which does not know it."""
    own = Authority()
    (tmp_path / "own").mkdir()
    with mail_server(own.context(), implicit=tls == "implicit") as inbox:
        for ca_file, expected in (("", MailState.QUEUED), (str(own.write(tmp_path / "own")), MailState.SENT)):
            relay = Relay(host="localhost", port=inbox.port, tls=tls, ca_file=ca_file)  # type: ignore[arg-type]  # a parameter of the test
            look, clock = guard(smtp=relay), Clock()
            clock.go(hours=bool(ca_file))
            with open_outbox(tmp_path / "post", clock) as outbox:
                outbox.queue(drafts(look, 1))
                send_queued(outbox, look, any_release, lambda relay=relay: Session(relay, None, "a@b.example", Timeouts(2, 2)), clock)
                assert [entry.state for entry in outbox.entries()] == [expected]


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_check_tells_an_authority_that_cannot_be_read(content: str | None, tmp_path: Path) -> None:
    """With the file and the key; one in the input folder is found from there."""
    shutil.copytree(INPUT, tmp_path / "input")
    file = tmp_path / "input" / "indstillinger.toml"
    relay = '[delivery.smtp]\nhost = "localhost"\nport = 587\ntls = "starttls"\nca_file = "own.pem"\n\n# Forvaltningernes navne'
    file.write_text(file.read_text(encoding="utf-8").replace("# Forvaltningernes navne", relay, 1), encoding="utf-8")
    if content is not None:
        (tmp_path / "input" / "own.pem").write_text(content, encoding="utf-8")
    with pytest.raises(InputRejected) as rejected:
        read_settings(tmp_path / "input")
    told = describe_in_place(rejected.value.problems[0], load_language("da"))
    assert told.startswith('input/indstillinger.toml [delivery.smtp.ca_file]: fandt "own.pem", forventede en fil i inputmappen')
    (tmp_path / "input" / "own.pem").write_bytes(Authority().write(tmp_path).read_bytes())
    settings = read_settings(tmp_path / "input")
    assert settings.delivery is not None
    assert settings.delivery.smtp is not None
    assert settings.delivery.smtp.ca_file == str((tmp_path / "input" / "own.pem").resolve())


def test_a_server_that_answers_a_letter_now_and_then_is_left(tmp_path: Path) -> None:
    """A reply has its time as a whole: the mail waits, and the sender ends. It would get a letter for ever."""
    listening = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def drip() -> None:
        line, _ = listening.accept()
        with suppress(OSError):
            while not ended.wait(0.05):
                line.sendall(b"2")
        line.close()

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        relay = Relay(host="localhost", port=listening.getsockname()[1], tls="starttls")
        with pytest.raises(SendFailed) as failed:
            Session(relay, None, "a@b.example", Timeouts(0.5, 0.5))
        assert failed.value.fate is Fate.LATER
    finally:
        ended.set()
        thread.join()
        listening.close()
