"""`tabeller.xlsx`: a cover, the notes, and one real Excel table a sheet.

Enters: the tables of a release. Leaves: the workbook's bytes, the same for the same tables.
Never: a merged cell, or a formula; a text stays text whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from textwrap import wrap
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.datasets import SIGNS, Column, Dataset, Kind, TableBook, Value
from pipeline.report import State
from pipeline.tabulate.notes import note_columns
from pipeline.wording import Language
from pipeline.workbooks.page import FONT, HEADER_FILLS, INK, ROW_HEIGHT, set_up_page, style_as_header
from pipeline.workbooks.plain_sheet import DATE_FORMAT, put
from pipeline.workbooks.stable_file import stable_bytes
from pipeline.xlsx.cells import letter_of

TABLES_FILE: Final = "tabeller.xlsx"
CREATOR: Final = "Boligsociale rapporter"
FORMATS: Final[Mapping[Kind, str]] = {
    Kind.COUNT: "#,##0",
    Kind.SHARE: "0.0%",
    Kind.POINTS: "0.0",
    Kind.INDEX: "0.0",
    Kind.KRONER: "#,##0",
    Kind.YEAR: "0",
    Kind.DAY: DATE_FORMAT,
}
STYLE: Final = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
TEXT_FONT: Final = Font(name=FONT, size=11, color=INK)
HEAD_FONT: Final = Font(name=FONT, size=11, color=INK, bold=True)
TITLE_FONT: Final = Font(name=FONT, size=14, color=INK, bold=True)
LINK_FONT: Final = Font(name=FONT, size=11, color="1F4E79", underline="single")
NARROWEST, WIDEST, BUTTON = 8, 60, 4  # characters; the filter button of a head takes four
COVER_WIDTHS: Final = (34, 110)


def write_tables(book: TableBook, language: Language) -> bytes:
    """Return the workbook of all tables."""
    excel = Workbook()
    cover = excel.worksheets[0]
    cover.title = language.gettext("Cover")
    datasets = (note_columns(book.datasets, language), *book.datasets)
    _fill_cover(cover, book, datasets)
    for dataset in datasets:
        sheet = excel.create_sheet(dataset.title)
        _fill_sheet(sheet, dataset)
    for sheet in excel.worksheets:
        set_up_page(sheet)
        if sheet.oddHeader is not None:
            sheet.oddHeader.right.text = book.stamp or None
        sheet.print_title_rows = "1:1"
    excel.properties.title = book.title
    excel.properties.language = language.code
    return stable_bytes(excel, CREATOR)


def _fill_cover(sheet: Worksheet, book: TableBook, datasets: tuple[Dataset, ...]) -> None:
    for letter, width in zip("AB", COVER_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    lines = [(book.title, ""), (book.stamp, ""), *book.facts]  # nothing beside the title, which runs on into the next column
    for row, line in enumerate(lines, start=1):
        for column, text in enumerate(line, start=1):
            _write(sheet, row, column, text, HEAD_FONT if column == 1 else TEXT_FONT)
    sheet["A1"].font = TITLE_FONT
    for row, dataset in enumerate(datasets, start=len(lines) + 2):
        _write(sheet, row, 1, dataset.title, LINK_FONT)
        sheet.cell(row, 1).hyperlink = Hyperlink(ref=f"A{row}", location=f"'{dataset.title}'!A1", display=dataset.title)
        sheet.cell(row, 1).font = LINK_FONT  # a link brings a style of its own
        _write(sheet, row, 2, dataset.about, TEXT_FONT)


def _fill_sheet(sheet: Worksheet, dataset: Dataset) -> None:
    """Write a table with its heads in row 1; without a row one empty row stands under them, since Excel takes no table of heads alone."""
    widths = [_width(dataset, place) for place in range(len(dataset.columns))]
    for place, (column, width) in enumerate(zip(dataset.columns, widths, strict=True), start=1):
        put(sheet, 1, place, column.header)
        style_as_header(sheet.cell(1, place), HEADER_FILLS[0])
        sheet.cell(1, place).alignment = Alignment(horizontal=_side(column), vertical="top", wrap_text=True)
        sheet.column_dimensions[letter_of(place)].width = width
    _raise(sheet, 1, [(column.header, width - BUTTON) for column, width in zip(dataset.columns, widths, strict=True)])
    for number, row in enumerate(dataset.rows, start=2):
        for place, (column, value) in enumerate(zip(dataset.columns, row.values, strict=True), start=1):
            _fill_cell(sheet, number, place, column, value)
        _raise(sheet, number, [(value, width - 1) for value, width in zip(row.values, widths, strict=True) if isinstance(value, str)])
    last = letter_of(len(dataset.columns))
    table = Table(displayName=f"T_{dataset.id}", ref=f"A1:{last}{max(len(dataset.rows), 1) + 1}")
    table.tableStyleInfo = STYLE
    sheet.add_table(table)
    sheet.freeze_panes = "A2"


def _width(dataset: Dataset, place: int) -> int:
    """Return a column's width: no word of its head is broken, and texts up to the widest stand on one line."""
    column = dataset.columns[place]
    longest = max((len(_shown(row.values[place], column)) for row in dataset.rows), default=0)
    return max(NARROWEST, max(map(len, column.header.split())) + BUTTON, min(WIDEST, longest + 2))


def _raise(sheet: Worksheet, row: int, texts: Iterable[tuple[str, int]]) -> None:
    """Make a row as high as its longest text needs; a program that opens the workbook does not do it by itself."""
    lines = max((len(wrap(text, width)) for text, width in texts), default=1)
    if lines > 1:
        sheet.row_dimensions[row].height = ROW_HEIGHT * lines


def _fill_cell(sheet: Worksheet, row: int, place: int, column: Column, value: Value) -> None:
    if value is None:
        return
    text = SIGNS[value] if isinstance(value, State) else value
    _write(sheet, row, place, text, TEXT_FONT)
    cell = sheet.cell(row, place)
    if not isinstance(text, str):
        cell.number_format = DATE_FORMAT if isinstance(text, date) else FORMATS.get(column.kind, "General")
    wide = isinstance(text, str) and len(text) + 2 > WIDEST
    cell.alignment = Alignment(horizontal=_side(column), vertical="top", wrap_text=wide)


def _write(sheet: Worksheet, row: int, column: int, value: object, font: Font) -> None:
    put(sheet, row, column, value)
    sheet.cell(row, column).font = font


def _side(column: Column) -> str:
    return "left" if column.kind is Kind.TEXT else "right"


def _shown(value: Value, column: Column) -> str:
    """Return about what Excel shows, for the width."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return "31-12-2025"
    return f"{value:,.1f}" if column.kind not in {Kind.COUNT, Kind.KRONER, Kind.YEAR} else f"{value:,}"
