"""Find the schema's columns by their headers, and so which shape the sheet has."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.input.cell_values import text_of, year_of
from pipeline.input.excel.cells import SheetCells, letter_of
from pipeline.input.headers import find_header_row, readings
from pipeline.input.load.shape import choose_shape
from pipeline.input.schema.columns import Column, Sheet
from pipeline.language.same_name import fold
from pipeline.problems.missing import column_missing
from pipeline.problems.model import Code, Phrase, Place, Problem

MOST_NAMED: Final = 3  # headers of a sheet that has none


@dataclass(frozen=True, slots=True)
class Header:
    """The positions of the schema's columns.

    Attributes:
        row: The last row of the header; the records are below it.
        columns: Column name → Excel's column number.
        sheet: The sheet in the shape that it has.
        further: Excel's column number → header, of a wide sheet's columns headed by years or ids.
    """

    row: int
    columns: Mapping[str, int]
    sheet: Sheet
    further: Mapping[int, str] = field(default_factory=dict)


def find_header(cells: SheetCells, sheet: Sheet, file: str, ids: Collection[str] = ()) -> tuple[Header | None, list[Problem]]:
    """Return the columns' positions, or what is wrong with the header."""
    either = (*sheet.columns, *(sheet.wide.columns if sheet.wide else ()))
    row, heads = find_header_row(cells, (column.header for column in either))
    shape = choose_shape(cells, sheet, row, heads, ids)
    if isinstance(shape, Problem):
        return None, [replace(shape, place=replace(shape.place, file=file))]
    further = {letter_of(number): number for number in shape.further}
    fixed = [column for column in shape.sheet.columns if column.name not in further]
    names = {column: readings(texts) for column, texts in heads.items()}
    wanted = {fold(column.header) for column in fixed}
    others = [
        ", ".join(filter(None, heads[number])) for number, read in names.items() if not wanted & set(read)
    ]  # one in its place is no misspelt one
    own = [number for number, read in names.items() if not wanted & set(read) and number not in shape.further]
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for head in dict.fromkeys(_head(text) for text in shape.further.values() if text):
        same = [number for number, text in shape.further.items() if _head(text) == head]
        if len(same) > 1:
            problems.append(_twice(shape.further[same[0]], same, Place(file, cells.title), row))
    for column in fixed:
        found = [number for number, read in names.items() if fold(column.header) in read]
        if len(found) > 1:
            problems.append(_twice(column.header, found, Place(file, cells.title), row))
        elif not found and not column.optional:
            problems.append(column_missing(Place(file, cells.title, str(row)), column.header, others, _instead(column, shape.sheet)))
        elif found:
            columns[column.name] = found[0]
        elif instead := next((heads[number][-1] for number in own if _is_misspelt(column, cells, number, row, heads[number][-1])), None):
            facts = {"column": column.header, "advice": Phrase("column_near", {"near": instead})}
            problems.append(Problem(Code.COLUMN_MISSING, Place(file, cells.title, str(row)), facts))
    if problems and not columns:
        named = [f"»{column.header}«" for column in fixed if not column.optional][:MOST_NAMED]
        return None, [Problem(Code.HEADERS_MISSING, Place(file, cells.title), {"headers": ", ".join(named)})]
    return (None, problems) if problems else (Header(row, columns | further, shape.sheet, shape.further), [])


def _head(text: str) -> str:
    """Return what a header of a wide sheet says, whichever way it is written: a year, or an id."""
    return str(year_of(text) or fold(text))


def _is_misspelt(column: Column, cells: SheetCells, number: int, row: int, header: str) -> bool:
    """Return whether a column of one's own is an optional one under another header: the header begins with its own, or a cell is one of its choices.

    Left out, its cells would change what the others mean: hours without »timer« are kroner.
    """
    below = cells.columns[number]
    texts = (
        {fold(text_of(value)) for place, value in zip(below.rows, below.values, strict=True) if place > row} if column.choices else set()
    )
    return bool(texts & {fold(choice) for choice in column.choices} or re.match(rf"{re.escape(fold(column.header))}\W", fold(header)))


def _twice(header: str, numbers: list[int], sheet: Place, row: int) -> Problem:
    """Return the problem of a header that several columns have."""
    first, second, *_ = (f"{letter_of(number)}{row}" for number in numbers)
    return Problem(Code.COLUMN_TWICE, replace(sheet, cell=second), {"column": header, "first": first})


def _instead(column: Column, sheet: Sheet) -> str:
    """Return the description of the headers that may take a column's place; empty if none may."""
    return sheet.wide.below.header if sheet.wide and column not in sheet.wide.columns else ""
