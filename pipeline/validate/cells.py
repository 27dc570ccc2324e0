"""Parse one column by its kind: every cell becomes a value of that kind or a problem with its address."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from textwrap import shorten

import pandas as pd

from pipeline.problems import Code, Problem
from pipeline.schema import Column, Kind
from pipeline.tables import ERROR_CELL, RawTable

WITHHELD = ".."
LONGEST_TEXT = 120
LONGEST_NOTE = 1000
LONGEST_SHOWN = 60
DIGITS = re.compile(r"\d{1,15}")
DANISH_DATE = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+")
YEARS = range(1990, 2101)


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
            columns[column.name] = pd.Series(None, index=table.frame.index, dtype=_dtype(column))
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
            if wrong.code not in {Code.VALUE_MISSING, Code.ERROR_VALUE}:
                facts["found"] = _shown(cell)
            if wrong.code is Code.NOT_A_CHOICE:
                facts["choices"] = ", ".join(column.choices)
            problems.append(Problem(wrong.code, table.place(int(str(row)), column.name), facts))
    return values, problems


def _parse_cell(cell: object, column: Column, parse: Callable[[object, Column], object]) -> object:
    if cell is ERROR_CELL:
        raise _Wrong(Code.ERROR_VALUE)
    if cell is None:
        if column.required:
            raise _Wrong(Code.VALUE_MISSING)
        return None
    if column.withholdable and cell == WITHHELD:
        return float("nan")
    return parse(cell, column)


def _text(cell: object, column: Column) -> str:
    text = _plain(cell)
    if len(text) > (LONGEST_NOTE if column.name == "value" else LONGEST_TEXT):
        raise _Wrong(Code.TOO_LONG)
    return text


def _plain(cell: object) -> str:
    """Return a cell's text as a person reads it: whole numbers without decimals, dates in Danish form."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%d-%m-%Y}"
    return str(cell)


def _whole(cell: object, wrong: Code) -> float:
    if isinstance(cell, str) and DIGITS.fullmatch(cell):
        return float(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float) or cell < 0 or not float(cell).is_integer():
        raise _Wrong(wrong)
    return float(cell)


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
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    match = DANISH_DATE.fullmatch(cell) if isinstance(cell, str) else None
    if match is None:
        raise _Wrong(Code.NOT_A_DATE)
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError as error:
        raise _Wrong(Code.NOT_A_DATE) from error


def _choice(cell: object, column: Column) -> str:
    by_text = {text.casefold(): value for text, value in column.choices.items()}
    value = by_text.get(_plain(cell).casefold())
    if value is None:
        raise _Wrong(Code.NOT_A_CHOICE)
    return value


def _references(cell: object, column: Column) -> tuple[str, ...]:
    return tuple(part.strip() for part in _plain(cell).split(";") if part.strip())


def _email(cell: object, column: Column) -> str:
    text = _plain(cell)
    if not EMAIL.fullmatch(text) or len(text) > LONGEST_TEXT:
        raise _Wrong(Code.NOT_AN_EMAIL)
    return text


def _shown(cell: object) -> str:
    return shorten(_plain(cell), LONGEST_SHOWN, placeholder="…") or _plain(cell)[:LONGEST_SHOWN]


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
