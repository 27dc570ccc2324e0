"""The day of the year on which residents are counted, and the last year that has been counted."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

EARLIEST: Final = 1990
LATEST: Final = 2100
LEAP_YEAR: Final = 2024  # every month has all its days


def counting_day(year: int, month: int, day: int) -> date:
    """Return the day of a year on which residents are counted; in years without 29 February, the last day of that month."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def is_day_of_year(month: int, day: int) -> bool:
    """Return whether a month, from 1 to 12, has that day in any year."""
    return 1 <= day <= monthrange(LEAP_YEAR, month)[1]


def last_counted(today: date, month: int, day: int) -> int:
    """Return the newest year whose counting day is before today."""
    return today.year if today > counting_day(today.year, month, day) else today.year - 1
