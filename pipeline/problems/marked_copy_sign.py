"""The mark by which a workbook with our own remarks in it is known again when somebody puts it back among the input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SHEET: Final = "Fejl"
PROPERTY: Final = "boligsociale-rapporter"
VALUE: Final = "kontrolkopi"
TITLE: Final = "Kontrolkopi"  # the beginning of A1 on the first sheet, whichever language follows


def is_check_copy(properties: Mapping[str, str], first_title: str, first_text: object) -> bool:
    """Return whether a workbook is a marked copy: by its property, or by its first sheet where a program dropped the property."""
    marked = properties.get(PROPERTY) == VALUE
    return marked or (first_title.startswith(SHEET) and isinstance(first_text, str) and first_text.startswith(f"{TITLE} "))
