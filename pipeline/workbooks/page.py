"""What all sheets of our workbooks have in common: ink, typeface, and how they are printed."""

from __future__ import annotations

from typing import Any, Final

from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

FONT: Final = "Calibri"
INK: Final = "17202A"
HEADER_FILLS: Final = ("D3D9E0", "E6E9ED")  # neighbouring groups of columns take turns
ROW_HEIGHT: Final = 15.0
A4: Final = 9


def set_up_page(worksheet: Any) -> None:
    """Print a sheet on A4 across, as wide as the page, with the file's name and the page's number at the foot."""
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = A4
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    worksheet.oddFooter.left.text = "&F, &A"
    worksheet.oddFooter.right.text = "Side &P af &N"


def style_as_header(cell: Any, fill: str) -> None:
    """Make a cell a header: bold on a shade, with a line below it."""
    cell.font = Font(name=FONT, size=11, bold=True, color=INK)
    cell.fill = PatternFill("solid", fgColor=fill)
    cell.border = Border(bottom=Side("medium", color=INK))
