"""Make a marked copy of a workbook: a first sheet that lists the problems with links, and filled cells with comments.

Enters: the workbook's bytes and the rows of its problems. Leaves: the bytes of the copy.
Never: a formula. The copy holds stored results, so that nothing is calculated, fetched or run when it is opened (DDE included);
a formula saved without a result becomes an empty cell, marked if that is a problem.
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
MOST_LINES: Final = 27  # Excel's limit for a row is 409 points
LIKE_A_FORMULA: Final = ("=", "+", "-", "@")


def annotate_workbook(content: bytes, rows: Sequence[ProblemRow], texts: Mapping[str, str]) -> bytes:
    """Return the marked copy.

    Args:
        content: The workbook.
        rows: Its problems, in the order of the list.
        texts: Texts of the first sheet: ``title``, ``hint``, ``marked``, ``error``, ``finding`` and its column headings.

    Raises:
        Exception: openpyxl cannot load or save it; any exception that openpyxl raises.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of extensions that it drops, which a copy for reading does not need
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
    """Return the text of a comment, one line per part."""
    expected = f"{texts['expected']}: {row.expected}" if row.expected else ""
    return "\n".join(part for part in (f"{_kind(row, texts)}: {row.found}", expected, row.action) if part)


def _list(book: Workbook, rows: Sequence[ProblemRow], links: Sequence[str | None], texts: Mapping[str, str], *, full: bool) -> None:
    """Insert the list of problems before the other sheets."""
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
        sheet.cell(line, KIND).fill = PatternFill("solid", fgColor=FINDING_FILL if row.finding else ERROR_FILL)  # doubles as the colour key
        if link is not None:
            target = sheet.cell(line, CELL if row.cells else SHEET_NAME)
            target.hyperlink = Hyperlink(ref=target.coordinate, location=f"{quote_sheetname(row.sheet)}!{link}")
            target.font = LINK
    _set_up(sheet, len(rows))
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet  # two selected sheets would be edited together
    book.active = 0


def _set_up(sheet: Worksheet, rows: int) -> None:
    """Set up the list for screen and print."""
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(WIDTHS))}{HEAD_ROW + rows}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _height(texts: Sequence[str]) -> float:
    """Return a row's height for all its texts: not every program adjusts it to wrapped text."""
    lines = (
        sum(len(wrap(part, width - 2)) or 1 for part in text.split("\n")) for text, width in zip(texts, WIDTHS[KIND - 1 :], strict=True)
    )
    return LINE_HEIGHT * min(max(lines), MOST_LINES)


def _write(sheet: Worksheet, row: int, column: int, text: str, font: Font = PLAIN, fill: PatternFill | None = None) -> None:
    """Write a text that is never taken for a formula."""
    cell = sheet.cell(row, column)
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(LIKE_A_FORMULA)  # also after somebody edits the cell
    cell.alignment = Alignment(vertical="top", wrap_text=row >= HEAD_ROW)
    cell.font = font
    if fill:
        cell.fill = fill


def _free_title(book: Workbook) -> str:
    taken = {title.casefold() for title in book.sheetnames}
    titles = (SHEET, *(f"{SHEET} ({number})" for number in range(2, len(taken) + 3)))
    return next(title for title in titles if title.casefold() not in taken)


def serve(memory: int, seconds: int) -> None:
    """Read a task from standard input and write the copy to standard output; exits with 1 if it cannot be made.

    Args:
        memory: Memory limit of this process, in bytes.
        seconds: Processor time limit.
    """
    if sys.platform != "win32":
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    content, rows, texts = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own process
    try:
        marked = annotate_workbook(content, rows, texts)
    except (Exception, MemoryError):  # noqa: BLE001 - openpyxl may raise anything, and the problems have been reported already
        sys.exit(1)
    sys.stdout.buffer.write(marked)
