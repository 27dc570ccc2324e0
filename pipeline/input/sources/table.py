"""The result of reading a source: a table of values, and tables of the same shape with each value's cell and mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.input.same_numbers import Copy, find_same
from pipeline.input.sources.model import Source


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is not a record.

    Attributes:
        row: Excel's row number.
        text: Its text.
        confirmed: For a total: the columns that add up to it.
        unconfirmed: For a total: the columns that should add up but have withheld numbers, so that it cannot be checked.
    """

    row: int
    text: str
    confirmed: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BesideRecords:
    """What a source's sheet holds beside its records.

    Attributes:
        totals: Total rows.
        notes: Notes under the table, headings between its rows.
        left_out: Number of rows left out by skip_rows, keep and drop.
        hidden_rows: Records in hidden rows.
        hidden_columns: Hidden columns of the table.
    """

    totals: tuple[SetAside, ...] = ()
    notes: tuple[SetAside, ...] = ()
    left_out: int = 0
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceTable:
    """One source after reading.

    Attributes:
        source: Its description.
        file: The workbook's path in messages, for example ``input/cph_Be4.3.xlsx``.
        sha256: Hash of its bytes.
        sheet: The sheet's name in Excel.
        frame: A row per record, the index is Excel's row number, a column per column of the description. Shares are fractions; numbers
            that the source withholds or cannot give are missing.
        addresses: The same shape: the cell of each value, for example ``Sheet1!C4``; empty if it comes from no cell.
        marks: The same shape: withheld, not_possible, nil or provisional, as the source marks it; empty for a plain value.
        units: Column → unit, if given.
    """

    source: Source
    file: str
    sha256: str
    sheet: str
    frame: pd.DataFrame
    addresses: pd.DataFrame
    marks: pd.DataFrame
    units: Mapping[str, str]
    beside: BesideRecords

    def copies(self) -> list[Copy]:
        """Return the columns with the same numbers as another, and the years with those of another, in nearly all rows."""
        years = [column.name for column in self.source.columns if column.kind == "year"][:1]
        keys = [column.name for column in self.source.columns if column.is_key and column.name not in years]
        numbers = [column.name for column in self.source.columns if not column.is_key]
        parts = self.frame.groupby(years[0]) if years else [("", self.frame)]
        series = [
            (name, str(year), dict(zip(part[keys].itertuples(index=not keys, name=None), part[name], strict=True)))
            for name in numbers
            for year, part in parts
        ]
        return list(
            find_same(
                (name, year, {key: float(one) for key, one in all_of_it.items() if pd.notna(one)}) for name, year, all_of_it in series
            )
        )
