"""Where a plan is on the reported day: planned, running or ended."""

from enum import StrEnum


class Phase(StrEnum):
    """Where a plan stands on the day of the present count."""

    ENDED = "ended"
    RUNNING = "running"
    PLANNED = "planned"
