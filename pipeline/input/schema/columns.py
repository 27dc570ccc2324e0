"""The vocabulary of the schema: column kinds, columns, sheets and workbooks. Knows no particular workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a cell of a column may hold."""

    ID = "id"  # text that names a row; stays text
    TEXT = "text"
    COUNT = "count"  # whole number >= 0
    AMOUNT = "amount"  # whole kroner or hours >= 0
    SHARE = "share"  # fraction 0-1, shown as percent in Excel
    YEAR = "year"
    DATE = "date"
    CHOICE = "choice"  # one of a closed list
    REFERENCE = "reference"  # the id of a row of another sheet
    REFERENCES = "references"  # several such ids, parted by semicolon
    EMAIL = "email"
    MARK = "mark"  # x, or nothing


HEADER: Final = "Overskrift"  # in messages, the column of a wide sheet's headers that are years or ids


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Attributes:
        name: Name in our tables, snake_case with its unit.
        header: Header in Excel, Danish.
        kind: What the cells hold.
        required: An empty cell is an error; otherwise it is missing.
        optional: The whole column may be absent: it repeats what stands elsewhere, to be checked against it.
        withholdable: The marker ``..`` is allowed and means that the source withholds the number.
        choices: For `Kind.CHOICE`: text in Excel → value in our tables.
        when_empty: Value of an empty cell, and of an absent column.
        refers_to: For references: ``sheet.column`` in our names, such as ``plans.plan_id``.
        after: For dates: the column of the same row whose day is earlier.
        exactly_where: A column of the same row and a value: the cell is filled where that column has that value, and nowhere else.
        width: Width in Excel, in characters.
        note: Help for the person who fills it in, Danish; shown as cell comment.
    """

    name: str
    header: str
    kind: Kind
    required: bool = True
    optional: bool = False
    withholdable: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    when_empty: str | None = None
    refers_to: str | None = None
    after: str | None = None
    exactly_where: tuple[str, str] | None = None
    width: int = 14
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wide:
    """The other shape that a sheet may have: columns headed by years or ids take the place of some of its columns.

    Attributes:
        title: What this shape is called where both are explained, Danish.
        columns: The columns with fixed headers.
        key: Columns whose values together occur once.
        head: What the header of each further column holds.
        below: What the cells below such a header hold; its own header describes these headers.
    """

    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    head: Column
    below: Column


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: headers in row 1, one record a row below.

    Attributes:
        name: Name of the table that it becomes.
        title: Sheet name in Excel; for yearly sheets None: every sheet whose name is a year belongs to it.
        columns: All columns that are read; others may stand beside them and are left alone.
        key: Columns whose values together occur once.
        optional: The sheet may be absent: it repeats what stands elsewhere, to be checked against it.
        wide: The other shape that it may have; its headers say which it has.
        headed: Names of the columns that are headed by a year or an id, in a sheet that has that other shape.
    """

    name: str
    title: str | None
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    optional: bool = False
    wide: Wide | None = None
    headed: frozenset[str] = frozenset()

    @property
    def yearly(self) -> bool:
        """True where there is one such sheet a year, named by the year."""
        return self.title is None

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def widen(self, headers: Iterable[tuple[str, str]]) -> Sheet:
        """Return the sheet in its wide shape.

        Args:
            headers: Name and header of each column headed by a year or an id.

        Raises:
            ValueError: it has no wide shape.
        """
        if self.wide is None:
            raise ValueError(self.name)
        further = [replace(self.wide.below, name=name, header=header) for name, header in headers]
        return Sheet(
            self.name, self.title, (*self.wide.columns, *further), self.wide.key, headed=frozenset(column.name for column in further)
        )


@dataclass(frozen=True, slots=True)
class Workbook:
    """One workbook of `input/`: its file name and its sheets."""

    name: str
    filename: str
    sheets: tuple[Sheet, ...]
