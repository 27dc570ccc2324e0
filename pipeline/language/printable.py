"""Make text from a cell safe to show: one line, no control characters."""

from __future__ import annotations

from typing import Final
from unicodedata import category

KEPT: Final = "\n\t"


def one_line(text: str) -> str:
    """Return a text on one line: each line break, tab or run of spaces becomes one space, and the ends are stripped."""
    return " ".join(text.split())


def printable(text: str) -> str:
    """Replace control and format characters, which could move the cursor, colour the terminal or reverse the text."""
    if text.isprintable():  # fast check of the whole text; a text that fails it may only contain a non-breaking space
        return text
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if category(character).startswith("C") and character not in KEPT else character for character in text
    )
