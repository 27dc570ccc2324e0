"""Write plain sheets: a table under its column names, columns as wide as needed, never a formula."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.input.excel.cells import letter_of

DATE_FORMAT: Final = "dd-mm-yyyy"
WIDEST: Final = 60


def fill_sheet(
    sheet: Worksheet, frame: pd.DataFrame, instead: pd.DataFrame | None = None, formats: Mapping[str, str] | None = None
) -> None:
    """Write a table with its column names as header.

    Args:
        sheet: An empty sheet.
        frame: The table.
        instead: Text for missing values; by default empty.
        formats: Column → number format.
    """
    for number, name in enumerate(map(str, frame.columns), start=1):
        put(sheet, 1, number, name)
        sheet.cell(1, number).font = Font(bold=True)
        longest = len(name)
        for row, value in enumerate(frame[name].tolist(), start=2):
            missing = bool(pd.isna(value))
            written = (instead[name].iloc[row - 2] if instead is not None else "") if missing else value
            put(sheet, row, number, written, (formats or {}).get(name))
            longest = max(longest, len(str(written)))
        sheet.column_dimensions[letter_of(number)].width = min(WIDEST, longest + 2)
    sheet.freeze_panes = "A2"


def put(sheet: Worksheet, row: int, column: int, value: object, number_format: str | None = None) -> None:
    """Write a value into a cell; text is never a formula, and an empty text leaves the cell empty."""
    if value == "":
        return
    cell = sheet.cell(row, column)
    put_value(cell, value)
    if not isinstance(value, str) and (number_format or isinstance(value, date)):
        cell.number_format = number_format or DATE_FORMAT


def put_value(cell: Any, value: object) -> None:
    """Write a value into a cell of any previous format; text is never a formula."""
    if isinstance(value, str):
        cell.value = unicodedata.normalize("NFC", ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value))
        cell.data_type = "s"
    else:
        cell.value = value
