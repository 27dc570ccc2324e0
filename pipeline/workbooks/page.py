"""Formatting shared by all sheets of our workbooks: colours, font, print set-up."""

from __future__ import annotations

from typing import Any, Final

from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

FONT: Final = "Calibri"
INK: Final = "17202A"
HEADER_FILLS: Final = ("D3D9E0", "E6E9ED")  # alternating between neighbouring groups of columns
ROW_HEIGHT: Final = 15.0
A4: Final = 9


def set_up_page(worksheet: Any) -> None:
    """Set a sheet to print on landscape A4, fitted to the page width, with file name and page number in the footer."""
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = A4
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    worksheet.oddFooter.left.text = "&F, &A"
    worksheet.oddFooter.right.text = "Side &P af &N"


def style_as_header(cell: Any, fill: str) -> None:
    """Style a cell as a header: bold, shaded, with a line below it."""
    cell.font = Font(name=FONT, size=11, bold=True, color=INK)
    cell.fill = PatternFill("solid", fgColor=fill)
    cell.border = Border(bottom=Side("medium", color=INK))
