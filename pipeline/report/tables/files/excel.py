"""Write `tabeller.xlsx`: a cover, the notes, and one Excel table per sheet.

Enters: the tables of a release. Leaves: the workbook's bytes, the same for the same tables.
Never: a merged cell, or a formula; text stays text whatever its first character.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from textwrap import wrap
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo

from pipeline.input.excel.cells import letter_of
from pipeline.language.language import Language
from pipeline.report.model.figures import FigureState
from pipeline.report.tables.files.notes import note_columns
from pipeline.report.tables.model import SIGNS, ColumnKind, DataColumn, Dataset, TableBook, Value
from pipeline.workbooks.page import FONT, HEADER_FILLS, INK, ROW_HEIGHT, set_up_page, style_as_header
from pipeline.workbooks.plain_sheet import DATE_FORMAT, put_value
from pipeline.workbooks.stable_file import stable_bytes

TABLES_FILE: Final = "tabeller.xlsx"
CREATOR: Final = "Boligsociale rapporter"
FORMATS: Final[Mapping[ColumnKind, str]] = {
    ColumnKind.COUNT: "#,##0",
    ColumnKind.SHARE: "0.0%",
    ColumnKind.POINTS: "0.0",
    ColumnKind.INDEX: "0.0",
    ColumnKind.KRONER: "#,##0",
    ColumnKind.YEAR: "0",
    ColumnKind.DAY: DATE_FORMAT,
}
STYLE: Final = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
TEXT_FONT: Final = Font(name=FONT, size=11, color=INK)
HEAD_FONT: Final = Font(name=FONT, size=11, color=INK, bold=True)
TITLE_FONT: Final = Font(name=FONT, size=14, color=INK, bold=True)
LINK_FONT: Final = Font(name=FONT, size=11, color="1F4E79", underline="single")
NARROWEST, WIDEST, BUTTON = 8, 60, 4  # characters; the filter button in a header takes four
COVER_WIDTHS: Final = (34, 110)


def write_tables(book: TableBook, language: Language) -> bytes:
    """Return the workbook of all tables. Rows are written one at a time, so that a country's tables take no more memory than a city's."""
    excel = Workbook(write_only=True)
    datasets = (note_columns(book.datasets, language), *book.datasets)
    _fill_cover(_sheet(excel, language.gettext("Cover"), book), book, datasets)
    for dataset in datasets:
        _fill_sheet(_sheet(excel, dataset.title, book), dataset)
    excel.properties.title = book.title
    excel.properties.language = language.code
    return stable_bytes(excel, CREATOR)


def _sheet(excel: Workbook, title: str, book: TableBook) -> Any:
    """Add a sheet with everything above its first row."""
    sheet: Any = excel.create_sheet(title)
    set_up_page(sheet)
    sheet.oddHeader.right.text = book.stamp or None
    sheet.print_title_rows = "1:1"
    return sheet


def _fill_cover(sheet: Any, book: TableBook, datasets: tuple[Dataset, ...]) -> None:
    for letter, width in zip("AB", COVER_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(sheet, TITLE_FONT, book.title)])  # no cell beside the title, which overflows into the next columns
    for heading, text in [(book.stamp, ""), *book.facts]:
        sheet.append([_cell(sheet, HEAD_FONT, heading) if heading else None, _cell(sheet, TEXT_FONT, text) if text else None])
    sheet.append([])
    for row, dataset in enumerate(datasets, start=len(book.facts) + 4):
        link = _cell(sheet, LINK_FONT, dataset.title)
        link.hyperlink = Hyperlink(ref=f"A{row}", location=f"'{dataset.title}'!A1", display=dataset.title)
        link.font = LINK_FONT  # a link resets the style
        sheet.append([link, _cell(sheet, TEXT_FONT, dataset.about)])


def _fill_sheet(sheet: Any, dataset: Dataset) -> None:
    """Write a table with its header in row 1; an empty one gets an empty row below it, since Excel accepts no table of headers alone."""
    widths = [_width(dataset, place) for place in range(len(dataset.columns))]
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[letter_of(place)].width = width
    sheet.freeze_panes = "A2"
    _raise(sheet, 1, [(column.header, width - BUTTON) for column, width in zip(dataset.columns, widths, strict=True)])
    sheet.append([_head(sheet, column) for column in dataset.columns])
    cells = [_Cells(sheet, column) for column in dataset.columns]
    for number, row in enumerate(dataset.rows, start=2):
        _raise(sheet, number, [(value, width - 1) for value, width in zip(row.values, widths, strict=True) if isinstance(value, str)])
        sheet.append([of_column.holding(value) for of_column, value in zip(cells, row.values, strict=True)])
    reference = f"A1:{letter_of(len(dataset.columns))}{max(len(dataset.rows), 1) + 1}"
    table = Table(displayName=f"T_{dataset.id}", ref=reference, tableStyleInfo=STYLE, autoFilter=AutoFilter(ref=reference))
    table.tableColumns = [TableColumn(id=place, name=column.header) for place, column in enumerate(dataset.columns, start=1)]
    sheet.tables.add(table)  # `add_table` would warn of missing columns in any case


def _head(sheet: Any, column: DataColumn) -> Cell:
    cell = _cell(sheet, HEAD_FONT, column.header)
    style_as_header(cell, HEADER_FILLS[0])
    cell.alignment = Alignment(horizontal=_side(column), vertical="top", wrap_text=True)
    return cell


def _cell(sheet: Any, font: Font, text: str) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.font = font
    put_value(cell, text)
    return cell


class _Cells:
    """The cells of one column, one per style, reused for all rows, since each row is written at once. Styling is slower than a value."""

    def __init__(self, sheet: Any, column: DataColumn) -> None:
        self._sheet, self._column = sheet, column
        self._looks: dict[tuple[str, bool], Cell] = {}

    def holding(self, value: Value) -> Cell | None:
        """Return the cell with a value in it; None if it stays empty."""
        shown = SIGNS[value] if isinstance(value, FigureState) else value
        if shown is None or shown == "":
            return None
        wide = isinstance(shown, str) and len(shown) + 2 > WIDEST
        number_format = DATE_FORMAT if isinstance(shown, date) else FORMATS.get(self._column.kind, "General")
        look = ("General" if isinstance(shown, str) else number_format, wide)
        if look not in self._looks:
            self._looks[look] = self._styled(*look)
        cell = self._looks[look]
        put_value(cell, shown)
        return cell

    def _styled(self, number_format: str, wide: bool) -> Cell:
        cell = WriteOnlyCell(self._sheet)
        cell.font, cell.number_format = TEXT_FONT, number_format
        cell.alignment = Alignment(horizontal=_side(self._column), vertical="top", wrap_text=wide)
        return cell


def _width(dataset: Dataset, place: int) -> int:
    """Return a column's width: no word of its header is broken, and texts up to the maximum fit on one line."""
    column = dataset.columns[place]
    longest = max((len(_shown(row.values[place], column)) for row in dataset.rows), default=0)
    return max(NARROWEST, max(map(len, column.header.split())) + BUTTON, min(WIDEST, longest + 2))


def _raise(sheet: Any, row: int, texts: Iterable[tuple[str, int]]) -> None:
    """Set a row's height for its longest text; spreadsheet programs do not do so on opening."""
    lines = max((len(wrap(text, width)) for text, width in texts if len(text) > width), default=1)
    if lines > 1:
        sheet.row_dimensions[row].height = ROW_HEIGHT * lines


def _side(column: DataColumn) -> str:
    return "left" if column.kind is ColumnKind.TEXT else "right"


def _shown(value: Value, column: DataColumn) -> str:
    """Return approximately what Excel shows, for the width."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return "31-12-2025"
    return f"{value:,.1f}" if column.kind not in {ColumnKind.COUNT, ColumnKind.KRONER, ColumnKind.YEAR} else f"{value:,}"
