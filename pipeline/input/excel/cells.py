"""The content of a workbook: sheets as columns of values with row numbers, and the workbook's properties."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TypeAlias

LETTERS = 26


class PercentNumber(float):
    """A number that Excel shows as percent: 0.125 in the format ``0.0%`` is shown as 12.5 %."""

    __slots__ = ()


class ErrorValue(str):
    """One of Excel's error values, for example ``#REF!``: neither text nor empty."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class UnsavedFormula:
    """A formula saved without its result, so that its value is not in the file."""


Plain: TypeAlias = str | int | float | bool | datetime | time | timedelta | ErrorValue | UnsavedFormula


@dataclass(frozen=True, slots=True)
class CellArea:
    """A rectangle of cells; rows and columns count from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{letter_of(self.left)}{self.top}:{letter_of(self.right)}{self.bottom}"


@dataclass(frozen=True, slots=True)
class Marked:
    """A value that is partly or wholly raised, lowered or struck out: 3 with a raised footnote mark 1 is stored as 31.

    A type of its own, because text columns accept it and number columns must not.

    Attributes:
        value: The stored value.
        part: The marked part; empty if all of it is marked.
    """

    value: Plain
    part: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """A value under a merged area, which Excel does not show.

    Attributes:
        value: The stored value.
        area: The merged area, which shows only the value of its top left cell.
    """

    value: Plain
    area: CellArea


Stored: TypeAlias = Plain | Marked  # the cell's own value, regardless of merged areas
Value: TypeAlias = Stored | Covered


@dataclass(frozen=True, slots=True)
class ColumnCells:
    """The non-empty cells of one column.

    Attributes:
        rows: Excel's row numbers, ascending.
        values: The value of each; text is stripped and composed (NFC), never empty.
    """

    rows: array[int] = field(default_factory=lambda: array("I"))
    values: list[Value] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet.

    Attributes:
        title: Its name, exactly as in the file.
        hidden: The sheet is hidden.
        columns: Column number (A = 1) → its cells; columns without cells are absent.
        merged: Merged areas; the top left cell holds their value, the values of the others are `Covered`.
        hidden_rows: Hidden rows that hold cells, ascending.
        hidden_columns: Hidden columns that hold cells, ascending.
    """

    title: str
    hidden: bool
    columns: Mapping[int, ColumnCells]
    merged: tuple[CellArea, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()

    @property
    def first_row(self) -> int:
        """The first row with a cell; 1 in an empty sheet."""
        return min((cells.rows[0] for cells in self.columns.values()), default=1)

    @property
    def last_row(self) -> int:
        """The last row with a cell; 0 in an empty sheet."""
        return max((cells.rows[-1] for cells in self.columns.values()), default=0)

    def by_row(self) -> dict[int, dict[int, Value]]:
        """Return row number → column number → value; rows without cells are absent."""
        rows: dict[int, dict[int, Value]] = {}
        for column, cells in self.columns.items():
            for row, value in zip(cells.rows, cells.values, strict=True):
                rows.setdefault(row, {})[column] = value
        return dict(sorted(rows.items()))

    def row(self, number: int) -> dict[int, Plain]:
        """Return one row as column number → value, as text columns read it: marked values count, covered ones do not."""
        found: dict[int, Plain] = {}
        for column, cells in self.columns.items():
            place = _search(cells.rows, number)
            value = unmarked(cells.values[place]) if place is not None else None
            if value is not None and not isinstance(value, Covered):
                found[column] = value
        return found


@dataclass(frozen=True, slots=True)
class WorkbookCells:
    """One workbook.

    Attributes:
        size: Size of the file in bytes.
        sha256: Hash of the bytes that were read.
        sheets: The worksheets in Excel's order, including hidden ones.
        macros: The file contains macros, which were not run.
        links: Targets of links to other workbooks, which were not followed.
        properties: Custom document properties that are text.
    """

    size: int
    sha256: str
    sheets: tuple[SheetCells, ...]
    macros: bool = False
    links: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


def unmarked(value: Value) -> Plain | Covered:
    """Return a value as a text column reads it: raised, lowered and struck-out parts belong to the text."""
    return value.value if isinstance(value, Marked) else value


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
