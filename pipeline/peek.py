"""The language in which a run talks, known before the settings are read whole: the first thing that every command asks."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

FILENAME: Final = "indstillinger.toml"


def peek_language(folder: Path) -> str:
    """Return the language of an input folder's settings for messages; Danish where they cannot be read."""
    try:
        language = tomllib.loads((folder / FILENAME).read_text(encoding="utf-8-sig")).get("language")
    except (OSError, ValueError, RecursionError):
        return "da"
    return "en" if language == "en" else "da"
