"""What time it is, and which day that is in the municipality. Whoever depends on the time takes a `Clock`, so that tests can set one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

MUNICIPALITY: Final = ZoneInfo("Europe/Copenhagen")  # known on every system: pandas brings tzdata


def now_utc() -> datetime:
    """Return the time of now."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """Return the day that a moment belongs to in the municipality, whatever zone the machine is set to."""
    return moment.astimezone(MUNICIPALITY).date()
