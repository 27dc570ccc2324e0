"""Write workbooks that follow the schema, formatted for people to work in.

Enters: sheets of the schema with their rows, as columns by the schema's names. Leaves: an `.xlsx` file with headers, comments, drop-downs,
number formats, the checks of `cell_rules` and print set-up; the same rows give the same bytes.
Never: a formula but those of the checks. Text stays text, whatever its first character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from openpyxl import Workbook as ExcelWorkbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from pipeline.input.schema.columns import Column, Kind, Sheet
from pipeline.input.schema.workbooks import ABOUT
from pipeline.workbooks.checks import add_checks
from pipeline.workbooks.guide import GUIDE_TITLE, Guide, add_guide
from pipeline.workbooks.laid_out import as_written
from pipeline.workbooks.page import HEADER_FILLS, ROW_HEIGHT, set_up_page, style_as_header
from pipeline.workbooks.stable_file import save_stable
from pipeline.workbooks.tables import Table, Value

FORMATS: Final = {
    Kind.COUNT: "#,##0",
    Kind.AMOUNT: "#,##0",
    Kind.SHARE: "0.0%",
    Kind.YEAR: "0",
    Kind.DATE: "dd-mm-yyyy",
}
TEXT: Final = "@"
SIDES: Final = {
    Kind.COUNT: "right",
    Kind.AMOUNT: "right",
    Kind.SHARE: "right",
    Kind.YEAR: "center",
    Kind.DATE: "center",
    Kind.MARK: "center",
}
WIDE: Final = 60  # characters; the maximum column width, at which text is wrapped
BUTTON: Final = 3  # characters for the filter button and the margins
COMMENT_HEIGHT, COMMENT_WIDTH = 90, 260  # pixels
REFERENCE_GAP: Final = "; "


@dataclass(frozen=True, slots=True)
class Filled:
    """One sheet to write: its schema, its title, and its rows."""

    sheet: Sheet
    title: str
    table: Table


def write_workbook(path: Path, sheets: Sequence[Filled], guide: Guide | None = None) -> Path:
    """Write one workbook: its sheets in the given order, and the lists for drop-downs on a hidden sheet.

    Args:
        path: File to write; an existing one is replaced.
        sheets: The table has values for every column of a sheet's schema, for optional ones where they are used; an empty table gives only the
            headers.
        guide: Help for people who fill the workbook in, written as the first sheet.

    Raises:
        KeyError: a column or a choice is missing.
    """
    excel = ExcelWorkbook(write_only=True)
    sheets = [_with_used_columns(filled) for filled in sheets]
    if guide:
        add_guide(excel, guide)
    laid_out = [as_written(filled.sheet, filled.title) for filled in sheets]
    for filled in sheets:
        worksheet = excel.create_sheet(filled.title)
        _lay_out(worksheet, filled)
        worksheet.append(_header_cells(worksheet, filled.sheet))
        _append_rows(worksheet, filled)
        if filled.sheet.name != ABOUT.name:
            worksheet.auto_filter.ref = f"A1:{get_column_letter(len(filled.sheet.columns))}{_length(filled) + 1}"
    add_checks(excel, laid_out)
    save_stable(excel, path)
    return path


def _with_used_columns(filled: Filled) -> Filled:
    """Leave out the optional columns for which the table has no values."""
    used = tuple(column for column in filled.sheet.columns if column.name in filled.table or not column.optional)
    return replace(filled, sheet=replace(filled.sheet, columns=used))


def _length(filled: Filled) -> int:
    return len(filled.table[filled.sheet.columns[0].name])


def _lay_out(worksheet: Any, filled: Filled) -> None:
    """Set what must precede the first row: widths, frozen panes, header height, print set-up."""
    sheet = filled.sheet
    widths = [_width(column, filled.table[column.name]) for column in sheet.columns]
    for place, (column, width) in enumerate(zip(sheet.columns, widths, strict=True), 1):
        dimension = worksheet.column_dimensions[get_column_letter(place)]
        dimension.width = width
        dimension.number_format = FORMATS.get(column.kind, TEXT)
        dimension.alignment = _alignment(column)
    worksheet.freeze_panes = f"{get_column_letter(_frozen_columns(sheet) + 1)}2"
    lines = max(len(wrap(column.header, width - 1)) for column, width in zip(sheet.columns, widths, strict=True))
    worksheet.row_dimensions[1].height = ROW_HEIGHT * (lines + 1)
    set_up_page(worksheet)
    worksheet.print_title_rows = "1:1"


def _frozen_columns(sheet: Sheet) -> int:
    """Return how many columns are frozen: the key, and the name beside an id."""
    kinds = [column.kind for column in sheet.columns[:2]]
    return 2 if kinds in ([Kind.ID, Kind.TEXT], [Kind.REFERENCE, Kind.TEXT]) else 1


def _width(column: Column, values: Sequence[Value]) -> int:
    """Return the schema's width, or more if a word of the header or a text below it needs more."""
    header = max(map(len, column.header.split())) + BUTTON
    texts = (len(value) + 2 for value in values if isinstance(value, str)) if column.kind in {Kind.ID, Kind.TEXT, Kind.EMAIL} else ()
    return max(column.width, header, min(WIDE, max(texts, default=0)))


def _alignment(column: Column) -> Alignment:
    return Alignment(horizontal=SIDES.get(column.kind, "left"), vertical="top", wrap_text=_wraps(column))


def _wraps(column: Column) -> bool:
    return column.kind is Kind.REFERENCES or column.width >= WIDE


def _header_cells(worksheet: Any, sheet: Sheet) -> list[Cell]:
    """Return the header: bold, wrapped, with the column's note as comment; groups such as count and base share a shade."""
    cells = []
    groups: list[str] = []
    for column in sheet.columns:
        stem = column.header.rpartition(", ")[0]
        if not groups or stem != groups[-1]:
            groups.append(stem)
        cell = WriteOnlyCell(worksheet, int(column.header) if column.header.isdecimal() else column.header)
        style_as_header(cell, HEADER_FILLS[(len(groups) - 1) % len(HEADER_FILLS)])
        # The filter button is at the bottom right, so the row is one line higher than its text.
        cell.alignment = Alignment(horizontal=_alignment(column).horizontal, vertical="top", wrap_text=True)
        if column.note:
            cell.comment = Comment(column.note, GUIDE_TITLE, COMMENT_HEIGHT, COMMENT_WIDTH)
        cells.append(cell)
    return cells


def _append_rows(worksheet: Any, filled: Filled) -> None:
    """Append the rows; one styled cell per column is reused, since each row is written at once."""
    cells = []
    for column in filled.sheet.columns:
        cell = WriteOnlyCell(worksheet)
        cell.number_format = FORMATS.get(column.kind, TEXT)
        cell.alignment = _alignment(column)
        cells.append(cell)
    wrapped = [(place, column.width) for place, column in enumerate(filled.sheet.columns) if _wraps(column)]
    rows = zip(*(_excel_values(column, filled.table[column.name]) for column in filled.sheet.columns), strict=True)
    for number, row in enumerate(rows, 2):
        lines = max((len(wrap(str(row[place]), width - 1)) for place, width in wrapped), default=1)
        if lines > 1:
            worksheet.row_dimensions[number].height = ROW_HEIGHT * lines
        for cell, value in zip(cells, row, strict=True):
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula or an error value
        worksheet.append(cells)


def _excel_values(column: Column, values: Sequence[Value]) -> Iterator[Value]:
    """Yield a column's values as shown in Excel: choices in Danish, several references in one text."""
    texts = {value: text for text, value in column.choices.items()}
    for value in values:
        if isinstance(value, tuple):
            yield REFERENCE_GAP.join(value)
        elif column.kind is Kind.CHOICE and value is not None:
            yield texts[str(value)]
        else:
            yield value
