"""Number formats: which styles show a number as percent, as a date or as a time. The rest of a style is nobody's business here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from pipeline.xlsx.cells import PercentNumber, Value
from pipeline.xlsx.markup import Tree, walk

# Formats that have a number instead of a text (ECMA-376 part 1, 18.8.30; 27-36 and 50-58 are dates of East Asian Excels).
PERCENTS: Final = frozenset({9, 10})
DATES: Final = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
TIMES: Final = frozenset({18, 19, 20, 21, 45, 46, 47})
ELAPSED_FORMAT: Final = 46
# What does not count in a format: quoted text, an escaped character, a filler, a colour, a condition or a locale.
IGNORED: Final = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
ELAPSED: Final = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
DAY_MILLISECONDS: Final = 86_400_000
EPOCH_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no time zones
EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
LEAP_DAY: Final = 60  # Excel's 29 February 1900, which never was; the days before it count from one day later
LAST_DAY: Final = 2_958_465  # 31 December 9999


class Shown(Enum):
    """How a number is shown."""

    PERCENT = "percent"
    DATE = "date"
    ELAPSED = "elapsed"


def read_styles(content: bytes, part: str) -> dict[str, Shown]:
    """Return how the cells of a style show a number, by the style's number as text; styles that show it plainly are absent."""
    codes: dict[int, str] = {}
    shown: dict[str, Shown] = {}
    cell_styles = 0

    def see(path: Tree, attributes: Mapping[str, str]) -> None:
        nonlocal cell_styles
        if path[-2:] == ("numFmts", "numFmt"):
            codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif path[-2:] == ("cellXfs", "xf"):
            kind = _kind(int(attributes.get("numFmtId", "0")), codes)
            if kind is not None:
                shown[str(cell_styles)] = kind
            cell_styles += 1

    walk(content, part, see)
    return shown


def _kind(number: int, codes: Mapping[int, str]) -> Shown | None:
    if number in codes:
        return kind_of_format(codes[number])
    if number in PERCENTS:
        return Shown.PERCENT
    if number == ELAPSED_FORMAT:
        return Shown.ELAPSED
    return Shown.DATE if number in DATES | TIMES else None


def kind_of_format(code: str) -> Shown | None:
    """Return what a format makes of a positive number; None where it stays a number."""
    first = IGNORED.sub("", code).split(";")[0]
    if ELAPSED.search(first):
        return Shown.ELAPSED
    if "%" in first:
        return Shown.PERCENT
    letters = first.lower().replace("general", "").replace("standard", "")
    return Shown.DATE if re.search(r"[dmyhs]", letters) and "e" not in letters.replace("e+", "") else None


def shown_value(number: float, shown: Shown, epoch_1904: bool) -> Value:
    """Return a number as its format shows it; a number that is no day stays a number.

    Args:
        number: The stored number; days since the epoch for dates.
        shown: What the format makes of it.
        epoch_1904: The workbook counts its days from 1 January 1904.
    """
    if shown is Shown.PERCENT:
        return PercentNumber(number)
    last = LAST_DAY - (EPOCH_1904 - EPOCH_1900).days if epoch_1904 else LAST_DAY
    if not (0 if shown is Shown.DATE else -last) <= number <= last:
        return number
    span = timedelta(milliseconds=round(number * DAY_MILLISECONDS))
    if shown is Shown.ELAPSED:
        return span
    if epoch_1904:
        return EPOCH_1904 + span
    if number < 1:
        return (EPOCH_1904 + span).time()
    if LEAP_DAY <= number < LEAP_DAY + 1:
        return number
    return EPOCH_1900 + span + timedelta(days=number < LEAP_DAY)
