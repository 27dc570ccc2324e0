"""Write the help sheet of a workbook to be filled in.

Enters: the workbook's purpose, writing rules and explained columns. Leaves: the sheet `Vejledning`, which loading ignores.
Never: a cell to be filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from pipeline.workbooks.explain import Explained
from pipeline.workbooks.page import FONT, HEADER_FILLS, INK, ROW_HEIGHT, set_up_page, style_as_header

GUIDE_TITLE: Final = "Vejledning"
HEADERS: Final = ("Ark", "Kolonne", "Hvad der skal stå", "Skal udfyldes", "Eksempel/valg")
WIDTHS: Final = (24, 32, 64, 18, 56)


@dataclass(frozen=True, slots=True)
class Guide:
    """The content of a help sheet.

    Attributes:
        title: What the workbook is, in a few words.
        topics: Heading and text of each writing rule.
        columns: Every column of the workbook.
    """

    title: str
    topics: tuple[tuple[str, str], ...]
    columns: tuple[Explained, ...]


def add_guide(excel: Any, guide: Guide) -> None:
    """Add the help sheet to a workbook that is being written."""
    worksheet = excel.create_sheet(GUIDE_TITLE)
    for place, width in enumerate(WIDTHS, 1):
        worksheet.column_dimensions[get_column_letter(place)].width = width
    set_up_page(worksheet)
    rows: list[list[Any]] = [[_cell(worksheet, guide.title, size=14, bold=True)], []]
    rows += [[_cell(worksheet, topic, bold=True), _cell(worksheet, text)] for topic, text in guide.topics]
    rows += [[], [_cell(worksheet, header) for header in HEADERS]]
    for cell in rows[-1]:
        style_as_header(cell, HEADER_FILLS[0])
    for cells in rows:
        worksheet.append(cells)
    for number, column in enumerate(guide.columns, len(rows) + 1):
        texts = (column.sheet, column.header, f"{column.content} {column.note}".strip(), column.required, column.example)
        lines = max(len(wrap(text, width - 1)) for text, width in zip(texts, WIDTHS, strict=True))
        worksheet.row_dimensions[number].height = ROW_HEIGHT * lines
        worksheet.append([_cell(worksheet, text, wrapped=True) for text in texts])


def _cell(worksheet: Any, text: str, *, size: int = 11, bold: bool = False, wrapped: bool = False) -> Cell:
    """Return a cell of text, even if the text looks like a formula."""
    cell = WriteOnlyCell(worksheet, text)
    cell.data_type = "s"
    cell.font = Font(name=FONT, size=size, bold=bold, color=INK)
    cell.alignment = Alignment(vertical="top", wrap_text=wrapped)
    return cell
