"""The program under a faked clock: month ends, leap days, the changes to and from summer time, midnight at New Year.

The machine is in another time zone (UTC): the date that counts is Copenhagen's. `faketime` sets the clock of the whole process.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.build import ROOT, copy_three_areas
from tests.years import edited, periods, with_sheets

pytestmark = pytest.mark.system


def run(moment: str, folder: Path, command: str, zone: str = "UTC") -> str:
    """Run a command of the program at a moment of a zone's clock, on the input and output of a folder."""
    assert shutil.which("faketime"), "faketime is missing: make test-system installs it"
    places = ["--input", str(folder / "input"), "--output", str(folder / "output")]
    done = subprocess.run(
        ["faketime", "-m", moment, sys.executable, "-m", "pipeline", command, *places],
        cwd=ROOT, env=os.environ | {"TZ": zone},
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def reported(moment: str, folder: Path, zone: str = "UTC") -> int:
    """Return the year that `check` names."""
    (year,) = re.findall(r"Der rapporteres om (\d{4}):", run(moment, folder, "check", zone))
    return int(year)


def releases(folder: Path) -> list[str]:
    """Return the releases that stand, without their hashes, and at the end the current one."""
    names = [*sorted(path.name for path in (folder / "output" / "releases").iterdir()), (folder / "output" / "current").readlink().name]
    return [re.sub("_[0-9a-f]{8}$", "", name) for name in names]


@pytest.mark.parametrize(
    ("counting_day", "moments"),
    [
        ((2, 29), {"2026-02-28 22:59:00": 2025, "2026-02-28 23:00:00": 2026, "2028-02-29 22:59:00": 2026, "2028-02-29 23:00:00": 2028}),
        ((3, 28), {"2026-03-29 01:30:00": 2026}),
        ((3, 29), {"2026-03-29 01:00:00": 2025, "2026-03-29 22:00:00": 2026}),
        ((10, 25), {"2026-10-25 00:30:00": 2025, "2026-10-25 01:30:00": 2025, "2026-10-25 23:00:00": 2026}),
    ],
    ids=str,
)  # fmt: skip
def test_the_year_by_the_clock(counting_day: tuple[int, int], moments: dict[str, int], tmp_path: Path) -> None:
    """With sheets of 2025, 2026 and 2028; the moments are UTC: midnight in Copenhagen is 23:00 in winter and 22:00 in summer."""
    edited(copy_three_areas(tmp_path), [with_sheets(2026, 2028), periods(month=counting_day[0], day=counting_day[1])])
    assert {moment: reported(moment, tmp_path) for moment in moments} == moments


@pytest.mark.parametrize(
    ("zone", "moments"),
    [
        (
            "Europe/Copenhagen",
            ["2026-03-28 23:59:00", "2026-03-29 01:59:00", "2026-03-29 03:00:00"],
        ),  # a minute apart: 02:30 does not exist
        ("UTC", ["2026-10-25 00:30:00", "2026-10-25 01:30:00", "2026-10-25 23:30:00"]),  # 02:30 in Copenhagen, and again
        (
            "Pacific/Auckland",
            ["2027-01-01 11:59:00", "2026-12-31 12:00:00", "2027-01-01 11:00:00"],
        ),  # far ahead: in Copenhagen it is the eve
    ],
    ids=["March", "October", "New Year's Eve"],
)
def test_a_night_makes_one_release(zone: str, moments: list[str], tmp_path: Path) -> None:
    """Whatever the clock does in it, and a day back too: the first run publishes, the others do nothing."""
    edited(copy_three_areas(tmp_path), [with_sheets(2026), periods()])
    said = [run(moment, tmp_path, "reports", zone) for moment in moments]
    assert ["Ingen rapport er ændret" in one for one in said] == [False, True, True]
    assert releases(tmp_path) == ["2011-2025_r1", "2011-2025_r1"]


def test_new_year_by_the_clock_and_a_day_back_and_forth(tmp_path: Path) -> None:
    """In the last minute the old period stands; at midnight, still the old year by UTC, the new one is made, once; a day back takes nothing back."""
    edited(copy_three_areas(tmp_path), [with_sheets(2026), periods()])
    run("2026-12-31 22:58:00", tmp_path, "reports")
    assert releases(tmp_path) == ["2011-2025_r1", "2011-2025_r1"]
    both = ["2011-2025_r1", "2011-2026_r1", "2011-2026_r1"]
    run("2026-12-31 23:00:00", tmp_path, "reports")
    assert releases(tmp_path) == both
    for moment in ("2026-12-30 23:00:00", "2027-01-01 23:00:00", "2026-12-31 22:58:00"):
        assert "Ingen rapport er ændret" in run(moment, tmp_path, "reports")
        assert releases(tmp_path) == both
