"""Recognise a marked copy, which must not be used as input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SHEET: Final = "Fejl"
PROPERTY: Final = "boligsociale-rapporter"
VALUE: Final = "kontrolkopi"
TITLE: Final = "Kontrolkopi"  # the beginning of A1 on the first sheet, in every language


def is_check_copy(properties: Mapping[str, str], first_title: str, first_text: object) -> bool:
    """Return whether a workbook is a marked copy: by its property, or by its first sheet if a program dropped the property."""
    marked = properties.get(PROPERTY) == VALUE
    return marked or (first_title.startswith(SHEET) and isinstance(first_text, str) and first_text.startswith(f"{TITLE} "))
