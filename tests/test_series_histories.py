"""Random histories of two output folders with one input: copied, restored and half lost, no mail comes twice and none is lost."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.__main__ import Exit
from pipeline.delivery.outbox.mails import REAL
from pipeline.delivery.outbox.store import open_outbox
from pipeline.input.record import RECORD, Sent, read_record
from pipeline.releases.find import newest_release
from tests.faults.warm import remember
from tests.mail_server import Inbox
from tests.test_news import PERIOD, two_forums
from tests.test_series import OPERATOR, Place
from tests.test_series import inbox as inbox  # noqa: PLC0414 - a fixture

STEPS, SEEDS = 12, 25
PARTS = ("post", "releases", "register", "")


@pytest.fixture(scope="module", autouse=True)
def warm() -> Iterator[None]:
    """Render the same report once."""
    with pytest.MonkeyPatch.context() as patch:
        remember(patch)
        yield


class History:
    """One input, two output folders that send in turn, and older copies of all of them."""

    def __init__(self, folder: Path, inbox: Inbox, seed: int) -> None:
        self.choice = random.Random(seed)  # noqa: S311 - what happens is no secret
        self.folder, self.inbox, self.begun = folder, inbox, len(inbox.mails)
        two_forums(folder)
        self.places = [Place(folder, inbox, name) for name in ("output", "other")]
        self.lines: set[Sent] = set()
        self.told: list[str] = []

    @property
    def place(self) -> Place:
        """One of the two."""
        return self.choice.choice(self.places)

    def step(self) -> None:
        """Let something happen."""
        happens: list[Callable[[], object]] = [
            self.correct,
            self.make,
            self.make,
            self.approve,
            self.send,
            self.send,
            self.lose,
            self.restore,
        ]
        one = self.choice.choice(happens)
        self.told.append(one.__name__)
        one()
        self.lines |= {line for line in read_record(self.folder / "input").lines if line.period}

    def correct(self) -> None:
        """Correct a number, perhaps back to an earlier one."""
        self.places[0].correct(self.choice.choice([400, 401, 402]))

    def make(self) -> None:
        """Make the reports."""
        assert self.place.run("reports").exit_code == Exit.DONE

    def approve(self) -> None:
        """Approve what is shown, if anything is."""
        place = self.place
        shown = place.run("approve").output
        if "CODE=" in shown:
            place.run("approve", "--code", shown.rpartition("CODE=")[2].strip())

    def send(self) -> None:
        """Send, perhaps from here for the first time."""
        place = self.place
        done = place.send(*self.choice.choice([(), ("--from-here",)]))
        assert done.exit_code in {Exit.DONE, Exit.WAITS, Exit.INCOMPLETE}, done.output

    def lose(self) -> None:
        """Lose a part, unless it alone knows of a mail."""
        place, part = self.place, self.choice.choice([*PARTS, RECORD])
        if part == RECORD and self.known(*self.places):
            (place.input / RECORD).unlink(missing_ok=True)
        elif part != RECORD and (part not in {"post", ""} or self.is_recorded(place)):
            shutil.rmtree(place.output / part, ignore_errors=True)

    def restore(self) -> None:
        """Copy a part aside, or put an older copy in its place."""
        place, part = self.place, self.choice.choice(PARTS)
        here, copy = place.output / part, self.folder / "copies" / place.named / (part or "all")
        if here.is_dir() and not copy.exists():
            shutil.copytree(here, copy, symlinks=True)
        elif copy.exists() and self.is_recorded(place):
            shutil.rmtree(here, ignore_errors=True)
            shutil.copytree(copy, here, symlinks=True)

    def sent(self, place: Place) -> set[tuple[str, str, str, int]]:
        """Return what an outbox has as sent."""
        if not (place.output / "post").is_dir():
            return set()
        with open_outbox(place.output / "post") as outbox:
            return {(one[1], one[2], one[3], one[4]) for one in outbox.list_sent(REAL)}

    def is_recorded(self, place: Place) -> bool:
        """Return whether the record has all that the outbox has."""
        return self.sent(place) <= set(read_record(place.input).mails)

    def known(self, *places: Place) -> bool:
        """Return whether each outbox has all that the record has: one that does not would send it again, told to send from there."""
        return all(set(read_record(place.input).mails) <= self.sent(place) for place in places)

    def heal(self) -> None:
        """Do what a person does in the end: make, approve, send from here."""
        place, done = self.places[0], None
        for _ in range(3):
            place.run("reports")
            shown = place.run("approve").output
            if "CODE=" in shown:
                place.run("approve", "--code", shown.rpartition("CODE=")[2].strip())
            done = place.send("--from-here")
        self.lines |= {line for line in read_record(place.input).lines if line.period}
        assert done is not None
        assert done.exit_code == Exit.DONE, done.output
        assert "intet nyt" in place.run("status").output

    def judge(self) -> None:
        """See that each mail came once, no number was given twice, and readers have what the input says."""
        every = zip((to for to, _ in self.inbox.mails[self.begun :]), self.inbox.ids()[self.begun :], strict=True)
        arrived = [(to, one) for to, one in every if to != OPERATOR]  # who is told what keeps mails back
        assert len(set(arrived)) == len(arrived), self.told
        record = read_record(self.folder / "input")
        assert Counter(to for to, _ in arrived) == Counter(recipient for _, _, recipient, _ in record.mails), self.told
        numbered = {(line.forum_id, line.revision, line.says) for line in self.lines if line.says}
        assert len(numbered) == len({one[:2] for one in numbered}), self.told
        newest = newest_release(self.places[0].output, PERIOD)
        assert newest is not None
        stands = {one["forum"]: one["says"] for one in newest.manifest["outputs"] if "forum" in one}
        assert {forum: mail.says for forum, mail in record.newest(PERIOD).items()} == stands, self.told


def run(folder: Path, inbox: Inbox, seed: int, steps: int) -> History:
    """Let a history happen."""
    history = History(folder, inbox, seed)
    for _ in range(steps):
        history.step()
    history.heal()
    history.judge()
    return history


def test_a_random_history(tmp_path: Path, inbox: Inbox) -> None:
    """One of them."""
    assert run(tmp_path, inbox, 1, 8).lines


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(100, 100 + SEEDS))
def test_random_histories(tmp_path: Path, inbox: Inbox, seed: int) -> None:
    """Many of them, longer ones."""
    assert run(tmp_path, inbox, seed, STEPS).lines
