"""When a mail that could not be sent is tried again, when it is told, and when it is given up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))  # after the last, hourly
TELL_AFTER: Final = timedelta(hours=1)
GIVE_UP_AFTER: Final = timedelta(hours=24)


def next_try(attempts: int, now: datetime) -> datetime:
    """Return when to try again after that many tries that failed before this one."""
    return now + PAUSES[min(attempts, len(PAUSES) - 1)]


def is_over(first_failed: datetime | None, now: datetime) -> bool:
    """Return whether a mail has been tried for as long as it should."""
    return first_failed is not None and now - first_failed >= GIVE_UP_AFTER


def is_late(first_failed: datetime | None, now: datetime) -> bool:
    """Return whether the operator should know that a mail still waits."""
    return first_failed is not None and now - first_failed >= TELL_AFTER
