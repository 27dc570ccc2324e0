"""Where a plan is on the reported day: running, planned or ended."""

from enum import StrEnum


class Phase(StrEnum):
    """Where a plan is in its period on the reported day."""

    RUNNING = "running"
    PLANNED = "planned"
    ENDED = "ended"
