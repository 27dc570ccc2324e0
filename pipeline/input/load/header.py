"""Find the schema's columns by their headers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.input.excel.cells import SheetCells, letter_of
from pipeline.input.headers import find_header_row, readings
from pipeline.input.schema.columns import Sheet
from pipeline.language.same_name import fold
from pipeline.problems.missing import column_missing
from pipeline.problems.model import Code, Place, Problem

MOST_NAMED: Final = 3  # headers of a sheet that has none


@dataclass(frozen=True, slots=True)
class Header:
    """The positions of the schema's columns.

    Attributes:
        row: The last row of the header; the records are below it.
        columns: Column name → Excel's column number.
    """

    row: int
    columns: Mapping[str, int]


def find_header(cells: SheetCells, sheet: Sheet, file: str) -> tuple[Header | None, list[Problem]]:
    """Return the columns' positions, or what is wrong with the header."""
    row, heads = find_header_row(cells, (column.header for column in sheet.columns))
    names = {column: readings(texts) for column, texts in heads.items()}
    wanted = {fold(column.header) for column in sheet.columns}
    others = [
        ", ".join(filter(None, heads[number])) for number, read in names.items() if not wanted & set(read)
    ]  # one in its place is no misspelt one
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for column in sheet.columns:
        found = [number for number, read in names.items() if fold(column.header) in read]
        if len(found) > 1:
            facts = {"column": column.header, "first": f"{letter_of(found[0])}{row}"}
            problems.append(Problem(Code.COLUMN_TWICE, Place(file, cells.title, f"{letter_of(found[1])}{row}"), facts))
        elif not found and not column.optional:
            problems.append(column_missing(Place(file, cells.title, str(row)), column.header, others))
        elif found:
            columns[column.name] = found[0]
    if problems and not columns:
        named = [f"»{column.header}«" for column in sheet.columns if not column.optional][:MOST_NAMED]
        return None, [Problem(Code.HEADERS_MISSING, Place(file, cells.title), {"headers": ", ".join(named)})]
    return (None, problems) if problems else (Header(row, columns), [])
