"""The pulse, `register/puls`: when a run last came to its end. A timer that never fires cannot report itself; a pulse that stops can be seen."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pipeline.storage import replace_file

FOLDER: Final = "register"
FILENAME: Final = "puls"


def beat_pulse(output: Path) -> None:
    """Say that a run has come to its end, published or with nothing to do.

    Raises:
        StorageFailed: the file cannot be written.
    """
    replace_file(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n".encode(), output / FOLDER, FILENAME)


def last_pulse(output: Path) -> datetime | None:
    """Return when a run last came to its end, in UTC; None where none has."""
    try:
        return datetime.fromisoformat((output / FOLDER / FILENAME).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None
