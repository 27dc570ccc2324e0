"""The units of the daily run, by systemd's own judgement: valid, and little to attack. Nothing is started."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.build import ROOT

pytestmark = pytest.mark.system

SERVICES = sorted(path.name for path in (ROOT / "deploy").glob("*.service"))
WORST = 2.0


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as they are installed, with every place filled in."""
    for path in (ROOT / "deploy").iterdir():
        text = path.read_text(encoding="utf-8").replace("@FOLDER@", str(ROOT)).replace("@USER@", "root").replace("@RELAY@", "192.0.2.25")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    return tmp_path


def analyze(*arguments: str | Path) -> str:
    """Run systemd-analyze, which needs no running systemd for this."""
    done = subprocess.run(["systemd-analyze", "--no-pager", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_hardened(units: Path, service: str) -> None:
    """Its exposure is 2.0 or better, of 10."""
    told = analyze("security", "--offline=yes", units / service)
    found = re.findall(rf"Overall exposure level for {service}: ([\d.]+)", told)
    assert float(found[0]) <= WORST, told


def test_the_units_are_valid(units: Path) -> None:
    """Systemd reads them without a word."""
    assert analyze("verify", *sorted(units.glob("*.timer")), *sorted(units.glob("*.service"))) == ""


def elapses(timer: str, after: str, count: int = 1) -> list[datetime]:
    """Return when a timer fires next after a time; both in UTC."""
    calendar = re.findall(r"^OnCalendar=(.*)$", (ROOT / "deploy" / timer).read_text(encoding="utf-8"), re.MULTILINE)[0]
    base = datetime.fromisoformat(after).replace(tzinfo=UTC)
    told = analyze("calendar", f"--iterations={count}", f"--base-time={base:%Y-%m-%d %H:%M:%S} UTC", calendar)
    found = re.findall(r"(?:Next elapse|Iter\. #\d+): \w+ ([\d-]+ [\d:]+) UTC|\(in UTC\): \w+ ([\d-]+ [\d:]+) UTC", told)
    return [datetime.fromisoformat(one or other).replace(tzinfo=UTC) for one, other in found]


@pytest.mark.parametrize(
    ("after", "runs"),
    [
        ("2026-02-28T12:00:00", "2026-03-01T06:00:00"),
        ("2028-02-28T12:00:00", "2028-02-29T06:00:00"),
        ("2026-03-28T12:00:00", "2026-03-29T05:00:00"),
        ("2026-10-24T12:00:00", "2026-10-25T06:00:00"),
        ("2026-12-31T22:59:00", "2027-01-01T06:00:00"),
    ],
)
def test_the_timer_fires_at_seven_in_copenhagen(after: str, runs: str) -> None:
    """At month ends, on a leap day, on the two nights of the clock change and at new year; times are UTC."""
    assert elapses("boligsociale-rapporter.timer", after) == [datetime.fromisoformat(runs).replace(tzinfo=UTC)]


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
def test_on_the_nights_of_the_clock_change_the_sending_neither_stops_nor_doubles(night: str) -> None:
    """Every five minutes, through the hour that is left out and the one that comes twice."""
    times = elapses("boligsociale-udsendelse.timer", f"{night}T00:00:00", 36)
    assert [later - earlier for earlier, later in pairwise(times)] == [timedelta(minutes=5)] * 35


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_the_watch_looks_four_hours_after_the_run(day: str) -> None:
    """On the days of the clock change too."""
    run, watch = (elapses(f"boligsociale-{name}.timer", f"{day}T00:00:00")[0] for name in ("rapporter", "vagt"))
    assert watch - run == timedelta(hours=4)
