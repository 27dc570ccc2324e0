"""Parse one column by its kind: every cell becomes a value of that kind or a problem with its address."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from unicodedata import category

import pandas as pd

from pipeline.problems import Code, Phrase, Problem
from pipeline.schema import Column, Kind
from pipeline.tables import ERROR_CELL, UNSAVED_CELL, RawTable
from pipeline.typeface import missing_glyphs

WITHHELD = ".."
LONGEST_TEXT = 120
LONGEST_NOTE = 1000
LONGEST_SHOWN = 60
LARGEST = 10**12 - 1  # kroner beyond any budget; below it sums of many lines stay exact in floats
DIGITS = re.compile(r"\d{1,400}")
DANISH_DATE = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
EMAIL = re.compile(r"[^@\s,;:<>()\[\]\\\"]+@[^@\s,;:<>()\[\]\\\"]+\.[^@\s.,;:<>()\[\]\\\"]+")
YEARS = range(1990, 2101)
SOFT = "\n\r\t\N{SOFT HYPHEN}"  # line breaks within a cell and hyphenation, which readers see as such
WITHOUT_VALUE = {Code.VALUE_MISSING, Code.ERROR_VALUE, Code.FORMULA_UNSAVED}  # there is no value to show


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


def _parse_column(table: RawTable, column: Column) -> tuple[list[object], list[Problem]]:
    parse = PARSERS[column.kind]
    values: list[object] = []
    problems: list[Problem] = []
    for row, cell in table.frame[column.name].items():
        try:
            values.append(_parse_cell(cell, column, parse))
        except _Wrong as wrong:
            values.append(None)
            facts: dict[str, object] = {"column": column.header}
            if wrong.code not in WITHOUT_VALUE:
                facts["found"] = show(_plain(cell))
            if wrong.code is Code.NOT_A_COUNT:
                facts["advice"] = advise(column)
            if wrong.code is Code.NOT_A_CHOICE:
                facts["choices"] = ", ".join(column.choices)
            if wrong.code is Code.NO_GLYPH:
                facts["characters"] = " ".join(missing_glyphs(_plain(cell)))
            if wrong.code is Code.TOO_LONG:
                facts["most"] = _longest(column)
            if wrong.code is Code.TOO_LARGE:
                facts["most"] = len(str(LARGEST))
            problems.append(Problem(wrong.code, table.place(int(str(row)), column.name), facts))
    return values, problems


def _parse_cell(cell: object, column: Column, parse: Callable[[object, Column], object]) -> object:
    if cell is ERROR_CELL:
        raise _Wrong(Code.ERROR_VALUE)
    if cell is UNSAVED_CELL:
        raise _Wrong(Code.FORMULA_UNSAVED)
    if cell is None:
        if column.required:
            raise _Wrong(Code.VALUE_MISSING)
        return None
    if column.withholdable and cell == WITHHELD:
        return float("nan")
    return parse(cell, column)


def _text(cell: object, column: Column) -> str:
    text = _plain(cell)
    if len(text) > _longest(column):
        raise _Wrong(Code.TOO_LONG)
    if any(category(character).startswith("C") and character not in SOFT for character in text):
        raise _Wrong(Code.HIDDEN_CHARACTER)
    if missing_glyphs(text):
        raise _Wrong(Code.NO_GLYPH)
    return text


def _longest(column: Column) -> int:
    return LONGEST_NOTE if column.name == "value" else LONGEST_TEXT


def _plain(cell: object) -> str:
    """Return a cell's text as a person reads it in a Danish Excel: SAND and FALSK, decimal comma, 31-12-2025."""
    if isinstance(cell, bool):
        return "SAND" if cell else "FALSK"
    if isinstance(cell, float):
        return f"{cell:.15g}".replace(".", ",")
    if isinstance(cell, datetime):
        return f"{cell:%d-%m-%Y}"
    return str(cell)


def _whole(cell: object, wrong: Code) -> float:
    number = int(cell) if isinstance(cell, str) and DIGITS.fullmatch(cell) else cell
    if isinstance(number, bool) or not isinstance(number, int | float) or number < 0 or number != int(number):
        raise _Wrong(wrong)
    if number > LARGEST:
        raise _Wrong(Code.TOO_LARGE)
    return float(number)


def _count(cell: object, column: Column) -> float:
    return _whole(cell, Code.NOT_A_COUNT)


def _amount(cell: object, column: Column) -> float:
    return _whole(cell, Code.NOT_AN_AMOUNT)


def _share(cell: object, column: Column) -> float:
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not 0 <= cell <= 1:
        raise _Wrong(Code.NOT_A_SHARE)
    return float(cell)


def _year(cell: object, column: Column) -> float:
    year = _whole(cell, Code.NOT_A_YEAR)
    if year not in YEARS:
        raise _Wrong(Code.NOT_A_YEAR)
    return year


def _date(cell: object, column: Column) -> date:
    day = cell.date() if isinstance(cell, datetime) else _danish_date(cell)
    if day is None or day.year not in YEARS:
        raise _Wrong(Code.NOT_A_DATE)
    return day


def _danish_date(cell: object) -> date | None:
    match = DANISH_DATE.fullmatch(cell) if isinstance(cell, str) else None
    if match is None:
        return None
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _choice(cell: object, column: Column) -> str:
    by_text = {text.casefold(): value for text, value in column.choices.items()}
    value = by_text.get(_plain(cell).casefold())
    if value is None:
        raise _Wrong(Code.NOT_A_CHOICE)
    return value


def _references(cell: object, column: Column) -> tuple[str, ...]:
    references = tuple(part.strip() for part in _plain(cell).split(";") if part.strip())
    if column.required and not references:
        raise _Wrong(Code.VALUE_MISSING)
    return references


def _email(cell: object, column: Column) -> str:
    text = _plain(cell)
    if not EMAIL.fullmatch(text) or not text.isprintable() or len(text) > LONGEST_TEXT:
        raise _Wrong(Code.NOT_AN_EMAIL)
    return text


def advise(column: Column) -> Phrase:
    """Return what to do about a count that cannot stand: the source may withhold it in some columns."""
    return Phrase("may_be_withheld" if column.withholdable else "must_be_given")


def show(text: str) -> str:
    """Return a cell's text for a message: on one line, the first of it where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


PARSERS: dict[Kind, Callable[[object, Column], object]] = {
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
