"""A folder left by version 0.1.0 stays usable: its release is kept, mails already sent are not repeated, a correction is revision 2."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipeline.delivery.outbox.store import open_outbox
from pipeline.releases.find import list_releases
from tests.build import ROOT
from tests.mail_server import Authority, Inbox, mail_server
from tests.test_news import OTHER, OWN, PERIOD, change_city, edit, names, put, rename_area, revisions
from tests.test_send_command import run

AUTHORITY = Authority()
LEFT = ROOT / "tests" / "data" / "version_0_1_0"
ALL = dict.fromkeys(OWN, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of what it left."""
    AUTHORITY.write(tmp_path)
    for part in ("input", "output"):
        shutil.copytree(LEFT / part, tmp_path / part, symlinks=True)
    return tmp_path


def send(folder: Path, inbox: Inbox) -> int:
    """Send what may be sent through a server; return the exit code."""
    file = folder / "input" / "indstillinger.toml"
    file.write_text(re.sub(r"(?m)^port = \d+", f"port = {inbox.port}", file.read_text(encoding="utf-8")), encoding="utf-8")
    return run(folder, "send", "--send").returncode


def test_the_same_input_is_the_same_release(folder: Path) -> None:
    """`reports` makes nothing, `status` and `send` find the release in order, and nobody gets a second mail."""
    before = names(folder / "output")
    done = run(folder, "reports")
    assert (done.returncode, done.stdout.startswith("Ingen rapport er ændret")) == (0, True), done.stderr
    assert names(folder / "output") == before
    assert "2 mails er sendt." in run(folder, "status").stdout
    with mail_server(AUTHORITY.context()) as inbox:
        assert send(folder, inbox) == 0
    assert inbox.mails == []


def test_one_changed_cell_is_a_correction_of_its_forum_and_the_city(folder: Path) -> None:
    """Nabolag's report stays the very file; a person lets the correction go, and Prøveby's recipient gets one mail, Nabolag's none."""
    (first,) = list_releases(folder / "output", PERIOD)
    put(folder / "input", "indikatorer.xlsx", "2025", "E4", 401)
    done = run(folder, "reports", "--reason", "Kilden har rettet et tal")
    assert done.returncode == 0, done.stderr
    assert revisions(folder / "output") == OWN
    second = list_releases(folder / "output", PERIOD)[-1]
    assert (first.folder / "rapport_nabolag.pdf").samefile(second.folder / "rapport_nabolag.pdf")
    assert "Revision 2" in (second.folder / "index.html").read_text(encoding="utf-8")
    assert (second.manifest["gates"]["areas"], second.manifest["gates"]["flipped"]) == (4, 0)
    with mail_server(AUTHORITY.context()) as inbox:
        settings = folder / "input" / "indstillinger.toml"
        settings.write_text(
            settings.read_text(encoding="utf-8").replace(
                "[[administrations]]", '[gates]\napproval = "automatic"\n\n[[administrations]]', 1
            ),
            encoding="utf-8",
        )
        assert (send(folder, inbox), inbox.to_forums()) == (10, [])
        held = run(folder, "approve", PERIOD).stdout
        assert "Version 0.1.0 har udgivet denne periode og skjulte små antal på en anden måde" in " ".join(held.split())
        assert run(folder, "approve", PERIOD, "--code", held.rpartition("CODE=")[2].strip()).returncode == 0
        assert send(folder, inbox) == 0
        assert send(folder, inbox) == 0
    assert inbox.to_forums() == ["proeveby@forum.example"]
    with open_outbox(folder / "output" / "post") as outbox:
        assert sorted((one.forum_id, one.revision, one.state.value) for one in outbox.entries()) == [
            ("F-1", 1, "sent"),
            ("F-1", 2, "sent"),
            ("F-2", 1, "sent"),
        ]


def add_prices(source: Path) -> None:
    """Add a price index for every year of the input, a setting that reports show and that version did not have."""
    levels = "".join(f"{year} = {70 + year - 2000}\n" for year in range(2005, 2031))
    with (source / "indstillinger.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[price_index]\n{levels}")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda source: put(source, "indikatorer.xlsx", "2025", "E5", 251), OTHER),
        pytest.param(lambda source: edit(source, "indikatorer.xlsx", rename_area), OWN, marks=pytest.mark.faults),
        pytest.param(
            lambda source: put(source, "helhedsplaner.xlsx", "Helhedsplaner", "J2", date(2023, 6, 2)), OWN, marks=pytest.mark.faults
        ),
        (lambda source: put(source, "helhedsplaner.xlsx", "Budget", "F2", 300_001), OWN),
        (lambda source: edit(source, "indikatorer.xlsx", change_city), ALL),
        (add_prices, ALL),
        (lambda source: put(source, "indikatorer.xlsx", "Om", "B3", "02-02-2026"), None),
        (lambda source: edit(source, "indikatorer.xlsx", lambda book: book["2025"].insert_cols(5)), None),
    ],
    ids=["another forum's count", "a name", "a date", "a budget", "the city", "prices", "the day of extraction", "a column"],
)
def test_what_is_compared_with_it(change: Callable[[Path], object], expected: dict[str, int] | None, folder: Path) -> None:
    """Numbers, days and names of its tables; a report of which none is another keeps its revision."""
    change(folder / "input")
    assert run(folder, "reports").returncode == 0
    assert revisions(folder / "output") == (expected or dict.fromkeys(OWN, 1))
