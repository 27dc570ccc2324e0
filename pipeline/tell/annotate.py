"""A marked copy of a workbook: a first sheet that lists what is wrong, with links; the cells filled and commented.

Enters: the workbook's bytes and the rows of its problems. Leaves: the bytes of the copy.
Never: a formula. The copy holds the results that were stored, so nothing in it is calculated, fetched or run when it is opened.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from copy import copy
from io import BytesIO
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from pipeline.checkcopy import PROPERTY, SHEET, TITLE, VALUE
from pipeline.tell.rows import Row

CELL: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
ROW: Final = re.compile(r"\d{1,7}")
COLUMN: Final = re.compile(r"[A-Z]{1,3}")
MOST_MARKED: Final = 2_000  # cells; beyond it the sheet lists them only
HEAD_ROW: Final = 4
WIDTHS: Final = (6, 10, 18, 16, 26, 10, 46, 36, 56)
INK, ERROR_FILL, FINDING_FILL, HEAD_FILL = "17202A", "F6C9B3", "FBE7A1", "D3D9E0"
AUTHOR: Final = "make check"
FONT: Final = "Calibri"


def annotate_workbook(content: bytes, rows: Sequence[Row], texts: Mapping[str, str]) -> bytes:
    """Return the marked copy.

    Args:
        content: The workbook.
        rows: Its problems, in the order of the list.
        texts: Words of the first sheet: ``title``, ``hint``, ``marked``, ``error``, ``finding`` and, parted by bars, ``heads``.

    Raises:
        Exception: openpyxl cannot load or save it; whatever it raises.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl on extensions that it drops: the copy is for reading
        book: Any = load_workbook(BytesIO(content), data_only=True, keep_vba=False, keep_links=False)
    _drop_links(book)
    cells = [_cells(book, row) for row in rows]
    for row, addresses in zip(rows, cells, strict=True):
        for address in addresses[: MOST_MARKED if len(rows) <= MOST_MARKED else 0]:
            _mark(book[row.sheet], address, row, texts)
    _list(book, rows, cells, texts)
    book.custom_doc_props.append(StringProperty(name=PROPERTY, value=VALUE))
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def _drop_links(book: Any) -> None:
    """Drop names that lead to other workbooks; their links are gone, and Excel would want to repair the copy."""
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in [name for name, defined in names.items() if "[" in (defined.attr_text or "")]:
            del names[name]


def _cells(book: Any, row: Row) -> list[str]:
    """Return the cells that a row means; the first of a whole row or column; none where there is no sheet."""
    if row.sheet not in book.sheetnames or not hasattr(book[row.sheet], "merged_cells"):
        return []
    found = []
    for part in row.cells.split(", "):
        if CELL.fullmatch(part):
            found.append(_top_left(book[row.sheet], part))
        elif ROW.fullmatch(part) and part != "0":
            found.append(_top_left(book[row.sheet], f"A{part}"))
        elif COLUMN.fullmatch(part):
            found.append(_top_left(book[row.sheet], f"{part}1"))
    return found


def _top_left(sheet: Any, address: str) -> str:
    for merged in sheet.merged_cells.ranges:
        if address in merged:
            return f"{get_column_letter(merged.min_col)}{merged.min_row}"
    return address


def _mark(sheet: Any, address: str, row: Row, texts: Mapping[str, str]) -> None:
    """Fill a cell and say in a comment what is wrong, below what a comment says already."""
    cell = sheet[address]
    cell.fill = PatternFill("solid", fgColor=FINDING_FILL if row.finding else ERROR_FILL)
    words = "\n".join(part for part in (f"{_kind(row, texts)}: {row.found}", row.expected, row.action) if part)
    text = f"{cell.comment.text}\n\n{words}" if cell.comment else words
    cell.comment = Comment(text, cell.comment.author if cell.comment else AUTHOR, height=160, width=320)


def _kind(row: Row, texts: Mapping[str, str]) -> str:
    return texts["finding"] if row.finding else texts["error"]


def _list(book: Any, rows: Sequence[Row], cells: Sequence[Sequence[str]], texts: Mapping[str, str]) -> None:
    """Put the list of problems in front of the sheets."""
    sheet = book.create_sheet(_free_title(book), 0)
    _write(sheet, 1, 1, f"{TITLE} – {texts['title']}", Font(name=FONT, bold=True, size=14, color=INK))
    _write(sheet, 2, 1, texts["hint"])
    if len(rows) > MOST_MARKED:
        _write(sheet, 3, 1, texts["marked"].format(most=MOST_MARKED))
    for place, head in enumerate(texts["heads"].split("|"), 1):
        _write(sheet, HEAD_ROW, place, head, Font(name=FONT, bold=True, color=INK), PatternFill("solid", fgColor=HEAD_FILL))
    for number, (row, addresses) in enumerate(zip(rows, cells, strict=True), 1):
        line = HEAD_ROW + number
        sheet.cell(line, 1, number)
        values = (_kind(row, texts), row.sheet, row.cells, row.area, row.period, row.found, row.expected, row.action)
        for place, value in enumerate(values, 2):
            _write(sheet, line, place, value)
        if row.sheet in book.sheetnames:
            target = sheet.cell(line, 4 if row.cells else 3)
            location = f"{quote_sheetname(row.sheet)}!{addresses[0] if addresses else 'A1'}"
            target.hyperlink = Hyperlink(ref=target.coordinate, location=location)
            target.font = Font(name=FONT, color="0B5A8C", underline="single")
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(WIDTHS))}{HEAD_ROW + len(rows)}"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet  # two selected sheets are edited together
    book.active = 0


def _write(sheet: Any, row: int, column: int, text: str, font: Font | None = None, fill: PatternFill | None = None) -> None:
    """Write a text that stays a text, whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.value = text or None
    if text:
        cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=row >= HEAD_ROW)
    if font:
        cell.font = copy(font)
    if fill:
        cell.fill = copy(fill)


def _free_title(book: Any) -> str:
    taken = {title.casefold() for title in book.sheetnames}
    titles = (SHEET, *(f"{SHEET} ({number})" for number in range(2, len(taken) + 3)))
    return next(title for title in titles if title.casefold() not in taken)
