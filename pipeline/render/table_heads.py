"""Where the cells of a table stand when some span several rows or columns, and which heads a cell has. Knows no library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpannedCell:
    """One cell as it stands in its row.

    Attributes:
        columns: How many columns it spans.
        rows: How many rows it spans.
        head: The way that it heads, ``Column`` or ``Row``; empty for a cell with content.
    """

    columns: int = 1
    rows: int = 1
    head: str = ""


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """Where a cell stands: rows and columns from 0, and which cell of which row of the source it is."""

    cell: SpannedCell
    rows: range
    columns: range
    source: tuple[int, int]


def place_cells(rows: Sequence[Sequence[SpannedCell]]) -> list[PlacedCell]:
    """Return the place of every cell, in reading order: each takes the first columns that no cell from above reaches into."""
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
    """Return the heads of a cell: those of its rows, then those of its columns, each in reading order."""
    of_rows = [head for head in placed if head.cell.head == "Row" and _meet(head.rows, place.rows)]
    of_columns = [head for head in placed if head.cell.head == "Column" and _meet(head.columns, place.columns)]
    return of_rows + of_columns


def row_widths(placed: Sequence[PlacedCell]) -> set[int]:
    """Return how many columns the rows have; one number where the table is whole."""
    ends: dict[int, int] = {}
    for place in placed:
        for row in place.rows:
            ends[row] = ends.get(row, 0) + len(place.columns)
    return set(ends.values())


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
