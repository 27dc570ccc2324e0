"""Addresses of figures in Excel: the cells that a number comes from or is the sum of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from pipeline.input.schema.columns import Workbook
from pipeline.input.schema.workbooks import INDICATOR_WORKBOOK, PLANS

CELL: Final = re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]+)(?P<row>\d+)")


def in_indicators(cells: Iterable[str]) -> str:
    """Return the address of cells of the indicators' workbook: ``indikatorer.xlsx [2025!F2:F5, F9]``."""
    return _address(INDICATOR_WORKBOOK, cells)


def in_plans(cells: Iterable[str]) -> str:
    """Return the address of cells of the plans' workbook."""
    return _address(PLANS, cells)


def _address(workbook: Workbook, cells: Iterable[str]) -> str:
    """Return workbook, sheets and ranges; empty if there are no cells."""
    found = [match for cell in cells if (match := CELL.fullmatch(cell))]
    columns = sorted({(match["sheet"], len(match["column"]), match["column"]) for match in found})
    parts = []
    for sheet, in_sheet in groupby(columns, key=lambda column: column[0]):
        ranges = [
            one
            for _, _, column in in_sheet
            for one in _ranges(
                column, sorted({int(match["row"]) for match in found if (match["sheet"], match["column"]) == (sheet, column)})
            )
        ]
        parts.append(f"{sheet}!{', '.join(ranges)}")
    return f"{workbook.filename} [{'; '.join(parts)}]" if parts else ""


def _ranges(column: str, rows: list[int]) -> Iterator[str]:
    """Yield ``F2:F5`` for consecutive rows, ``F9`` for a single one."""
    for _, run in groupby(enumerate(rows), key=lambda numbered: numbered[1] - numbered[0]):
        members = [row for _, row in run]
        yield f"{column}{members[0]}" if len(members) == 1 else f"{column}{members[0]}:{column}{members[-1]}"
