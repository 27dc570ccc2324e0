"""What was read: sheets as columns of values with their row numbers, and what the workbook says about itself."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TypeAlias

LETTERS = 26


class PercentNumber(float):
    """A number that Excel shows as percent: 0.125 under the format ``0.0%`` reads 12.5 %."""

    __slots__ = ()


class ErrorValue(str):
    """One of Excel's error values, such as ``#REF!``: not a text, and not empty either."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class UnsavedFormula:
    """A formula that was saved without its result: what it means is not in the file."""


Value: TypeAlias = str | int | float | bool | datetime | time | timedelta | ErrorValue | UnsavedFormula


@dataclass(frozen=True, slots=True)
class ColumnCells:
    """The cells of one column that hold something.

    Attributes:
        rows: Excel's row numbers, ascending.
        values: The value of each; text is stripped and composed (NFC), never empty.
    """

    rows: array[int] = field(default_factory=lambda: array("I"))
    values: list[Value] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, rows and columns counted from 1 and both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet.

    Attributes:
        title: Its name, letter by letter.
        hidden: The sheet is hidden.
        columns: Column number (A = 1) → its cells; columns without cells are absent.
        merged: Merged areas; the top left cell holds their value.
        hidden_rows: Rows that hold cells and are hidden, ascending.
        hidden_columns: Columns that hold cells and are hidden, ascending.
    """

    title: str
    hidden: bool
    columns: Mapping[int, ColumnCells]
    merged: tuple[Area, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()

    @property
    def first_row(self) -> int:
        """The first row that holds a cell; 1 in an empty sheet."""
        return min((cells.rows[0] for cells in self.columns.values()), default=1)

    @property
    def last_row(self) -> int:
        """The last row that holds a cell; 0 in an empty sheet."""
        return max((cells.rows[-1] for cells in self.columns.values()), default=0)

    def row(self, number: int) -> dict[int, Value]:
        """Return one row as column number → value."""
        found = {}
        for column, cells in self.columns.items():
            place = _search(cells.rows, number)
            if place is not None:
                found[column] = cells.values[place]
        return found


@dataclass(frozen=True, slots=True)
class WorkbookCells:
    """One workbook.

    Attributes:
        size: Size of the file in bytes.
        sha256: Hash of the very bytes that were read.
        sheets: The worksheets in Excel's order, hidden ones among them.
        macros: The file holds macros, which nobody ran.
        links: Targets of links to other workbooks, which nobody followed.
        properties: Custom document properties that are text.
    """

    size: int
    sha256: str
    sheets: tuple[SheetCells, ...]
    macros: bool = False
    links: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


def letter_of(column: int) -> str:
    """Return a column's letters: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, place = divmod(column - 1, LETTERS)
        letters = chr(ord("A") + place) + letters
    return letters


def number_of(letters: str) -> int:
    """Return a column's number: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number


def _search(rows: array[int], number: int) -> int | None:
    place = bisect_left(rows, number)
    return place if place < len(rows) and rows[place] == number else None
