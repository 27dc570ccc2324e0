"""Positions of a table's cells, some of which span several rows or columns, and the headers of each cell. Uses no library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpannedCell:
    """One cell as given in its row.

    Attributes:
        columns: How many columns it spans.
        rows: How many rows it spans.
        head: Its direction if it is a header, ``Column`` or ``Row``; empty for a cell with content.
    """

    columns: int = 1
    rows: int = 1
    head: str = ""


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell's position: rows and columns from 0, and which cell of which source row it is."""

    cell: SpannedCell
    rows: range
    columns: range
    source: tuple[int, int]


def place_cells(rows: Sequence[Sequence[SpannedCell]]) -> list[PlacedCell]:
    """Return the position of every cell, in reading order: each takes the first columns not covered by a cell from above."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row_number, row in enumerate(rows):
        column = 0
        for cell_number, cell in enumerate(row):
            while (row_number, column) in taken:
                column += 1
            place = PlacedCell(
                cell, range(row_number, row_number + cell.rows), range(column, column + cell.columns), (row_number, cell_number)
            )
            taken.update((reached, over) for reached in place.rows for over in place.columns)
            placed.append(place)
            column += cell.columns
    return placed


def heads_of(place: PlacedCell, placed: Sequence[PlacedCell]) -> list[PlacedCell]:
    """Return the headers of a cell: those of its rows, then those of its columns, each in reading order."""
    of_rows = [head for head in placed if head.cell.head == "Row" and _meet(head.rows, place.rows)]
    of_columns = [head for head in placed if head.cell.head == "Column" and _meet(head.columns, place.columns)]
    return of_rows + of_columns


def row_widths(placed: Sequence[PlacedCell]) -> set[int]:
    """Return the rows' numbers of columns; a single number if the table is complete."""
    ends: dict[int, int] = {}
    for place in placed:
        for row in place.rows:
            ends[row] = ends.get(row, 0) + len(place.columns)
    return set(ends.values())


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
