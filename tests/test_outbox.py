"""The outbox: one mail per key for ever, only valid changes of state, and recovery after a killed sender."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.delivery.outbox.mails import Draft, Mail, MailState, Refusal
from pipeline.delivery.outbox.sender_lock import only_sender
from pipeline.delivery.outbox.store import Outbox, open_outbox
from pipeline.delivery.schedule import PAUSES
from pipeline.lock import Locked
from pipeline.storage import StorageFailed
from tests.build import ROOT
from tests.sample_release import Clock

DRAFT = Draft("smtp", "2011-2025", "F-NOR", "Nørrebro", "A@forum.example", 1, "A@forum.example", "Emne", "0" * 64, "<1@x>", b"mail\r\n")


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    """An empty outbox."""
    with open_outbox(tmp_path, Clock()) as box:
        yield box


def claim(outbox: Outbox) -> Mail:
    """Take the next mail that is due."""
    mail = outbox.next_due("smtp")
    assert mail is not None
    outbox.claim(mail)
    return mail


def states(outbox: Outbox) -> list[MailState]:
    """Return where each mail stands."""
    return [entry.state for entry in outbox.entries()]


def test_the_same_mail_is_queued_once(outbox: Outbox) -> None:
    """Whatever was composed anew since: Date, Message-ID and bytes of the first stay; case makes no other recipient."""
    assert outbox.queue([DRAFT]) == 1
    again = replace(DRAFT, recipient="a@FORUM.example", message_id="<2@x>", message=b"other\r\n")
    assert outbox.queue([again, DRAFT]) == 0
    mail = outbox.next_due("smtp")
    assert mail is not None
    assert (mail.draft.message, mail.draft.message_id) == (b"mail\r\n", "<1@x>")


@pytest.mark.parametrize(
    "part", [{"space": "file"}, {"period": "2015-2025"}, {"forum_id": "F-VAL"}, {"recipient": "b@x.dk"}, {"revision": 2}]
)
def test_every_part_of_the_key_makes_another_mail(outbox: Outbox, part: dict[str, str]) -> None:
    """Space, period, forum, recipient, revision."""
    assert outbox.queue([DRAFT, replace(DRAFT, **part)]) == 2


@pytest.mark.parametrize("state", list(MailState))
def test_a_report_that_was_made_again_under_its_number_is_sent_once(state: MailState, outbox: Outbox) -> None:
    """What waits gets the new file, and what was refused another try; what somebody has or may have goes out no more."""
    outbox.queue([DRAFT])
    outbox.enter(1, state)
    again = replace(DRAFT, pdf_sha256="1" * 64, message=b"made again\r\n")
    handed_over = state in {MailState.SENT, MailState.DATA, MailState.UNCERTAIN}
    assert outbox.queue([again]) == (0 if handed_over else 1)
    (entry,) = outbox.entries()
    assert entry.state == (state if handed_over else MailState.QUEUED)
    mail = outbox.next_due(DRAFT.space, [])
    assert (mail and mail.draft.message) == (None if handed_over else b"made again\r\n")


def test_a_later_revision_takes_the_place_of_one_not_sent(outbox: Outbox) -> None:
    """What waits or was stopped goes out no more; what was sent or is uncertain stays as it is."""
    drafts = [replace(DRAFT, recipient=f"{name}@forum.example") for name in "abcd"]
    outbox.queue(drafts)
    for mail, state in ((2, MailState.STOPPED), (3, MailState.SENT), (4, MailState.UNCERTAIN)):
        outbox.enter(mail, state)
    outbox.queue([replace(draft, revision=2, pdf_sha256="1" * 64) for draft in drafts])
    assert states(outbox) == [MailState.SUPERSEDED, MailState.SUPERSEDED, MailState.SENT, MailState.UNCERTAIN, *[MailState.QUEUED] * 4]


def test_a_claimed_mail_is_claimed_by_nobody_else(outbox: Outbox) -> None:
    """Nor is one of another space."""
    outbox.queue([DRAFT])
    assert outbox.next_due("file") is None
    claim(outbox)
    assert outbox.next_due("smtp") is None


def test_what_a_killed_sender_left_is_sorted_out(outbox: Outbox) -> None:
    """Claimed: nothing had left, so it waits again. At DATA: nobody knows, so a person decides."""
    outbox.queue([DRAFT, replace(DRAFT, recipient="b@x.dk")])
    claim(outbox)
    claim(outbox)
    outbox.enter(2, MailState.DATA)
    outbox.recover()
    assert states(outbox) == [MailState.QUEUED, MailState.UNCERTAIN]
    assert claim(outbox).id == 1


def test_a_person_decides_about_what_is_uncertain_and_nothing_else(outbox: Outbox) -> None:
    """Sent is sent; what is replaced stays replaced; a number that is not there is none."""
    outbox.queue([replace(DRAFT, recipient=f"{name}@x.dk") for name in "abcd"])
    for mail, state in ((1, MailState.UNCERTAIN), (2, MailState.UNCERTAIN), (3, MailState.SENT), (4, MailState.SUPERSEDED)):
        outbox.enter(mail, state)
    done = [outbox.resolve(mail, delivered=mail == 1, evidence="by hand") for mail in (1, 2, 3, 4, 5)]
    assert done == [True, True, False, False, False]
    assert states(outbox) == [MailState.SENT, MailState.QUEUED, MailState.SENT, MailState.SUPERSEDED]


def test_an_older_report_is_not_sent_after_a_newer_one(outbox: Outbox) -> None:
    """Sent again by a person's decision, a mail of an earlier revision is replaced by the later one."""
    outbox.queue([DRAFT])
    outbox.enter(1, MailState.UNCERTAIN)
    outbox.queue([replace(DRAFT, revision=2, pdf_sha256="1" * 64)])
    assert outbox.resolve(1, delivered=False, evidence="by hand")
    assert states(outbox) == [MailState.SUPERSEDED, MailState.QUEUED]


REFUSAL = Refusal("smtp", "2011-2025", "F-NOR", "Nørrebro", "A@forum.example", 1, "refused: too_large")


def test_a_mail_that_cannot_be_composed_is_kept_as_stopped_and_told_once(outbox: Outbox) -> None:
    """Met again for the same reason it is no news; for another it is; with a content it waits for its turn like any mail."""
    for _ in range(2):
        assert outbox.queue([], [REFUSAL]) == 0
        (entry,) = outbox.entries()
        assert (entry.state, entry.evidence) == (MailState.STOPPED, "refused: too_large")
        outbox.mark_told([entry.id])
    assert [entry.told for entry in outbox.entries()] == [True]
    outbox.queue([], [replace(REFUSAL, evidence="refused: address_unfit")])
    assert [entry.told for entry in outbox.entries()] == [False]
    assert outbox.queue([DRAFT]) == 1
    assert claim(outbox).draft == replace(DRAFT, recipient="a@forum.example")


def test_an_older_report_is_not_sent_where_the_newer_cannot_be_composed(outbox: Outbox) -> None:
    """The newer takes its place all the same: no recipient gets what has been corrected."""
    outbox.queue([DRAFT])
    outbox.queue([], [replace(REFUSAL, revision=2)])
    assert states(outbox) == [MailState.SUPERSEDED, MailState.STOPPED]


@pytest.mark.parametrize("state", [MailState.SENT, MailState.QUEUED, MailState.UNCERTAIN, MailState.STOPPED])
def test_a_mail_with_a_content_is_not_refused_afterwards(outbox: Outbox, state: MailState) -> None:
    """What has been sent stays sent when the settings or the address change; what waits is looked at when its turn comes."""
    outbox.queue([DRAFT])
    outbox.enter(1, state)
    outbox.queue([], [REFUSAL])
    assert states(outbox) == [state]


def test_every_state_is_kept_as_evidence(outbox: Outbox, tmp_path: Path) -> None:
    """What the server said when, in the order in which it happened."""
    outbox.queue([DRAFT])
    claim(outbox)
    outbox.enter(1, MailState.DATA)
    outbox.enter(1, MailState.SENT, "content: 250 Ok: queued as 1")
    with sqlite3.connect(tmp_path / "outbox.sqlite") as connection:
        events = connection.execute("SELECT state, evidence FROM events ORDER BY rowid").fetchall()
    connection.close()
    assert events == [("queued", ""), ("claimed", ""), ("data", ""), ("sent", "content: 250 Ok: queued as 1")]


def test_a_commit_is_on_the_disk(outbox: Outbox) -> None:
    """Write-ahead log, synchronous in full."""
    pragmas = [outbox._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert pragmas == ["wal", 2]


def test_one_sender_at_a_time_and_none_after_its_death(tmp_path: Path) -> None:
    """The right to send is refused while another process holds it, and free again when that is killed."""
    code = "import sys, time\nfrom pathlib import Path\nfrom pipeline.delivery.outbox.sender_lock import only_sender\n"
    code += "with only_sender(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Locked), only_sender(tmp_path):
            pass
        other.kill()
    with only_sender(tmp_path):
        pass


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to look like one", None], ids=["damaged", "a folder"])
def test_an_outbox_that_cannot_be_read_is_told_as_such(tmp_path: Path, content: bytes | None) -> None:
    """Nothing is sent from an outbox that is not whole."""
    if content is None:
        (tmp_path / "outbox.sqlite").mkdir()
    else:
        (tmp_path / "outbox.sqlite").write_bytes(content)
    with pytest.raises(StorageFailed), open_outbox(tmp_path):
        pass


def test_a_mail_put_off_by_a_clock_that_was_ahead_is_due(tmp_path: Path) -> None:
    """Set back by a year, the clock makes nobody wait for a year; an ordinary pause is waited for."""
    clock = Clock()
    with open_outbox(tmp_path, clock) as outbox:
        outbox.queue([DRAFT])
        outbox.postpone(claim(outbox), "450 later", clock() + PAUSES[-1])
        assert outbox.next_due("smtp") is None
        clock.go(days=-365)
        assert outbox.next_due("smtp") is not None


def test_a_stopped_mail_with_new_content_is_news(outbox: Outbox) -> None:
    """It is asked about before it goes, as a mail that was never queued is."""
    outbox.queue([DRAFT])
    outbox.enter(claim(outbox).id, MailState.STOPPED, "no")
    assert not outbox.has_news("smtp", [DRAFT])
    assert outbox.has_news("smtp", [replace(DRAFT, pdf_sha256="1" * 64)])
