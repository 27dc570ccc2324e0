"""A disk that fails while mails are sent: exit 50, no mail arrives twice, and none is lost silently."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.delivery import send
from pipeline.delivery.outbox.mails import MailState
from pipeline.delivery.outbox.store import open_outbox
from pipeline.input.record import RECORD
from tests.build import INPUT
from tests.faults.traced import list_points
from tests.faults.warm import run_command
from tests.mail_server import PASSWORD, USER, Authority, Inbox, mail_server
from tests.sample_release import publish_copy
from tests.test_send_command import settle

pytestmark = pytest.mark.faults
MAILS = 2
SYNCED = {"fsync", "fdatasync", "rename"}
WRITES = 12  # of hundreds: a mail is some 300 pages of the database
TOLD = 8  # of these at the least the program has to hear

Run = Callable[[Callable[[], None]], int]


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    """A server that is trusted."""
    authority = Authority()
    for name, value in {
        "SSL_CERT_FILE": authority.write(tmp_path),
        "SSL_CERT_DIR": tmp_path,
        "SMTP_USER": USER,
        "SMTP_PASSWORD": PASSWORD,
    }.items():
        monkeypatch.setenv(name, str(value))
    with mail_server(authority.context()) as inbox:
        yield inbox


@pytest.mark.parametrize("relay", [True, False], ids=["relay", "files"])
def test_a_call_that_fails(inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, relay: bool) -> None:
    """EIO at every fsync, fdatasync and rename and a dozen writes: 50, or 0 with all sent; then each mail is there once, or waits for a person."""
    shutil.copytree(INPUT, tmp_path / "input")
    publish_copy(tmp_path / "output")
    settle(tmp_path, inbox=inbox if relay else None)
    places = ["--input", str(tmp_path / "input"), "--output", str(tmp_path / "output")]
    whole = send.prepare_sending(tmp_path / "input", tmp_path / "output")
    sending = replace(whole, drafts=whole.drafts[:MAILS])
    monkeypatch.setattr(send, "prepare_sending", lambda *_: sending)  # read and composed once for all runs
    post, stderr, calls = tmp_path / "output" / "post", tmp_path / "stderr", tmp_path / "calls"

    def run(prepare: Callable[[], None] = lambda: None) -> int:
        return run_command(["send", *places, "--send", "--from-here"], stderr, prepare)

    points = [point for point in list_points(run, post, calls) if point.call in SYNCED | {"write", "pwrite64"}]
    writes = [point for point in points if point.call not in SYNCED]
    chosen = [point for point in points if point.call in SYNCED] + writes[:: len(writes) // WRITES]
    codes = []
    for point in chosen:
        shutil.rmtree(post)
        (tmp_path / "input" / RECORD).unlink(missing_ok=True)
        inbox.mails.clear()
        codes.append(run(point.traced(calls, "error=EIO")))
        assert codes[-1] in {0, 50}, (point, codes[-1], stderr.read_text(encoding="utf-8"))
        if codes[-1] == 0:
            assert states(post) == [MailState.SENT] * MAILS, point
        ended = run()
        uncertain = states(post).count(MailState.UNCERTAIN)
        assert (ended, uncertain) in {(0, 0), (40, 1)}, (point, ended, stderr.read_text(encoding="utf-8"))
        arrived = Counter(inbox.ids() if relay else [path.name for path in post.rglob("*.eml")])
        assert max(arrived.values(), default=0) <= 1, point
        assert len(arrived) >= MAILS - uncertain, point
    assert codes.count(50) >= TOLD, codes


def states(post: Path) -> list[MailState]:
    """Return where each mail stands, in an outbox that is sound."""
    with closing(sqlite3.connect(post / "outbox.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with open_outbox(post) as outbox:
        return [entry.state for entry in outbox.entries()]
