"""Cell styles: which show a number as percent, date or time, and which raise, lower or strike out the whole cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from pipeline.input.excel.cells import PercentNumber, Plain
from pipeline.input.excel.markup import Tree, walk, whole
from pipeline.input.excel.texts import marks

# Built-in formats, given by number (ECMA-376 part 1, 18.8.30; 27-36 and 50-58 are dates of East Asian Excels).
PERCENTS: Final = frozenset({9, 10})
DATES: Final = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
TIMES: Final = frozenset({18, 19, 20, 21, 45, 46, 47})
ELAPSED_FORMAT: Final = 46
# Ignored in a format: quoted text, an escaped character, a filler, a colour, a condition or a locale.
# Linear in the format's length: no alternative can begin in many places without an end.
IGNORED: Final = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\[\]]*\]', re.IGNORECASE)
ELAPSED: Final = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
MOST_FORMATS: Final = 999_999_999
LEAP_DAY: Final = 60  # Excel's 29 February 1900, which did not exist
EPOCHS_APART: Final = 1462  # days from Excel's usual epoch to 1 January 1904
LAST_DAY: Final = 2_958_465  # 31 December 9999


class Shown(Enum):
    """How a number is shown."""

    PERCENT = "percent"
    DATE = "date"
    ELAPSED = "elapsed"


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a workbook, by style number as text.

    Attributes:
        shown: How its cells show a number; None if plainly. Empty if the workbook has no styles.
        marked: Styles whose font raises, lowers or strikes out.
    """

    shown: Mapping[str, Shown | None] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()


def read_styles(chunks: Iterable[bytes], part: str) -> Styles:
    """Return how a workbook's styles change the values of their cells."""
    own: dict[int, Shown | None] = {}  # formats defined by the workbook
    shown: dict[str, Shown | None] = {}
    fonts: list[bool] = []  # whether each raises, lowers or strikes out
    font_of: dict[str, str] = {}

    def see(path: Tree, attributes: Mapping[str, str]) -> None:
        if path[-2:] == ("numFmts", "numFmt"):
            own[whole(attributes.get("numFmtId", "0"), MOST_FORMATS, 0)] = kind_of_format(attributes.get("formatCode", ""))
        elif path[-2:] == ("cellXfs", "xf"):
            font_of[str(len(shown))] = attributes.get("fontId", "0")
            shown[str(len(shown))] = _kind(whole(attributes.get("numFmtId", "0"), MOST_FORMATS, 0), own)
        elif path[-2:] == ("fonts", "font"):
            fonts.append(False)
        elif path[-3:-1] == ("fonts", "font"):
            fonts[-1] |= marks(path[-1], attributes)

    walk(chunks, part, see)
    marked = {str(number) for number, font in enumerate(fonts) if font}
    return Styles(shown, frozenset(style for style, font in font_of.items() if font in marked))


def _kind(number: int, own: Mapping[int, Shown | None]) -> Shown | None:
    if number in own:
        return own[number]
    if number in PERCENTS:
        return Shown.PERCENT
    if number == ELAPSED_FORMAT:
        return Shown.ELAPSED
    return Shown.DATE if number in DATES | TIMES else None


def kind_of_format(code: str) -> Shown | None:
    """Return what a format turns a positive number into; None if it stays a number."""
    first = IGNORED.sub("", code).split(";")[0]
    if ELAPSED.search(first):
        return Shown.ELAPSED
    if "%" in first:
        return Shown.PERCENT
    letters = first.lower().replace("general", "").replace("standard", "")
    return Shown.DATE if re.search(r"[dmyhs]", letters) and "e" not in letters.replace("e+", "") else None


def shown_value(number: float, shown: Shown, epoch_1904: bool) -> Plain:
    """Return a number as its format shows it; a number that is not a valid date stays a number.

    Args:
        number: The stored number; days since the epoch for dates.
        shown: What the format turns it into.
        epoch_1904: The workbook's dates count from 1 January 1904.
    """
    if shown is Shown.PERCENT:
        return PercentNumber(number)
    if shown is Shown.ELAPSED:
        return _span(number) if abs(number) <= LAST_DAY else number
    if not 0 <= number <= LAST_DAY:
        return number
    span = _span(number + EPOCHS_APART if epoch_1904 else number)
    if number < 1 and not epoch_1904:
        return (datetime(1, 1, 1) + span).time()  # noqa: DTZ001 - Excel knows no time zones
    if span.days == LEAP_DAY or span.days > LAST_DAY:
        return number
    return datetime(1899, 12, 31 if span.days < LEAP_DAY else 30) + span  # noqa: DTZ001


def _span(days: float) -> timedelta:
    return timedelta(milliseconds=round(days * 86_400_000))
