"""What is read from a source: a table of values, and tables of the same shape with each value's cell and mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.input.sources.model import Source


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is no record.

    Attributes:
        row: Excel's row number.
        text: What stands in it.
        confirmed: For a total: the columns that add up to it.
        unconfirmed: For a total: the columns that should add up but hold withheld numbers, so that nobody can tell.
    """

    row: int
    text: str
    confirmed: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceTable:
    """One source as it was read.

    Attributes:
        source: Its description.
        file: The workbook as the analyst knows it, such as ``input/cph_Be4.3.xlsx``.
        sha256: Hash of its bytes.
        sheet: The sheet's name in Excel.
        frame: A row per record, the index is Excel's row number, a column per column of the description. Shares are fractions; numbers
            that the source withholds or cannot give are missing.
        addresses: The same shape: the cell of each value, such as ``Sheet1!C4``; empty where no cell holds it.
        marks: The same shape: withheld, not_possible, nil or provisional, as the source marks it; empty for a plain value.
        units: Column → unit, where one was given.
        totals: Total rows.
        notes: Notes under the table, headings between its rows.
        left_out: Number of rows left out by skip_rows, keep and drop.
        hidden_rows: Records that stand in hidden rows.
        hidden_columns: Columns of the table that are hidden.
        unread: First and last row with values below the table that were not read; None where there are none.
    """

    source: Source
    file: str
    sha256: str
    sheet: str
    frame: pd.DataFrame
    addresses: pd.DataFrame
    marks: pd.DataFrame
    units: Mapping[str, str]
    totals: tuple[SetAside, ...] = ()
    notes: tuple[SetAside, ...] = ()
    left_out: int = 0
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    unread: tuple[int, int] | None = None
