"""Sending through a server that fails at any step in any way: the resulting state of each mail, and no mail arrives twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.delivery.batch import Batch, send_queued
from pipeline.delivery.credentials import Credentials
from pipeline.delivery.notice import tell_operator
from pipeline.delivery.outbox.mails import MailState
from pipeline.delivery.outbox.store import Outbox, open_outbox
from pipeline.delivery.session import Session, Timeouts
from pipeline.delivery.words import say_notice
from pipeline.language.language import load_language
from tests.mail_server import PASSWORD, USER, Authority, Fault, Inbox, mail_server
from tests.sample_release import START, Clock, any_release, drafts, guard

QUEUED, SENT, STOPPED, UNCERTAIN = MailState.QUEUED, MailState.SENT, MailState.STOPPED, MailState.UNCERTAIN
SESSION, MAIL = ("connect", "STARTTLS", "EHLO", "AUTH"), ("MAIL", "RCPT", "DATA", "dot")
# phase, kind → the first mail's state, the second mail's, whether the batch was halted
CELLS: dict[tuple[str, str], tuple[MailState, MailState, bool]] = {
    **{(phase, kind): (QUEUED, QUEUED, True) for phase in SESSION for kind in ("4xx", "5xx", "drop", "hang")},
    **{(phase, "4xx"): (QUEUED, SENT, False) for phase in MAIL},
    **{(phase, "5xx"): (STOPPED, SENT, False) for phase in MAIL},
    **{(phase, kind): (QUEUED, SENT, False) for phase in MAIL[:3] for kind in ("drop", "hang")},
    **{("dot", kind): (UNCERTAIN, SENT, False) for kind in ("drop", "hang")},
}


@pytest.fixture(scope="module")
def authority() -> Authority:
    """One authority for all servers."""
    return Authority()


@pytest.fixture(autouse=True)
def trusted(authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the tests' authority and no other."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.write(tmp_path)))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))


@pytest.fixture
def clock() -> Clock:
    """A clock of our own."""
    return Clock()


@pytest.fixture
def outbox(tmp_path: Path, clock: Clock) -> Iterator[Outbox]:
    """An empty outbox."""
    with open_outbox(tmp_path / "post", clock) as box:
        yield box


def send(outbox: Outbox, inbox: Inbox, clock: Clock) -> Batch:
    """Send what waits, with short patience."""
    relay = guard(inbox.port)
    credentials, patience = Credentials(USER, PASSWORD), Timeouts(0.5, 0.5)
    assert relay.delivery.smtp is not None
    return send_queued(
        outbox, relay, any_release, lambda: Session(relay.delivery.smtp, credentials, relay.delivery.sender, patience), clock
    )


def states(outbox: Outbox) -> list[MailState]:
    """Return where each mail stands."""
    return [entry.state for entry in outbox.entries()]


def test_there_is_a_row_for_every_phase_and_kind() -> None:
    """Eight phases, four kinds."""
    assert len(CELLS) == 32


@pytest.mark.parametrize(("phase", "kind"), sorted(CELLS))
def test_a_fault_at_one_step_loses_no_mail_and_doubles_none(
    phase: str, kind: str, authority: Authority, outbox: Outbox, clock: Clock
) -> None:
    """The first try meets the fault; what waits after it is sent when its time has come, and what is uncertain is left alone."""
    first, second, halted = CELLS[phase, kind]
    fault = Fault(phase, kind, times=9 if phase == "AUTH" else 1)  # smtplib tries each method that the server offers
    with mail_server(authority.context(), fault) as inbox:
        queued = drafts(guard(inbox.port), 2)
        outbox.queue(queued)
        batch = send(outbox, inbox, clock)
        assert (states(outbox), bool(batch.halted)) == ([first, second], halted)
        shown = "content" if phase == "dot" else phase
        assert outbox.entries()[0].evidence.startswith(shown)
        assert send(outbox, inbox, clock).sent == 0  # not before its time
        clock.go(minutes=1)
        fault.times = 0
        send(outbox, inbox, clock)
    arrived = [SENT if state is QUEUED else state for state in (first, second)]
    assert states(outbox) == arrived
    assert sorted(inbox.ids()) == sorted(draft.message_id for draft, state in zip(queued, arrived, strict=True) if state is SENT)


def test_421_in_the_middle_loses_nobody(authority: Authority, outbox: Outbox, clock: Clock) -> None:
    """The server hangs up after the third mail's recipient; the others go over a new line at once, the third a minute later."""
    with mail_server(authority.context()) as inbox:

        def event(name: str) -> None:
            if name == "RCPT" and len(inbox.mails) == 3 and inbox.fault is None:
                inbox.fault = Fault("RCPT", "drop")

        inbox.event = event
        queued = drafts(guard(inbox.port))
        outbox.queue(queued)
        assert send(outbox, inbox, clock).sent == len(queued) - 1
        clock.go(minutes=1)
        assert send(outbox, inbox, clock).sent == 1
    assert sorted(inbox.ids()) == sorted(draft.message_id for draft in queued)


def test_retries_after_1_5_15_60_minutes_then_hourly_then_given_up(authority: Authority, outbox: Outbox, clock: Clock) -> None:
    """A server that always says later: tried at the planned times and at no other, and stopped after 24 hours."""
    with mail_server(authority.context(), Fault("MAIL", "4xx", times=1000)) as inbox:
        outbox.queue(drafts(guard(inbox.port), 1))
        tried = []
        for minute in range(26 * 60):
            before = len(inbox.lines)
            if outbox.entries()[0].state is QUEUED and outbox.entries()[0].next_try <= clock():
                send(outbox, inbox, clock)
            tried += [minute] if len(inbox.lines) > before else []
            clock.go(minutes=1)
    assert tried[:7] == [0, 1, 6, 21, 81, 141, 201]
    assert tried[-1] == 24 * 60 + 21
    entry = outbox.entries()[0]
    assert entry.state is STOPPED
    assert entry.evidence == "refused: gave_up; MAIL: 451 later"


def test_a_wrong_password_stops_the_batch_and_says_no_mail(authority: Authority, outbox: Outbox, clock: Clock) -> None:
    """Every mail waits; the password is in no evidence."""
    with mail_server(authority.context()) as inbox:
        relay = guard(inbox.port)
        outbox.queue(drafts(relay, 3))
        assert relay.delivery.smtp is not None
        smtp, sender = relay.delivery.smtp, relay.delivery.sender
        batch = send_queued(
            outbox, relay, any_release, lambda: Session(smtp, Credentials(USER, "wrong-secret"), sender, Timeouts(2, 2)), clock
        )
        assert batch.halted.startswith("AUTH: 535")
        assert states(outbox) == [QUEUED] * 3
        assert "wrong-secret" not in str([entry.evidence for entry in outbox.entries()]) + repr(Credentials(USER, "wrong-secret"))
    assert "MAIL" not in [name for name, _ in inbox.lines]


def test_the_operator_is_told_after_an_hour_and_once(authority: Authority, outbox: Outbox, clock: Clock) -> None:
    """A mail that waits is no news for an hour; then it is told once, however often it is tried after that."""
    with mail_server(authority.context(), Fault("MAIL", "4xx", times=1000)) as inbox:
        relay = guard(inbox.port)
        smtp, sender = relay.delivery.smtp, relay.delivery.sender
        assert smtp is not None
        outbox.queue(drafts(relay, 1))
        for _ in range(5 * 60):
            send(outbox, inbox, clock)
            assert inbox.fault is not None
            inbox.fault.times = 0  # the relay takes the notice, whatever it makes of the report
            tell_operator(
                outbox,
                relay.delivery,
                lambda: Session(smtp, None, sender, Timeouts(2, 2)),
                lambda news: say_notice(news, load_language("da")),
                clock(),
            )
            inbox.fault.times = 1000
            if inbox.mails:
                break
            clock.go(minutes=1)
        told_at = clock() - START
        clock.go(minutes=90)
        send(outbox, inbox, clock)
        inbox.fault.times = 0
        assert tell_operator(outbox, relay.delivery, lambda: Session(smtp, None, sender, Timeouts(2, 2)), lambda news: ("", ""), clock())
    assert told_at == timedelta(hours=1)
    assert [to for to, _ in inbox.mails] == ["analyse@kommune.example"]
    text = inbox.parsed()[0].get_content()
    assert "Mail 1, Nørrebro, 2011-2025: venter (forsøgt 4 gange" in text
    assert "MAIL: 451 later" in text
