"""Parse dates written as text in Danish form: day first, months may be words."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Final

from babel.dates import get_month_names

NUMBERS: Final = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{4})")
WORDS: Final = re.compile(r"(?:d\.?\s*)?(\d{1,2})\.?\s*([^\W\d_]+)\.?,?\s*(\d{4})")
YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})|([12]\d{3})(\d{2})(\d{2})")


def read_date(text: str) -> date | None:
    """Return the date in a text; None if it is not a date, or is ambiguous as ``1/2/25`` is.

    Accepted are ``31-12-2025``, ``31.12.2025``, ``31/12/2025``, ``31. december 2025``, ``31. dec. 2025``, ``2025-12-31`` and ``20251231``.
    """
    text = text.strip()
    if match := NUMBERS.fullmatch(text):
        day, month, year = match.groups()
    elif match := WORDS.fullmatch(text):
        day, word, year = match.groups()
        month = str(_months().get(word.casefold(), 0))
    elif match := YEAR_FIRST.fullmatch(text):
        year, month, day = (part for part in match.groups() if part is not None)
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def show_years(first: int, last: int) -> str:
    """Return a span of years, such as ``2008–2011``; one year alone as ``2014``."""
    return str(first) if first == last else f"{first}–{last}"


@cache
def _months() -> dict[str, int]:
    """Return the Danish month names and abbreviations, in lower case without full stops."""
    names = {}
    for width in ("wide", "abbreviated"):
        for number, name in get_month_names(width, locale="da").items():
            names[name.rstrip(".").casefold()] = number
    return names
