"""Names of areas and columns as they are compared: spaces, invisible signs and the ways to spell an å make no difference."""

from __future__ import annotations

import unicodedata
from functools import cache


@cache
def clean(text: str) -> str:
    """Return a name without invisible signs and needless spaces, composed; letters' case stays."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(letter for letter in composed if unicodedata.category(letter) != "Cf").split())


def clean_value(value: object) -> str:
    """Return a cell's name; a number without needless decimals, an empty cell as an empty name."""
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else clean(str(value))
