"""The pulse files, `register/puls` and `post/puls`: when a run and a delivery last finished.

A timer that never fires cannot report itself; a pulse that stops can be seen.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from pipeline.storage import replace_file


class Pulse(StrEnum):
    """Whose pulse; each file is in the folder that its owner has locked."""

    RUN = "register/puls"
    DELIVERY = "post/puls"


def beat_pulse(output: Path, pulse: Pulse) -> None:
    """Record that a run or a delivery has finished, whether or not there was anything to do.

    Raises:
        StorageFailed: the file cannot be written.
    """
    place = output / pulse
    replace_file(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n".encode(), place.parent, place.name)


def last_pulse(output: Path, pulse: Pulse) -> datetime | None:
    """Return when a run or a delivery last finished, in UTC; None if none has."""
    try:
        return datetime.fromisoformat((output / pulse).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None
