"""Small workbooks of other organisations with their description, for the tests of sources: every file is written to disk.

Enters: rows of cells and the lines of a description. Leaves: a folder named ``input``, and the result of reading it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.input.sources.read import read_sources
from pipeline.input.sources.table import SourceTable
from pipeline.problems.model import Problem
from pipeline.problems.rejected import InputRejected

FILE = "kilde.xlsx"
AREA, PERSONS = ("area", "Bydel", "text"), ("persons", "Personer", "count")


def column(name: str, header: str, kind: str, *lines: str) -> str:
    """Return the description of a column that is found by its header."""
    return "\n".join(("[[source.columns]]", f'name = "{name}"', f'header = "{header}"', f'kind = "{kind}"', *lines))


def described(*columns: str, lines: Sequence[str] = (), head: str = "header_rows = [1]") -> str:
    """Return the description of one source, by default of an area and its persons."""
    wanted = columns or (column(*AREA), column(*PERSONS))
    return "\n".join(("[[source]]", 'id = "kilde"', f'file = "{FILE}"', head, *lines, *wanted))


def write_workbook(path: Path, rows: Sequence[Sequence[Any]], change: Callable[[Worksheet], object] | None = None) -> None:
    """Write rows of cells into a workbook, None for an empty cell."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Tabel"
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(number, place, value)
    if change is not None:
        change(sheet)
    book.save(path)


def lay(
    folder: Path, rows: Sequence[Sequence[Any]], description: str | None = None, change: Callable[[Worksheet], object] | None = None
) -> Path:
    """Write a workbook and its description into a folder named input."""
    target = folder / "input"
    target.mkdir(exist_ok=True)
    write_workbook(target / FILE, rows, change)
    (target / "kilder.toml").write_text(description or described(), encoding="utf-8")
    return target


def read(
    folder: Path, rows: Sequence[Sequence[Any]], description: str | None = None, change: Callable[[Worksheet], object] | None = None
) -> SourceTable:
    """Return the table of a workbook that holds no problem."""
    (table,) = read_sources(lay(folder, rows, description, change))
    return table


def problems(
    folder: Path, rows: Sequence[Sequence[Any]], description: str | None = None, change: Callable[[Worksheet], object] | None = None
) -> tuple[Problem, ...]:
    """Return the problems of a workbook; it must have some."""
    return refused_sources(lay(folder, rows, description, change))


def refused_sources(folder: Path) -> tuple[Problem, ...]:
    """Return the problems of the sources of an input folder; they must have some."""
    with pytest.raises(InputRejected) as rejected:
        read_sources(folder)
    return rejected.value.problems


def records(table: SourceTable) -> list[Mapping[str, Any]]:
    """Return a table's records, None for a value that is not there."""
    return [{str(name): value for name, value in record.items()} for record in _objects(table).to_dict("records")]


def _objects(table: SourceTable) -> pd.DataFrame:
    return table.frame.astype(object).where(table.frame.notna(), None)
