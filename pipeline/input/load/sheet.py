"""Turn the cells of one sheet into a raw table: columns by header, records, every cell's address. Notes below it are left out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd

from pipeline.input.excel.cells import SheetCells, letter_of
from pipeline.input.load.header import Header, find_header
from pipeline.input.row_labels import begins_note
from pipeline.input.schema.columns import Sheet
from pipeline.input.tables import RawTable
from pipeline.problems.model import Code, Place, Problem

MOST_NOTES: Final = 200  # cells searched for notes in each column
MOST_RANGES: Final = 10


def read_sheet(cells: SheetCells, sheet: Sheet, file: str, ids: Collection[str] = ()) -> tuple[RawTable | None, list[Problem]]:
    """Read one sheet.

    Args:
        cells: All cells of the sheet.
        sheet: The expected shape.
        file: The workbook's name in messages.
        ids: The ids, after `fold`, that may head a column of a wide sheet.

    Returns:
        The table, or None if its header cannot be used; and the sheet's problems and findings.
    """
    if not cells.columns:
        return None, [Problem(Code.SHEET_EMPTY, Place(file, cells.title))]
    header, problems = find_header(cells, sheet, file, ids)
    if header is None:
        return None, problems
    rows = _records(cells, header)
    frame = pd.DataFrame(
        {name: _values(cells, column, rows) for name, column in header.columns.items()}, index=pd.Index(rows, name="row"), dtype=object
    )
    letters = {name: letter_of(column) for name, column in header.columns.items()}
    table = RawTable(
        header.sheet,
        file,
        cells.title,
        frame,
        letters,
        _merged(cells, header, rows),
        heads=_heads(cells, sheet, header, file),
        first=header.row + 1,
    )
    return table, list(_hidden(cells, header, rows, file))


def _heads(cells: SheetCells, sheet: Sheet, header: Header, file: str) -> RawTable | None:
    """Return a wide sheet's headers that are years or ids as a table of their own, by column number; None for another sheet."""
    if sheet.wide is None or header.sheet is sheet:
        return None
    head = sheet.wide.head
    typed = cells.row(header.row)
    frame = pd.DataFrame({head.name: [typed.get(number) for number in header.further]}, index=list(header.further), dtype=object)
    spread = {number: (header.row, letter_of(number)) for number in header.further}
    return RawTable(Sheet(f"{sheet.name}_heads", sheet.title, (head,), ()), file, cells.title, frame, {}, spread=spread)


def _records(cells: SheetCells, header: Header) -> np.ndarray:
    """Return the rows below the header with a value in any of the schema's columns, down to the notes."""
    filled = [np.asarray(cells.columns[column].rows, dtype=np.int64) for column in header.columns.values() if column in cells.columns]
    rows = np.unique(np.concatenate(filled)) if filled else np.array([], dtype=np.int64)
    rows = rows[rows > header.row]
    return rows[rows < _first_note(cells, header.row)]


def _first_note(cells: SheetCells, header_row: int) -> int:
    """Return the row of the first note; from there on, rows hold one text each."""
    first = cells.last_row + 1
    numbers: dict[int, int] = {}
    for column in cells.columns.values():
        for row in column.rows[-MOST_NOTES:]:
            numbers[row] = numbers.get(row, 0) + 1
    for row in sorted((row for row in numbers if row > header_row), reverse=True):
        texts = list(cells.row(row).values())
        if len(texts) != 1 or type(texts[0]) is not str:
            break
        if begins_note(texts[0]):
            first = row
    return first


def _values(cells: SheetCells, column: int, rows: np.ndarray) -> np.ndarray:
    """Return a column's values in these rows, None where a cell is empty."""
    values = np.full(len(rows), None, dtype=object)
    found = cells.columns.get(column)
    if found is not None and len(rows):
        own = np.asarray(found.rows, dtype=np.int64)
        wanted = np.isin(own, rows)
        kept = np.empty(len(own), dtype=object)
        kept[:] = found.values
        values[np.searchsorted(rows, own[wanted])] = kept[wanted]
    return values


def _merged(cells: SheetCells, header: Header, rows: np.ndarray) -> frozenset[tuple[int, str]]:
    """Return the cells of the table that belong to a merged area with a value, but for the first, which has it."""
    found = set()
    for area in cells.merged:
        if cells.row(area.top).get(area.left) is None:
            continue
        for name, column in header.columns.items():
            if area.left <= column <= area.right:
                inside = rows[(rows >= area.top) & (rows <= area.bottom)].tolist()
                found |= {(row, name) for row in inside if (row, column) != (area.top, area.left)}
    return frozenset(found)


def _hidden(cells: SheetCells, header: Header, rows: np.ndarray, file: str) -> list[Problem]:
    """Return findings for hidden rows and columns that were read."""
    findings = []
    place = Place(file, cells.title)
    if cells.hidden:
        findings.append(Problem(Code.SHEET_HIDDEN, place))
    hidden_rows = sorted(set(cells.hidden_rows) & set(rows.tolist()))
    if hidden_rows:
        facts = {"rows": _ranges(hidden_rows)}
        findings.append(Problem(Code.ROWS_HIDDEN, Place(file, cells.title, str(hidden_rows[0])), facts))
    hidden_columns = sorted(set(cells.hidden_columns) & set(header.columns.values()))
    if hidden_columns:
        letters = ", ".join(letter_of(column) for column in hidden_columns)
        findings.append(Problem(Code.COLUMNS_HIDDEN, Place(file, cells.title, letter_of(hidden_columns[0])), {"columns": letters}))
    return findings


def _ranges(numbers: list[int]) -> str:
    """Return row numbers as ranges: 3, 5–9, 12."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges[:MOST_RANGES])
    return shown if len(ranges) <= MOST_RANGES else f"{shown} …"
