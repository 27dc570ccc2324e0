"""Where the columns of a sheet are in a workbook: as we write them, or as people have moved them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter, quote_sheetname

from pipeline.input.schema.columns import Sheet


@dataclass(frozen=True, slots=True)
class LaidOut:
    """One sheet in a workbook.

    Attributes:
        sheet: Its columns, those alone that it has.
        title: Its name in Excel.
        letters: Column name → Excel's column letter.
        first: The first row below the headers.
    """

    sheet: Sheet
    title: str
    letters: Mapping[str, str]
    first: int = 2

    def cells(self, column: str, last: int) -> str:
        """Return the address of a column's cells down to a row, for formulas in other sheets."""
        letter = self.letters[column]
        return f"{quote_sheetname(self.title)}!${letter}${self.first}:${letter}${last}"


def as_written(sheet: Sheet, title: str) -> LaidOut:
    """Return where the columns of a sheet are that we write: from A on, under headers in row 1."""
    return LaidOut(sheet, title, {column.name: get_column_letter(place) for place, column in enumerate(sheet.columns, 1)})


def by_name(sheets: Iterable[LaidOut]) -> dict[str, LaidOut]:
    """Return the sheets by the schema's name; of the yearly ones the last, since nothing refers to them."""
    return {one.sheet.name: one for one in sheets}
