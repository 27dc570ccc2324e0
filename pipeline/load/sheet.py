"""Turn the cells of one sheet into a raw table: find the header's columns, keep every cell's address."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from math import isnan

import pandas as pd
from openpyxl.utils import get_column_letter

from pipeline.problems import Code, Place, Problem
from pipeline.schema import Sheet
from pipeline.tables import ERROR_CELL, RawTable

HEADER_ROW = 1


def read_sheet(cells: pd.DataFrame, sheet: Sheet, file: str, title: str) -> tuple[RawTable | None, list[Problem]]:
    """Read one sheet.

    Args:
        cells: All cells from A1 on, as pandas read them without a header.
        sheet: The shape to find.
        file: The workbook's name in messages.
        title: The sheet's name in Excel.

    Returns:
        The table, or None where its header cannot be used; and the problems of the header.
    """
    if cells.empty:
        return None, [Problem(Code.SHEET_EMPTY, Place(file, title))]
    headers = [fold(_clean(value)) for value in cells.iloc[HEADER_ROW - 1]]
    original = {header: " ".join(str(value).split()) for header, value in zip(headers, cells.iloc[HEADER_ROW - 1], strict=True) if header}
    positions: dict[str, int] = {}
    problems: list[Problem] = []
    for column in sheet.columns:
        found = [position for position, header in enumerate(headers) if header == fold(column.header)]
        if len(found) > 1:
            second = f"{get_column_letter(found[1] + 1)}{HEADER_ROW}"
            first = f"{get_column_letter(found[0] + 1)}{HEADER_ROW}"
            problems.append(Problem(Code.COLUMN_TWICE, Place(file, title, second), {"column": column.header, "first": first}))
        elif not found and not column.optional:
            near = [original[match] for match in get_close_matches(fold(column.header), list(original), n=1)]
            place = Place(file, title, str(HEADER_ROW))
            problems.append(Problem(Code.COLUMN_MISSING, place, {"column": column.header, "near": ", ".join(near) or "-"}))
        elif found:
            positions[column.name] = found[0]
    if problems:
        return None, problems
    rows = pd.RangeIndex(HEADER_ROW + 1, len(cells) + 1, name="row")
    columns = {name: [_clean(value) for value in cells.iloc[HEADER_ROW:, position]] for name, position in positions.items()}
    body = pd.DataFrame(columns, index=rows, dtype=object)
    body = body[body.notna().any(axis=1)]
    letters = {name: get_column_letter(position + 1) for name, position in positions.items()}
    return RawTable(sheet, file, title, body, letters), []


def fold(value: object) -> str:
    """Fold a header or a sheet's name for comparison: composed Unicode, single spaces, no case; what is no text or number is empty."""
    if not isinstance(value, str | int | float):
        return ""
    return " ".join(unicodedata.normalize("NFC", str(value)).split()).casefold()


def _clean(value: object) -> object:
    """Strip text, make empty cells None and error values `ERROR_CELL`."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value).strip()
        return text or None
    if isinstance(value, float) and isnan(value):
        return ERROR_CELL
    return value
