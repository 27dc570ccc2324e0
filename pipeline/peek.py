"""What is asked of the settings before they are read whole: the language in which a run talks, and whether the date decides on the years."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Final

FILENAME: Final = "indstillinger.toml"
LEAP_YEAR: Final = 2024  # in which every month has all its days


def peek_language(folder: Path) -> str:
    """Return the language of an input folder's settings for messages; Danish where they cannot be read."""
    try:
        language = tomllib.loads((folder / FILENAME).read_text(encoding="utf-8-sig")).get("language")
    except (OSError, ValueError, RecursionError):
        return "da"
    return "en" if language == "en" else "da"


def peek_open_day(folder: Path) -> tuple[int, int] | None:
    """Return month and day of the count where the settings leave the reported year open; None where they name it or cannot be read."""
    try:
        periods = tomllib.loads((folder / FILENAME).read_text(encoding="utf-8-sig"))["periods"]
        month, day = periods["month"], periods["day"]
        return None if "now" in periods else (date(LEAP_YEAR, month, day).month, day)
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return None
