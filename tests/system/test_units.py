"""The units of the scheduled run, checked by systemd itself: valid, and with little attack surface. Nothing is started."""

from __future__ import annotations

import re
import subprocess
import sys
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
        text = path.read_text(encoding="utf-8")
        for place, filled in {"@FOLDER@": str(ROOT), "@PROGRAM@": sys.executable, "@USER@": "root", "@RELAY@": "192.0.2.25"}.items():
            text = text.replace(place, filled)
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


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"])
@pytest.mark.parametrize("timer", ["rapporter", "udsendelse"])
def test_on_the_nights_of_the_clock_change_the_calls_neither_stop_nor_double(timer: str, night: str) -> None:
    """Every fifteen minutes, through the hour that is left out and the one that comes twice."""
    times = elapses(f"boligsociale-{timer}.timer", f"{night}T00:00:00", 24)
    assert [later - earlier for earlier, later in pairwise(times)] == [timedelta(minutes=15)] * 23


@pytest.mark.parametrize(
    ("after", "looks"), [("2026-03-28T12:00:00", "2026-03-29T09:00:00"), ("2026-10-24T12:00:00", "2026-10-25T10:00:00")]
)
def test_the_watch_looks_at_eleven_in_copenhagen(after: str, looks: str) -> None:
    """On the days of the clock change too; times are UTC."""
    assert elapses("boligsociale-vagt.timer", after) == [datetime.fromisoformat(looks).replace(tzinfo=UTC)]
