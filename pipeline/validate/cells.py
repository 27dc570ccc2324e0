"""Parse one column by its kind: every cell becomes a value of that kind or a problem with its address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from unicodedata import category

import pandas as pd

from pipeline.addresses import ForeignLetters, UnfitAddress, encode_address
from pipeline.dates import read_date
from pipeline.numerals import Numeral, Style, decide_style, read_numeral, tells_apart
from pipeline.printable import one_line
from pipeline.problems import Code, Phrase, Problem
from pipeline.schema import Column, Kind
from pipeline.schema.columns import WORDS
from pipeline.tables import RawTable
from pipeline.typeface import missing_glyphs
from pipeline.xlsx import Covered, ErrorValue, Marked, PercentNumber, UnsavedFormula

WITHHELD: Final = ".."
IMPOSSIBLE: Final = "."
DASHES: Final = frozenset("-‐‑‒–—−")
LONGEST_TEXT: Final = 120
LONGEST_NOTE: Final = 1000
LONGEST_SHOWN: Final = 60
LARGEST: Final = 10**12 - 1  # kroner beyond any budget; below it sums of many lines stay exact in floats
DIGITS: Final = re.compile(r"\d{1,400}")
YEARS: Final = range(1990, 2101)
SOFT: Final = "\n\r\t\N{SOFT HYPHEN}"  # line breaks within a note and hyphenation, which readers see as such
WITHOUT_VALUE: Final = {Code.VALUE_MISSING, Code.FORMULA_UNSAVED}  # there is no value to show
NUMBERS: Final = {Kind.COUNT, Kind.AMOUNT, Kind.SHARE}


@dataclass(frozen=True, slots=True)
class Written:
    """How a whole column writes its values, which no cell can tell alone.

    Attributes:
        style: How it writes numbers as text; None where its cells contradict each other or leave it open.
        mixes_shares: It holds plain numbers up to 1 and plain numbers above, so that each may be a share or a percent.
    """

    style: Style | None = Style.DANISH
    mixes_shares: bool = False


class _Wrong(Exception):
    """A cell that does not hold what its column asks for."""

    def __init__(self, code: Code) -> None:
        self.code = code


def parse_table(table: RawTable) -> tuple[pd.DataFrame, list[Problem]]:
    """Parse all columns of a raw table.

    Returns:
        A frame with the same index; numbers are floats with NaN where withheld or absent, everything else objects with None where
        absent. Cells that are wrong are absent too, and each has its problem.
    """
    problems: list[Problem] = []
    columns: dict[str, pd.Series] = {}
    for column in table.sheet.columns:
        if column.name in table.frame:
            values, wrong = _parse_column(table, column)
            columns[column.name] = pd.Series(values, index=table.frame.index, dtype=_dtype(column))
            problems += wrong
        else:
            columns[column.name] = pd.Series([None] * len(table.frame), index=table.frame.index, dtype=_dtype(column))
    return pd.DataFrame(columns, index=table.frame.index), problems


def _dtype(column: Column) -> str:
    return "float64" if column.kind in {Kind.COUNT, Kind.AMOUNT, Kind.SHARE, Kind.YEAR} else "object"


def look_at(cells: Iterable[object], column: Column) -> Written:
    """Return how a column writes its values."""
    if column.kind not in NUMBERS:
        return Written()
    cells = list(cells)
    texts = [cell for cell in cells if type(cell) is str]
    style = decide_style(texts, whole=column.kind is not Kind.SHARE) if texts else Style.DANISH
    if column.kind is not Kind.SHARE:
        return Written(style)
    plain = [number for number in (_plain_number(cell, style) for cell in cells) if number is not None]
    return Written(style, any(0 < number <= 1 for number in plain) and any(number > 1 for number in plain))


def _plain_number(cell: object, style: Style | None) -> float | None:
    """Return a number that nothing marks as a percent."""
    if type(cell) is str:
        numeral = read_numeral(cell, style) if style else None
        return float(numeral.value) if numeral and not numeral.percent else None
    return float(cell) if type(cell) in {int, float} else None  # type: ignore[arg-type]  # because the type was just looked at


def _parse_column(table: RawTable, column: Column) -> tuple[list[object], list[Problem]]:
    parse = PARSERS[column.kind]
    written = look_at(table.frame[column.name], column)
    values: list[object] = []
    problems: list[Problem] = []
    for row, cell in table.frame[column.name].items():
        try:
            values.append(_parse_cell(cell, column, written, parse))
        except _Wrong as wrong:
            values.append(None)
            facts = _facts(wrong.code, cell, column)
            problems.append(Problem(wrong.code, table.place(int(str(row)), column.name), facts))
    return values, problems


def _facts(code: Code, cell: object, column: Column) -> dict[str, object]:
    """Return what the wording of a problem with a cell needs."""
    facts: dict[str, object] = {"column": column.header}
    if code not in WITHOUT_VALUE:
        facts["found"] = show_cell(cell)
    if code in {Code.NOT_A_COUNT, Code.DASH_IN_NUMBERS}:
        facts["advice"] = advise(column)
    if code is Code.NOT_A_CHOICE:
        facts["choices"] = ", ".join(column.choices)
    if code is Code.NO_GLYPH:
        facts["characters"] = " ".join(missing_glyphs(_plain(cell)))
    if code is Code.TOO_LONG:
        facts["most"] = _longest(column)
    if code is Code.TOO_LARGE:
        facts["most"] = len(str(LARGEST))
    if isinstance(cell, Marked):
        facts["part"] = show(cell.part or _plain(cell))
    if isinstance(cell, Covered):
        facts["area"] = str(cell.area)
    return facts


Parser = Callable[[object, Column, Written], object]


def _parse_cell(cell: object, column: Column, written: Written, parse: Parser) -> object:
    if isinstance(cell, Covered):
        raise _Wrong(Code.CELL_COVERED)
    if isinstance(cell, Marked):
        if column.kind not in WORDS:
            raise _Wrong(Code.CELL_MARKED)
        cell = cell.value
    if isinstance(cell, ErrorValue):
        raise _Wrong(Code.ERROR_VALUE)
    if isinstance(cell, UnsavedFormula):
        raise _Wrong(Code.FORMULA_UNSAVED)
    if cell is None:
        if column.required:
            raise _Wrong(Code.VALUE_MISSING)
        return None
    if column.withholdable and cell in {WITHHELD, IMPOSSIBLE}:
        return float("nan")
    return parse(cell, column, written)


def _text(cell: object, column: Column, _: Written) -> str:
    text = _plain(cell) if _is_note(column) else one_line(_plain(cell))
    if len(text) > _longest(column):
        raise _Wrong(Code.TOO_LONG)
    if any(category(character).startswith("C") and character not in SOFT for character in text):
        raise _Wrong(Code.HIDDEN_CHARACTER)
    if missing_glyphs(text):
        raise _Wrong(Code.NO_GLYPH)
    return text


def _longest(column: Column) -> int:
    return LONGEST_NOTE if _is_note(column) else LONGEST_TEXT


def _is_note(column: Column) -> bool:
    """Return whether a column holds notes, whose lines are a person's own; in a name a line break only fits it to its cell."""
    return column.name == "value"


def _plain(cell: object) -> str:
    """Return a cell's text as a person reads it in a Danish Excel: SAND and FALSK, decimal comma, 12,5 %, 31-12-2025."""
    if isinstance(cell, Marked | Covered):
        cell = cell.value
    if isinstance(cell, bool):
        return "SAND" if cell else "FALSK"
    if isinstance(cell, float):
        return f"{_decimal_comma(cell * 100)} %" if isinstance(cell, PercentNumber) else _decimal_comma(cell)
    if isinstance(cell, datetime | time):
        return f"{cell:%d-%m-%Y}" if isinstance(cell, datetime) else f"{cell:%H:%M:%S}"
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(cell)


def _decimal_comma(number: float) -> str:
    return f"{number:.15g}".replace(".", ",")


def _numeral(cell: str, written: Written, wrong: Code) -> Numeral:
    """Return a text's number as its column writes numbers."""
    if cell in DASHES:
        raise _Wrong(Code.DASH_IN_NUMBERS)
    if written.style is None and tells_apart(cell):
        raise _Wrong(Code.NUMBER_AMBIGUOUS)
    numeral = read_numeral(cell, written.style or Style.DANISH)
    if numeral is None:
        raise _Wrong(wrong)
    return numeral


def _whole(cell: object, written: Written, wrong: Code) -> float:
    number: object = cell
    if isinstance(cell, str):
        numeral = _numeral(cell, written, wrong)
        number = None if numeral.percent or numeral.value.is_signed() else numeral.value
    if isinstance(number, bool | PercentNumber) or not isinstance(number, int | float | Decimal) or number < 0 or number != int(number):
        raise _Wrong(wrong)
    if number > LARGEST:
        raise _Wrong(Code.TOO_LARGE)
    return float(number)


def _count(cell: object, column: Column, written: Written) -> float:
    return _whole(cell, written, Code.NOT_A_COUNT)


def _amount(cell: object, column: Column, written: Written) -> float:
    return _whole(cell, written, Code.NOT_AN_AMOUNT)


def _share(cell: object, column: Column, written: Written) -> float:
    """Read a share: a percent, or a plain fraction in a column that holds nothing else; count over base proves which (`check_rules`)."""
    number: object = cell
    marked = isinstance(cell, PercentNumber)
    if isinstance(cell, str):
        numeral = _numeral(cell, written, Code.NOT_A_SHARE)
        marked = numeral.percent
        number = float(numeral.value / 100 if marked else numeral.value)
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise _Wrong(Code.NOT_A_SHARE)
    if written.mixes_shares and not marked and number > 0:
        raise _Wrong(Code.SHARE_OR_PERCENT)
    if not 0 <= number <= 1:
        raise _Wrong(Code.NOT_A_SHARE)
    return float(number)


def _year(cell: object, column: Column, _: Written) -> float:
    number = int(cell) if isinstance(cell, str) and DIGITS.fullmatch(cell) else cell
    if isinstance(number, bool | PercentNumber) or not isinstance(number, int | float) or number not in YEARS:
        raise _Wrong(Code.NOT_A_YEAR)
    return float(number)


def _date(cell: object, column: Column, _: Written) -> date:
    day = cell.date() if isinstance(cell, datetime) else read_date(cell) if isinstance(cell, str) else None
    if day is None or day.year not in YEARS:
        raise _Wrong(Code.NOT_A_DATE)
    return day


def _choice(cell: object, column: Column, _: Written) -> str:
    by_text = {text.casefold(): value for text, value in column.choices.items()}
    value = by_text.get(one_line(_plain(cell)).casefold())
    if value is None:
        raise _Wrong(Code.NOT_A_CHOICE)
    return value


def _references(cell: object, column: Column, _: Written) -> tuple[str, ...]:
    references = tuple(one_line(part) for part in _plain(cell).split(";") if part.strip())
    if column.required and not references:
        raise _Wrong(Code.VALUE_MISSING)
    return references


def _email(cell: object, column: Column, _: Written) -> str:
    text = _plain(cell)
    try:
        encode_address(text)
    except UnfitAddress as error:
        raise _Wrong(Code.EMAIL_LETTERS if isinstance(error, ForeignLetters) else Code.NOT_AN_EMAIL) from error
    if len(text) > LONGEST_TEXT:
        raise _Wrong(Code.NOT_AN_EMAIL)
    return text


def advise(column: Column) -> Phrase:
    """Return what to do about a count that cannot stand: the source may withhold it in some columns."""
    return Phrase("may_be_withheld" if column.withholdable else "must_be_given")


def show_cell(cell: object) -> str:
    """Return what a person sees in a cell, for a message; empty for an empty cell."""
    return "" if cell is None else show(_plain(cell))


def show(text: str) -> str:
    """Return a cell's text for a message: on one line, the first of it where it is long."""
    line = one_line(text)
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


PARSERS: dict[Kind, Parser] = {
    Kind.ID: _text,
    Kind.TEXT: _text,
    Kind.COUNT: _count,
    Kind.AMOUNT: _amount,
    Kind.SHARE: _share,
    Kind.YEAR: _year,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.REFERENCE: _text,
    Kind.REFERENCES: _references,
    Kind.EMAIL: _email,
}
