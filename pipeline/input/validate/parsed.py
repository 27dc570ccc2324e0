"""Parsed tables: typed values, each with the raw table that has their addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.input.tables import RawTable
from pipeline.problems.model import Place
from pipeline.settings.accepted_names import Names


@dataclass(frozen=True)
class ParsedTable:
    """One sheet's values; `frame` has the raw table's index, Excel's row numbers."""

    raw: RawTable
    frame: pd.DataFrame

    @property
    def name(self) -> str:
        """The sheet's name in the schema."""
        return self.raw.sheet.name

    @property
    def year(self) -> int:
        """The year of a yearly sheet."""
        return int(self.raw.title)

    def filled(self, column: str) -> pd.Series:
        """Return which cells are filled, valid or not."""
        if column not in self.raw.frame:
            return pd.Series(False, index=self.frame.index)
        return self.raw.frame[column].notna()

    def unread(self, column: str) -> bool:
        """Return whether a cell of the column has no value though it should, so that the ids, years or kroner in it are not all known."""
        should = self.filled(column) | self.raw.sheet.column(column).required
        return bool((should & self.frame[column].isna()).any())

    def place(self, row: object, column: str | None = None) -> Place:
        """Return the address of a cell or row."""
        return self.raw.place(int(str(row)), column)


@dataclass(frozen=True)
class Parsed:
    """All sheets' values.

    Attributes:
        tables: The sheets that could be read.
        unread_years: Years whose sheet exists but could not be read.
        names: Accepted spellings of our names.
        copies: Sheets that were not read because they have the name of a copy.
    """

    tables: tuple[ParsedTable, ...]
    unread_years: frozenset[int] = frozenset()
    names: Names = Names()  # noqa: RUF009 - it never changes
    copies: tuple[str, ...] = ()

    def all(self, name: str) -> list[ParsedTable]:
        """Return the tables of a sheet; several if it is yearly or in several workbooks."""
        return [table for table in self.tables if table.name == name]

    def one(self, name: str) -> ParsedTable | None:
        """Return the table of a sheet, or None if it could not be read."""
        return next(iter(self.all(name)), None)

    def rows(self, name: str) -> Iterator[tuple[ParsedTable, int, Mapping[str, Any]]]:
        """Iterate over a sheet's rows with their table and Excel row; a missing text stays None, which `iterrows` sometimes makes NaN."""
        for table in self.all(name):
            for row, values in zip(table.frame.index, table.frame.to_dict("records"), strict=True):
                yield table, int(str(row)), {str(column): value for column, value in values.items()}
