"""Assemble the table of a source, with a cell and a mark for each value."""

from __future__ import annotations

from typing import Final

import pandas as pd

from pipeline.input.excel.cells import WorkbookCells, letter_of
from pipeline.input.sources.columns import Content
from pipeline.input.sources.model import Source
from pipeline.input.sources.rows import Described, SourceRows
from pipeline.input.sources.table import BesideRecords, SetAside, SourceTable

DTYPES: Final = {"count": "Int64", "year": "Int64", "number": "float64", "share": "float64"}


def assemble_table(
    described: Described, rows: SourceRows, content: Content, kept: list[int], workbook: WorkbookCells, totals: list[SetAside]
) -> SourceTable:
    """Return the table of the records that are kept."""
    source, grid = described.source, described.grid
    index = pd.Index(kept, name="row")
    frame, addresses, marks = {}, {}, {}
    for column in source.columns:
        values = [content.values[column.name].get(row) for row in kept]
        frame[column.name] = pd.Series(values, index=index, dtype=DTYPES.get(column.kind, "object"))
        cells = content.cells[column.name]
        addresses[column.name] = pd.Series([grid.address(*cells[row]) if row in cells else "" for row in kept], index=index, dtype="object")
        marks[column.name] = pd.Series([content.marks[column.name].get(row, "") for row in kept], index=index, dtype="object")
    hidden = set(grid.cells.hidden_rows)
    letters = {number: name for name, number in described.columns.items()}
    return SourceTable(
        source=source,
        file=grid.file,
        sha256=workbook.sha256,
        sheet=grid.cells.title,
        frame=pd.DataFrame(frame, index=index),
        addresses=pd.DataFrame(addresses, index=index),
        marks=pd.DataFrame(marks, index=index),
        units=_units(source),
        beside=BesideRecords(
            totals=tuple(totals),
            notes=tuple(rows.notes),
            left_out=rows.left_out,
            hidden_rows=tuple(row for row in kept if row in hidden),
            hidden_columns=tuple(letter_of(number) for number in grid.cells.hidden_columns if number in letters),
        ),
    )


def _units(source: Source) -> dict[str, str]:
    """Return each column's unit; shares are fractions, however the source writes them."""
    units = {column.name: "fraction" if column.kind == "share" else column.unit for column in source.columns}
    return {name: unit for name, unit in units.items() if unit}
