"""A sender killed at any moment: no mail arrives twice, none is lost silently, and at most one per kill waits for a person."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from pipeline.delivery.outbox.mails import MailState
from pipeline.delivery.outbox.sender_lock import only_sender
from pipeline.delivery.outbox.store import open_outbox
from tests.build import ROOT
from tests.faults.sender import BUSY, write_guard
from tests.mail_server import Authority, Inbox, mail_server
from tests.sample_release import drafts, guard

pytestmark = pytest.mark.faults
KILLS, SEEDS = 100, range(5)
ROUNDS = 100
KILLED = -signal.SIGKILL


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    """A server that is trusted."""
    authority = Authority()
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.write(tmp_path)))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    with mail_server(authority.context()) as inbox:
        inbox.keep = 4000  # the headers: thousands of mails arrive
        yield inbox


@contextmanager
def senders(folder: Path, inbox: Inbox) -> Iterator[subprocess.Popen[str]]:
    """Run the process that forks senders."""
    write_guard(guard(inbox.port), folder / "guard.json")
    command = [sys.executable, "-m", "tests.faults.sender", str(folder), str(folder / "guard.json")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


def start(process: subprocess.Popen[str], where: str = "0 never") -> int:
    """Let a sender start; return its process id."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{where}\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def end(process: subprocess.Popen[str]) -> int:
    """Wait for the sender; return how it ended."""
    assert process.stdout is not None
    return int(process.stdout.readline())


@dataclass
class Killer:
    """Kills the sender at the server's n-th step, at once or some milliseconds later."""

    step: int
    delay: float
    known: threading.Event = field(default_factory=threading.Event)
    process: int = 0

    def __call__(self, name: str) -> None:
        """Count a step of the server."""
        self.known.wait()
        self.step -= 1
        if self.step == 0:
            threading.Timer(self.delay, self.kill).start() if self.delay else self.kill()

    def kill(self) -> None:
        """Kill, unless the sender has ended in the meantime."""
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)


def decide(folder: Path, inbox: Inbox) -> int:
    """Be the person who looks into the mailboxes and decides; return how many mails were uncertain."""
    with only_sender(folder), open_outbox(folder) as outbox:
        outbox.recover()
        uncertain = [entry.id for entry in outbox.entries() if entry.state is MailState.UNCERTAIN]
        arrived = set(inbox.ids())
        for mail in uncertain:
            query = "SELECT message_id FROM mails WHERE id = ?"
            (message_id,) = outbox._connection.execute(query, (mail,)).fetchone()
            assert outbox.resolve(mail, delivered=message_id in arrived, evidence="looked")
    return len(uncertain)


def settle(inbox: Inbox) -> None:
    """Wait until the server has dealt with what the killed sender had said: a real one, too, finishes what it took."""
    for server in list(inbox.servers):
        handler = server._handler_coroutine
        while handler is not None and not handler.done():
            threading.Event().wait(0.001)
    inbox.servers.clear()


@pytest.mark.parametrize("seed", SEEDS)
def test_500_kills_in_all_double_no_mail_and_lose_none(inbox: Inbox, tmp_path: Path, seed: int) -> None:
    """Killed at steps of the server, shortly after them, and before and after each commit of the outbox."""
    choice, kills, held, revision, everything = random.Random(seed), 0, 0, 0, []  # noqa: S311 - where to kill is no secret
    with senders(tmp_path, inbox) as process:
        while kills < KILLS:
            revision += 1
            batch = [replace(draft, revision=revision) for draft in drafts(guard(inbox.port))]
            for draft in batch:  # composed once, so each round gives them their own Message-ID
                own = draft.message_id.replace("@", f".{revision}@")
                everything.append(own)
            batch = [
                replace(draft, message_id=own, message=draft.message.replace(draft.message_id.encode(), own.encode()))
                for draft, own in zip(batch, everything[-len(batch) :], strict=True)
            ]
            with open_outbox(tmp_path) as outbox:
                outbox.queue(batch)
            while True:
                at_commit = choice.random() < 0.5
                killer = Killer(0 if at_commit else choice.randint(1, 24), choice.choice([0, choice.uniform(0, 0.02)]))
                inbox.event = killer
                killer.process = start(process, f"{choice.randint(1, 20)} {choice.choice(['before', 'after'])}" if at_commit else "0 never")
                killer.known.set()
                ended = end(process)
                settle(inbox)
                inbox.event = lambda name: None
                uncertain = decide(tmp_path, inbox)
                kills += ended == KILLED
                held += uncertain
                assert uncertain <= (ended == KILLED)
                with open_outbox(tmp_path) as outbox:
                    if all(entry.state is MailState.SENT for entry in outbox.entries()):
                        break
    arrived = Counter(inbox.ids())
    print(f"{kills} kills, {len(everything)} mails, {len(arrived)} arrived, {held} were uncertain")  # noqa: T201 - the figures
    assert [mail for mail in everything if arrived[mail] > 1] == []
    assert [mail for mail in everything if arrived[mail] == 0] == []
    assert held > KILLS / 10  # the dangerous moment was hit


def test_two_senders_at_once_double_no_mail(inbox: Inbox, tmp_path: Path) -> None:
    """A hundred times two senders start together on nine mails: nine arrive, and who comes second says so or finds nothing left."""
    everything = []
    busy = 0
    with senders(tmp_path, inbox) as one, senders(tmp_path, inbox) as two:
        for revision in range(1, ROUNDS + 1):
            with open_outbox(tmp_path) as outbox:
                outbox.queue([replace(draft, revision=revision) for draft in drafts(guard(inbox.port), 3)])
            inbox.mails.clear()
            start(one)
            start(two)
            ended = [end(one), end(two)]
            assert set(ended) <= {0, BUSY}
            busy += BUSY in ended
            arrived = Counter(inbox.ids())
            everything.append(sum(arrived.values()))
            assert max(arrived.values()) == 1
    assert everything == [3] * ROUNDS
    assert busy > 0
