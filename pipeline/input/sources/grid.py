"""One sheet as a grid of cells, with a merged area's value available at each of its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from operator import attrgetter
from typing import Final

from pipeline.input.excel.cells import CellArea, SheetCells, Value, letter_of
from pipeline.problems.model import Place

TOP: Final = attrgetter("top")


class SheetGrid:
    """The cells of a sheet by row and column."""

    def __init__(self, cells: SheetCells, file: str) -> None:
        self.cells = cells
        self.file = file
        self.columns = tuple(cells.columns)
        self._merged: dict[int, list[CellArea]] = {}  # column → its areas from the top down, filled on first use

    @cached_property
    def rows(self) -> Mapping[int, Mapping[int, Value]]:
        """Row number → column number → value; rows without cells are absent."""
        return self.cells.by_row()

    def value(self, row: int, column: int) -> Value | None:
        """Return a cell's own value."""
        return self.rows.get(row, {}).get(column)

    def merged_from(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell whose value a cell shows: the top left one of its merged area, or itself."""
        if column not in self._merged:
            over = [area for area in self.cells.merged if area.left <= column <= area.right]
            self._merged[column] = sorted(over, key=TOP)
        areas = self._merged[column]
        place = bisect_right(areas, row, key=TOP) - 1
        return (areas[place].top, areas[place].left) if place >= 0 and row <= areas[place].bottom else (row, column)

    def address(self, row: int, column: int) -> str:
        """Return a cell's address with its sheet, for example ``Sheet1!C4``."""
        return f"{self.cells.title}!{letter_of(column)}{row}"

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """Return the place of a cell, row or column."""
        cell = f"{letter_of(column) if column else ''}{row or ''}"
        return Place(self.file, self.cells.title, cell or None)
