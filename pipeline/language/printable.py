"""Text of a cell as it can be shown anywhere."""

from __future__ import annotations

from typing import Final
from unicodedata import category

KEPT: Final = "\n\t"


def one_line(text: str) -> str:
    """Return a text on one line: each line break, tab or run of spaces becomes one space, none is left at its ends."""
    return " ".join(text.split())


def printable(text: str) -> str:
    """Replace control and format characters, which could move the cursor, colour the terminal or turn the text around."""
    if text.isprintable():  # asked of a whole text at once; where it is not, it may hold no more than a space that keeps words together
        return text
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if category(character).startswith("C") and character not in KEPT else character for character in text
    )
