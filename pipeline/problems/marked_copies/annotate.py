"""A marked copy of a workbook: a first sheet that lists what is wrong, with links; the cells filled and commented.

Enters: the workbook's bytes and the rows of its problems. Leaves: the bytes of the copy.
Never: a formula. The copy holds the results that were stored, so nothing in it is calculated, fetched or run when it is opened (DDE neither);
a formula that was saved without a result leaves an empty cell, which is marked where it is a problem.
"""

from __future__ import annotations

import pickle
import sys
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from textwrap import wrap
from typing import Final

from openpyxl import Workbook, load_workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.problems.marked_copies.inert import make_inert
from pipeline.problems.marked_copies.marks import ERROR_FILL, FINDING_FILL, MOST_MARKED, CellMarks
from pipeline.problems.marked_copy_sign import PROPERTY, SHEET, TITLE, VALUE
from pipeline.problems.rows import ProblemRow

if sys.platform != "win32":
    import resource

HEAD_ROW: Final = 4
HEADS: Final = ("number", "kind", "sheet", "cell", "area", "period", "found", "expected", "action")
WIDTHS: Final = (6, 10, 18, 26, 26, 10, 50, 40, 56)
KIND, SHEET_NAME, CELL = 2, 3, 4  # columns
HEAD_FILL: Final = PatternFill("solid", fgColor="D3D9E0")
FONT: Final = "Calibri"
PLAIN: Final = Font(name=FONT, color="17202A")
BOLD: Final = Font(name=FONT, bold=True, color="17202A")
LARGE: Final = Font(name=FONT, bold=True, size=14, color="17202A")
LINK: Final = Font(name=FONT, color="0B5A8C", underline="single")
LINE_HEIGHT: Final = 15.0
MOST_LINES: Final = 27  # a row can be 409 points high
LIKE_A_FORMULA: Final = ("=", "+", "-", "@")


def annotate_workbook(content: bytes, rows: Sequence[ProblemRow], texts: Mapping[str, str]) -> bytes:
    """Return the marked copy.

    Args:
        content: The workbook.
        rows: Its problems, in the order of the list.
        texts: Words of the first sheet: ``title``, ``hint``, ``marked``, ``error``, ``finding`` and the heads of its columns.

    Raises:
        Exception: openpyxl cannot load or save it; whatever it raises.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl on extensions that it drops: the copy is for reading
        book = load_workbook(BytesIO(content), data_only=True, keep_vba=False, keep_links=False)
    make_inert(book)
    marks = CellMarks(book)
    links = [marks.mark(row, _words(row, texts)) for row in rows]
    _list(book, rows, links, texts, full=marks.full)
    properties = book.custom_doc_props  # type: ignore[attr-defined]  # because the stubs are older than it
    properties.props = [*(one for one in properties.props if one.name != PROPERTY), StringProperty(name=PROPERTY, value=VALUE)]
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def _kind(row: ProblemRow, texts: Mapping[str, str]) -> str:
    return texts["finding"] if row.finding else texts["error"]


def _words(row: ProblemRow, texts: Mapping[str, str]) -> str:
    """Return what a comment says, a line for each part."""
    expected = f"{texts['expected']}: {row.expected}" if row.expected else ""
    return "\n".join(part for part in (f"{_kind(row, texts)}: {row.found}", expected, row.action) if part)


def _list(book: Workbook, rows: Sequence[ProblemRow], links: Sequence[str | None], texts: Mapping[str, str], *, full: bool) -> None:
    """Put the list of problems in front of the sheets."""
    sheet: Worksheet = book.create_sheet(_free_title(book), 0)
    _write(sheet, 1, 1, f"{TITLE} – {texts['title']}", LARGE)
    _write(sheet, 2, 1, texts["hint"])
    if full:
        _write(sheet, 3, 1, texts["marked"].format(most=MOST_MARKED))
    for place, head in enumerate(HEADS, 1):
        _write(sheet, HEAD_ROW, place, texts[head], BOLD, HEAD_FILL)
    for number, (row, link) in enumerate(zip(rows, links, strict=True), 1):
        line = HEAD_ROW + number
        sheet.cell(line, 1, number).alignment = Alignment(horizontal="left", vertical="top")
        sheet.cell(line, 1).font = PLAIN
        values = (_kind(row, texts), row.sheet, row.cells, row.area, row.period, row.found, row.expected, row.action)
        for place, value in enumerate(values, KIND):
            _write(sheet, line, place, value)
        sheet.row_dimensions[line].height = _height(values)
        sheet.cell(line, KIND).fill = PatternFill("solid", fgColor=FINDING_FILL if row.finding else ERROR_FILL)  # the list is the key
        if link is not None:
            target = sheet.cell(line, CELL if row.cells else SHEET_NAME)
            target.hyperlink = Hyperlink(ref=target.coordinate, location=f"{quote_sheetname(row.sheet)}!{link}")
            target.font = LINK
    _set_up(sheet, len(rows))
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet  # two selected sheets are edited together
    book.active = 0


def _set_up(sheet: Worksheet, rows: int) -> None:
    """Fit the list to the screen and to paper."""
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(WIDTHS))}{HEAD_ROW + rows}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _height(texts: Sequence[str]) -> float:
    """Return the height in which all texts of a row can be read: not every program fits a row to its wrapped text by itself."""
    lines = (
        sum(len(wrap(part, width - 2)) or 1 for part in text.split("\n")) for text, width in zip(texts, WIDTHS[KIND - 1 :], strict=True)
    )
    return LINE_HEIGHT * min(max(lines), MOST_LINES)


def _write(sheet: Worksheet, row: int, column: int, text: str, font: Font = PLAIN, fill: PatternFill | None = None) -> None:
    """Write a text that stays a text, whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(LIKE_A_FORMULA)  # also when somebody edits the cell and leaves it
    cell.alignment = Alignment(vertical="top", wrap_text=row >= HEAD_ROW)
    cell.font = font
    if fill:
        cell.fill = fill


def _free_title(book: Workbook) -> str:
    taken = {title.casefold() for title in book.sheetnames}
    titles = (SHEET, *(f"{SHEET} ({number})" for number in range(2, len(taken) + 3)))
    return next(title for title in titles if title.casefold() not in taken)


def serve(memory: int, seconds: int) -> None:
    """Read a task from standard input and write the copy to standard output; ends with 1 where it cannot be made.

    Args:
        memory: The most memory that this process may take, in bytes.
        seconds: The most time of the processor.
    """
    if sys.platform != "win32":
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    content, rows, texts = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own process
    try:
        marked = annotate_workbook(content, rows, texts)
    except (Exception, MemoryError):  # noqa: BLE001 - whatever openpyxl makes of a file, the problems have been told already
        sys.exit(1)
    sys.stdout.buffer.write(marked)
