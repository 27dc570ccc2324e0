"""Cells that look different from their values, as people make them in Excel: footnote marks, strikes, values under merged areas.

Enters: texts and cells of an openpyxl sheet. Leaves: rich texts, changed sheets.
"""

from __future__ import annotations

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet


def raised(text: str, part: str) -> CellRichText:
    """Return a text with a raised part behind it."""
    return CellRichText(text, TextBlock(InlineFont(vertAlign="superscript"), part))


def lowered(text: str, part: str) -> CellRichText:
    """Return a text with a lowered part behind it."""
    return CellRichText(text, TextBlock(InlineFont(vertAlign="subscript"), part))


def struck(part: str, text: str) -> CellRichText:
    """Return a text with a part struck out before it."""
    return CellRichText(TextBlock(InlineFont(strike=True), part), text)


def strike_out(worksheet: Worksheet, *addresses: str) -> None:
    """Strike out all that stands in some cells."""
    for address in addresses:
        worksheet[address].font = Font(strike=True)


def merge_over(worksheet: Worksheet, area: str) -> None:
    """Merge an area and leave the values that it hides, which openpyxl's own way deletes, and some programs do not."""
    worksheet.merged_cells.add(area)
