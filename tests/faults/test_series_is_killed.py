"""The send command killed between the relay's answer, the outbox and the record: each mail arrives once and is recorded once."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.__main__ import Exit
from pipeline.delivery import series
from pipeline.input import record
from pipeline.input.record import RECORD, Sent, read_record
from tests.faults.sender import die_at
from tests.faults.test_sending_is_killed import KILLED, decide, settle
from tests.faults.warm import remember, run_command
from tests.mail_server import Inbox
from tests.test_recipients import edit
from tests.test_series import Place
from tests.test_series import inbox as inbox  # noqa: PLC0414 - a fixture
from tests.test_series import unsent as unsent  # noqa: PLC0414 - a fixture

pytestmark = pytest.mark.faults
KILLS = 100
FORUMS, OTHERS, COMMITS = 2, 2, 24
MAILS = FORUMS * (1 + OTHERS)


def die_in_record(number: int, torn: int | None) -> None:
    """Kill this process at an append to the record: before it, or after all of its line but some bytes is on disk."""
    whole, count = record.append_record, 0

    def deadly(folder: Path, lines: tuple[Sent, ...]) -> None:
        nonlocal count
        count += bool(lines)
        dies = bool(lines) and count == number
        if dies and torn is None:
            os.kill(os.getpid(), signal.SIGKILL)
        whole(folder, lines)
        if dies:
            size = (folder / RECORD).stat().st_size
            os.truncate(folder / RECORD, size - (torn or 0))
            os.kill(os.getpid(), signal.SIGKILL)

    vars(series)["append_record"] = deadly  # this very function is where it dies


def moment(choice: random.Random) -> Callable[[], None]:
    """Return what kills a sender at a random moment."""
    if choice.random() < 0.5:
        number, when = choice.randint(1, COMMITS), choice.choice(["before", "after"])
        return lambda: die_at(number, when)
    number, torn = choice.randint(1, MAILS + 1), choice.choice([None, 0, *range(1, 60)])
    return lambda: die_in_record(number, torn)


def test_kills_between_relay_outbox_and_record(unsent: Place, inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Started anew after each kill until all is sent; a person decides what is uncertain, which is one mail a kill at most."""
    remember(monkeypatch)
    choice, kills, rounds, held = random.Random(23), 0, 0, 0  # noqa: S311 - where to kill is no secret
    while kills < KILLS:
        rounds += 1
        place = unsent.copy(tmp_path / str(rounds))
        people = [[f"F-{forum}", "Ny", f"{number}.{forum}@forum.example"] for number in range(OTHERS) for forum in (1, 2)]
        edit(place.input, lambda book, people=people: [book["Modtagere"].append(one) for one in people])  # type: ignore[misc]
        place.run("status")
        before, options = len(inbox.mails), ["--send", "--from-here"]
        command = ["send", *options, "--input", str(place.input), "--output", str(place.output)]
        ended = KILLED
        while ended != Exit.DONE:
            ended = run_command(command, tmp_path / "stderr", moment(choice) if kills < KILLS else lambda: None)
            assert ended in {KILLED, Exit.DONE}, (tmp_path / "stderr").read_text()
            settle(inbox)
            kills += ended == KILLED
            uncertain = decide(place.output / "post", inbox) if (place.output / "post").is_dir() else 0
            held += uncertain
            assert uncertain <= (ended == KILLED)
        arrived = Counter(to for to, _ in inbox.mails[before:])
        assert (len(arrived), set(arrived.values())) == (MAILS, {1})
        assert place.send().exit_code == Exit.DONE  # joins what the last kill left
        lines = [line.key for line in read_record(place.input).lines if line.period]
        assert (len(lines), len(set(lines))) == (MAILS, MAILS)
        assert len(inbox.mails) == before + MAILS
    print(f"{kills} kills, {rounds} rounds of {MAILS} mails, {held} were uncertain")  # noqa: T201 - the figures
    assert held
