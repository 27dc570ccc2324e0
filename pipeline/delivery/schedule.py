"""Retry schedule of a mail: when to try again, when to notify the operator, when to give up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))  # after the last, hourly
TELL_AFTER: Final = timedelta(hours=1)
GIVE_UP_AFTER: Final = timedelta(hours=24)


def next_try(attempts: int, now: datetime) -> datetime:
    """Return when to try again after this many earlier failures."""
    return now + PAUSES[min(attempts, len(PAUSES) - 1)]


def is_over(first_failed: datetime | None, now: datetime) -> bool:
    """Return whether the time limit for trying a mail has passed."""
    return first_failed is not None and now - first_failed >= GIVE_UP_AFTER


def is_late(first_failed: datetime | None, now: datetime) -> bool:
    """Return whether the operator should be notified that a mail still waits."""
    return first_failed is not None and now - first_failed >= TELL_AFTER
