"""The current time, and the local date in the municipality. Code that depends on the time takes a `Clock`, so that tests can set one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

MUNICIPALITY: Final = ZoneInfo("Europe/Copenhagen")  # known on every system: pandas brings tzdata


def now_utc() -> datetime:
    """Return the current time."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """Return the date of a moment in the municipality, whatever the machine's time zone."""
    return moment.astimezone(MUNICIPALITY).date()
