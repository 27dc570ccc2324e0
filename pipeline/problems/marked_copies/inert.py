"""Remove from a workbook what would be calculated, fetched or run, and what would hide a mark.

Cells read as values have no formulas, but names, drop-downs, conditional formats, tables and pivot tables may; a name
may even call another program (DDE).
"""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.worksheet.datavalidation import DataValidationList


def make_inert(book: Workbook) -> None:
    """Keep only values, formats, comments and pictures."""
    book.template = False  # the copy is named .xlsx, and Excel opens no template with that extension
    book.defined_names.clear()
    for sheet in book.worksheets:
        sheet.defined_names.clear()
        sheet.conditional_formatting = ConditionalFormattingList()  # its colours would hide the marks
        sheet.data_validations = DataValidationList()
        sheet.tables.clear()
        sheet._pivots = []  # type: ignore[attr-defined]  # noqa: SLF001 - openpyxl has no other way to leave out a pivot table
