"""Read key cells of a source: texts, names, years and dates that identify a record."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container
from datetime import date, datetime
from typing import Final

from pipeline.input.cell_values import Wrong, as_shown, as_words, excel_text, show, text_of, year_of
from pipeline.input.excel.cells import Covered, ErrorValue, PercentNumber, Plain, Value
from pipeline.input.sources.model import SourceColumn, extract, matches
from pipeline.input.sources.numbers import not_a_value
from pipeline.input.sources.rows import Described
from pipeline.language.danish_dates import read_date
from pipeline.language.same_name import fold
from pipeline.problems.model import Code, Phrase
from pipeline.settings.accepted_names import Names

OUTSIDE: Final = "Uden for inddeling"  # Copenhagen's own row for residents outside all districts
LIST_OF: Final = {"districts": "bydele", "areas": "omraader", "forums": "fora"}


class UnknownName(Exception):
    """A name that is not one of ours."""


def shown_cell(described: Described, column: SourceColumn, row: int, totals: Container[int]) -> tuple[int, int] | None:
    """Return the cell whose value a record shows in a column: its own, its merged area's, or the one above it to be repeated."""
    number = described.columns[column.name]
    cells = described.grid.cells.columns.get(number)
    above = described.grid.merged_from(row, number)
    own = described.grid.value(row, number)
    if own is not None and not (column.is_key and _repeats(own, described.grid.value(*above))):
        return row, number
    if column.is_key and above != (row, number) and above[1] == number and described.grid.value(*above) is not None:
        return above
    if column.fill_down and cells is not None:
        place = bisect_left(cells.rows, row) - 1
        while place >= 0 and cells.rows[place] in totals:
            place -= 1
        if place >= 0 and cells.rows[place] >= described.source.first:
            return cells.rows[place], number
    return None


def _repeats(value: Value, shown: Value | None) -> bool:
    """Return whether a value under a merged area is the one that the area shows."""
    return isinstance(value, Covered) and shown is not None and fold(excel_text(value)) == fold(text_of(shown))


def read_key(column: SourceColumn, cell: Value | None, names: Names, known: list[str] | None) -> object:
    """Return the value of a key cell.

    Args:
        column: Its description.
        cell: Its value.
        names: Accepted aliases.
        known: Our own names, if the column refers to them and they are available.

    Raises:
        Wrong: the cell does not hold what the column requires.
        UnknownName: it holds a name that is not one of ours.
    """
    if isinstance(cell, ErrorValue):
        raise Wrong(Code.SOURCE_ERROR_VALUE, found=str(cell), advice=Phrase("error_key"))
    value = as_shown(cell) if column.kind in {"year", "date"} else as_words(cell)
    if value is None:
        if column.may_be_empty:
            return None
        raise Wrong(Code.SOURCE_VALUE_MISSING, advice=Phrase("empty_key"))
    text = extract(column, text_of(value))
    if column.kind == "year":
        return _year(column, value, text)
    if column.kind == "date":
        return _date(column, value, text)
    if isinstance(value, bool | PercentNumber) or not isinstance(value, str | int | float | datetime):
        raise not_a_value(column, value)
    if column.names is None or known is None:
        if column.pattern and not matches(column, text_of(value)) and fold(text) not in map(fold, (*column.also, *column.keep, OUTSIDE)):
            raise Wrong(Code.SOURCE_PATTERN_MISSED, found=show(text))
        return text
    others = {fold(other): other for other in (*column.also, OUTSIDE)}
    name = names.resolve(LIST_OF[column.names], text, known) or others.get(fold(text))
    if name is None:
        raise UnknownName(text)
    return name


def _year(column: SourceColumn, value: Plain, text: str) -> int:
    year = year_of(text)
    if year is None:
        raise not_a_value(column, value)
    return year


def _date(column: SourceColumn, value: Plain, text: str) -> date:
    day = value.date() if isinstance(value, datetime) else read_date(text)
    if isinstance(value, bool | float) or day is None:
        raise not_a_value(column, value)
    return day


def selects(column: SourceColumn, wanted: tuple[str, ...], text: str, value: object) -> bool:
    """Return whether a filter names a cell: by its text, by the part that the pattern extracts, or by our name for it."""
    readings = {fold(text), fold(extract(column, text)), fold(str(value))} - {""}
    return bool(readings & {fold(one) for one in wanted})
