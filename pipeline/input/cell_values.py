"""The value of a cell: its text as Excel shows it, its value for a text or number column, or what is wrong with it.

Shared by reports, sources and scores; each decides what its columns may hold.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Final

from pipeline.input.excel.cells import Covered, ErrorValue, Marked, PercentNumber, Plain, UnsavedFormula, Value, unmarked
from pipeline.language.danish_numbers import Numeral, Style, read_numeral, tells_apart
from pipeline.language.printable import one_line
from pipeline.problems.model import Code, Phrase

WITHHELD: Final = ".."  # the source has the number but withholds it
MARK: Final = "x"  # yes, in a column headed by what it is of
IMPOSSIBLE: Final = "."  # no number is possible
LONGEST_SHOWN: Final = 60
YEAR: Final = re.compile(r"([0-9]{4})(\.0)?")  # some programs write 2025.0
ANY_YEAR: Final = range(1800, 2201)  # in tables published by others
OUR_YEARS: Final = range(1990, 2101)  # in our own workbooks; other years are typing errors


class Wrong(Exception):
    """A cell does not hold what its column requires.

    Attributes:
        code: What is wrong.
        facts: Values for its message, besides the column.
    """

    def __init__(self, code: Code, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def advise_shown(code: Code, *, ours: bool) -> Phrase | None:
    """Return what to do about a cell that shows another value than it holds; None for other problems.

    Args:
        code: The problem.
        ours: The workbook is ours to correct.
    """
    if code not in {Code.CELL_COVERED, Code.CELL_MARKED}:
        return None
    return Phrase(f"{code.value}_{'ours' if ours else 'theirs'}")


def excel_text(value: object) -> str:
    """Return a cell's text as a Danish Excel shows it: SAND and FALSK, decimal comma, 12,5 %, 31-12-2025."""
    if isinstance(value, Marked | Covered):
        value = value.value
    if value is None or isinstance(value, UnsavedFormula):
        return "" if value is None else "="
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    if isinstance(value, float):
        return f"{_decimal_comma(value * 100)} %" if isinstance(value, PercentNumber) else _decimal_comma(value)
    if isinstance(value, datetime | time):
        return f"{value:%d-%m-%Y}" if isinstance(value, datetime) else f"{value:%H:%M:%S}"
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def _decimal_comma(number: float) -> str:
    return f"{number:.15g}".replace(".", ",")


def text_of(value: Value | None) -> str:
    """Return a cell's text for comparing words; empty for an empty cell, a covered one, an error or a formula without result."""
    value = None if value is None else unmarked(value)
    return "" if isinstance(value, ErrorValue | UnsavedFormula | Covered) else excel_text(value)


def show_cell(value: object) -> str:
    """Return a cell's text as shown in Excel, for a message; empty for an empty cell."""
    return show(excel_text(value))


def show(text: str) -> str:
    """Return a cell's text for a message: on one line, shortened if long."""
    line = one_line(text)
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


def as_words(value: Value | None) -> Plain | None:
    """Return the value of a text cell of others, marked or not; raises `Wrong` for a covered value, an error or a formula without its result."""
    if isinstance(value, Covered):
        raise Wrong(Code.CELL_COVERED, found=show_cell(value), area=str(value.area))
    if isinstance(value, Marked):
        return as_words(value.value)
    if isinstance(value, ErrorValue):
        raise Wrong(Code.ERROR_VALUE, found=str(value))
    if isinstance(value, UnsavedFormula):
        raise Wrong(Code.FORMULA_UNSAVED)
    return value


def as_shown(value: Value | None) -> Plain | None:
    """Return the value of a cell that is what it looks like; raises `Wrong` for a marked one too: a raised 1 is no part of a number or a name."""
    if isinstance(value, Marked):
        found = show_cell(value)
        raise Wrong(Code.CELL_MARKED, found=found, part=show(value.part) or found)
    return as_words(value)


def number_of(value: object, style: Style | None) -> Numeral | None:
    """Return the number in a cell, also if written as text, percents as shares of 1; None if it is not a number.

    Args:
        value: What `as_shown` returned.
        style: How its column writes numbers as text; None if its texts leave that open.

    Raises:
        Wrong: the text is one number in Danish and another in English, and its column does not settle which.
    """
    if isinstance(value, str):
        if style is None and tells_apart(value):
            raise Wrong(Code.NUMBER_AMBIGUOUS, found=show(value))
        numeral = read_numeral(value, style or Style.DANISH)
        return replace(numeral, value=numeral.value / 100) if numeral and numeral.percent else numeral
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Numeral(Decimal(repr(value)), isinstance(value, PercentNumber))


def whole_value(numeral: Numeral) -> Decimal | None:
    """Return a whole number, as Excel shows it: 4693.000000000001 is 4693, for Excel shows fifteen digits; None if it has decimals."""
    shown = Decimal(f"{numeral.value:.15g}")
    return shown if shown == shown.to_integral_value() else None


def year_of(value: object, years: range = ANY_YEAR) -> int | None:
    """Return the calendar year in a cell, also if written as text; None if it is not a year, or not one of `years`."""
    if isinstance(value, str):
        match = YEAR.fullmatch(value.strip())
        value = int(match[1]) if match else None
    if isinstance(value, bool | PercentNumber) or not isinstance(value, int | float) or value not in years:
        return None
    return int(value)
