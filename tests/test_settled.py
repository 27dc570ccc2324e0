"""Whether a delivery has anything to do is known without a workbook read: never a yes where anything is another than it was."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from pipeline.history import Pulse, last_pulse, open_history
from pipeline.outbox import Draft, Outbox, State, only_sender, open_outbox
from pipeline.settled import Settled, end_delivery, find_settled, take_digest
from tests.build import ROOT
from tests.sample_release import Clock

RELEASE = "2011-2025_r1_00000000"
SENT, LATE = Draft("smtp", "2011-2025", "F-1", "Et", "a@x.example", 1, "a@x.example", "", "0", "<1>", b"mail"), "b@x.example"


class Place:
    """An input and an output folder after a delivery: one mail is sent, another waits for five minutes."""

    def __init__(self, folder: Path) -> None:
        self.input, self.output, self.clock = folder / "input", folder / "output", Clock()
        self.input.mkdir()
        (self.input / "fora.xlsx").write_bytes(b"one")
        (self.output / "releases" / RELEASE).mkdir(parents=True)
        (self.output / "current").symlink_to(Path("releases") / RELEASE)
        with self.outbox() as box:
            box.queue([SENT, Draft("smtp", "2011-2025", "F-1", "Et", LATE, 1, LATE, "", "0", "<2>", b"mail")])
            box.enter(1, State.SENT)
            mail = box.next_due("smtp")
            assert mail is not None
            box.postpone(mail, "450", self.clock().replace(minute=self.clock().minute + 5))
        self.settle()

    def outbox(self) -> AbstractContextManager[Outbox]:
        """Open the outbox."""
        return open_outbox(self.output / "post", self.clock)

    def settle(self, *, tells: bool = True, waits: bool = False) -> None:
        """End a delivery that left nothing undone for now."""
        end_delivery(self.output, Settled(take_digest(self.input, self.output, self.clock), "smtp", 2, tells, waits))

    def is_settled(self) -> bool:
        """Ask."""
        return find_settled(self.input, self.output, self.clock) is not None


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The place after a delivery."""
    return Place(tmp_path)


def test_with_nothing_new_there_is_nothing_to_do(place: Place) -> None:
    """However often it is asked; the mails of the space come with the answer."""
    for _ in range(2):
        found = find_settled(place.input, place.output, place.clock)
        assert found is not None
        assert [entry.state for entry in found[1]] == [State.SENT, State.QUEUED]


def change_outbox(change: Callable[[Outbox], object]) -> Callable[[Place], None]:
    """Return what changes the outbox of a place."""

    def changed(place: Place) -> None:
        with place.outbox() as box:
            change(box)

    return changed


def approve(place: Place) -> None:
    """Approve the release."""
    with open_history(place.output) as history:
        history.approve(RELEASE, "digest")


def publish(place: Place) -> None:
    """Make another release the current one."""
    (place.output / "releases" / RELEASE).rename(place.output / "releases" / RELEASE.replace("r1", "r2"))
    (place.output / "current").unlink()
    (place.output / "current").symlink_to(Path("releases") / RELEASE.replace("r1", "r2"))


NEWS: dict[str, Callable[[Place], object]] = {
    "another input": lambda place: (place.input / "fora.xlsx").write_bytes(b"two"),
    "an input that is gone": lambda place: (place.input / "fora.xlsx").unlink(),
    "another release": publish,
    "an approval": approve,
    "a mail that is due": lambda place: place.clock.go(minutes=5),
    "a mail that is stopped": change_outbox(lambda box: box.enter(2, State.STOPPED)),
    "a mail that nobody knows of": change_outbox(lambda box: box.enter(2, State.UNCERTAIN)),
    "a sender that was killed": change_outbox(lambda box: box.enter(2, State.CLAIMED)),
    "a sender that was killed after DATA": change_outbox(lambda box: box.enter(2, State.DATA)),
    "a mail that is to be sent again": change_outbox(lambda box: box.resolve(2, delivered=False, evidence="me")),
    "an outbox that is gone": lambda place: (place.output / "post" / "outbox.sqlite").unlink(),
    "a memory that is damaged": lambda place: (place.output / "post" / "afsluttet.json").write_text("[1, 2"),
    "a memory of an older program": lambda place: (place.output / "post" / "afsluttet.json").write_text("{}"),
}


@pytest.mark.parametrize("news", NEWS)
def test_with_news_a_delivery_looks_at_everything(place: Place, news: str) -> None:
    """Each of these alone."""
    NEWS[news](place)
    assert not place.is_settled()


def test_what_the_operator_knows_is_no_news(place: Place) -> None:
    """A mail that is stopped is told once; where no relay could tell it, it waits for nothing."""
    with place.outbox() as box:
        box.enter(2, State.STOPPED)
        assert not place.is_settled()
        box.mark_told([2])
    assert place.is_settled()
    with place.outbox() as box:
        box.enter(2, State.STOPPED)
    place.settle(tells=False)
    assert place.is_settled()


def test_a_release_that_waits_goes_on_waiting(place: Place) -> None:
    """What is due is not sent either, until something is another."""
    place.settle(waits=True)
    place.clock.go(minutes=5)
    assert place.is_settled()
    approve(place)
    assert not place.is_settled()


def test_once_a_day_everything_is_looked_at(place: Place) -> None:
    """Even where nothing is another that is known to matter."""
    place.settle(waits=True)
    place.clock.go(days=1)
    assert not place.is_settled()


def test_the_pulse_beats_for_every_delivery_but_not_beside_another(place: Place) -> None:
    """With something left or not; where another one sends, that one's pulse counts."""
    (place.output / Pulse.DELIVERY).unlink()
    with only_sender(place.output / "post"):
        end_delivery(place.output, None)
    assert last_pulse(place.output, Pulse.DELIVERY) is None
    end_delivery(place.output, None)
    assert last_pulse(place.output, Pulse.DELIVERY) is not None
    assert last_pulse(place.output, Pulse.RUN) is None


def test_nothing_heavy_is_imported(place: Place) -> None:
    """A timer asks every few minutes: neither tables nor the renderer are loaded."""
    end_delivery(place.output, Settled(take_digest(place.input, place.output), "smtp", 2, tells=False, waits=True))
    command = ["send", "--send", "--input", str(place.input), "--output", str(place.output)]
    code = (
        "import sys\nfrom pipeline.__main__ import app\n"
        f"ended = app({command!r}, prog_name='pipeline', standalone_mode=False)\n"
        "print(ended, sorted({'pandas', 'numpy', 'weasyprint', 'openpyxl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["Der er intet sendt: Udgivelsen venter stadig. Se hvorfor med: make status", "10 []"]
