"""The example's workbooks as people see them: headers, drop-downs, formats, and no formula but the counts."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from pipeline.input.input_files import LATER_COLUMNS
from pipeline.input.schema.columns import Column, Kind, Sheet, Workbook
from pipeline.input.schema.workbooks import WORKBOOKS
from pipeline.workbooks.control_sheet import CONTROL_TITLE
from pipeline.workbooks.example.generate import write_example
from pipeline.workbooks.style import Filled, write_workbook

FORMULA = re.compile(rb"<f[ >]")
FORMATS = {Kind.COUNT: "#,##0", Kind.AMOUNT: "#,##0", Kind.SHARE: "0.0%", Kind.YEAR: "0", Kind.DATE: "dd-mm-yyyy"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the example once."""
    folder = tmp_path_factory.mktemp("example")
    write_example(folder)
    return folder


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_sheets_are_laid_out(folder: Path, workbook: Workbook) -> None:
    """`Om` comes first; every header is bold, wrapped, explained and stays in sight, on screen and on paper."""
    file = load_workbook(folder / workbook.filename)
    assert file.sheetnames[0] == "Om"
    for sheet in workbook.sheets:
        for title in [sheet.title] if sheet.title else [title for title in file.sheetnames if title.isdigit()]:
            worksheet, columns = file[title], [column for column in sheet.columns if column.name not in LATER_COLUMNS]
            header = worksheet[1]
            assert [cell.value for cell in header] == [column.header for column in columns]
            assert [cell.comment.text if cell.comment else "" for cell in header] == [column.note for column in columns]
            assert all(cell.font.bold and cell.fill.fill_type == "solid" and cell.alignment.wrap_text for cell in header)
            assert str(worksheet.freeze_panes).endswith("2")
            assert worksheet.freeze_panes != "A2"
            assert worksheet.print_title_rows == "$1:$1"
            assert worksheet.page_setup.orientation == "landscape"
            assert title == "Om" or worksheet.auto_filter.ref == worksheet.dimensions
            for place, (cell, column) in enumerate(zip(worksheet[2], columns, strict=True), 1):
                assert cell.number_format == FORMATS.get(column.kind, "@"), column.header
                assert worksheet.column_dimensions[get_column_letter(place)].width >= column.width


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_every_choice_has_a_drop_down(folder: Path, workbook: Workbook) -> None:
    """A drop-down offers exactly the schema's choices, also in the rows that a person adds."""
    file = load_workbook(folder / workbook.filename)
    for sheet in workbook.sheets:
        if sheet.title is None:
            continue
        worksheet = file[sheet.title]
        offered = {}
        for validation in worksheet.data_validations.dataValidation:
            column, first, _, last = (int(bound or 0) for bound in range_boundaries(str(validation.sqref)))
            assert first == 2
            assert last >= worksheet.max_row + 300
            if validation.type == "custom" or validation.formula1.startswith("OFFSET("):  # a list of ids that grows, see test_template
                continue
            title, _, cells = validation.formula1.partition("!")
            offered[sheet.columns[column - 1].name] = [cell.value for (cell,) in file[title.strip("'")][cells.replace("$", "")]]
        for column_ in sheet.columns:
            if column_.kind is Kind.CHOICE:
                assert offered[column_.name] == list(column_.choices)


def control_part(archive: ZipFile) -> str:
    """Return the name of the part with the sheet of counts, from its place among the sheets."""
    titles = re.findall(rb'<sheet [^>]*name="([^"]+)"', archive.read("xl/workbook.xml"))
    return f"xl/worksheets/sheet{titles.index(CONTROL_TITLE.encode()) + 1}.xml"


def test_no_cell_is_a_formula(folder: Path) -> None:
    """No sheet of any workbook holds a formula element outside its drop-downs and colours, but for the sheet of counts."""
    for workbook in WORKBOOKS:
        with ZipFile(folder / workbook.filename) as archive:
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
            assert [name for name in sheets if FORMULA.search(archive.read(name))] == [control_part(archive)]


@pytest.mark.parametrize("text", ["=1+1", "+45 33 66 33 66", "-", "@SUM(A1)", "#N/A", '=HYPERLINK("http://x.example")'])
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    """Text that looks like a formula or an error value is written as text."""
    sheet = Sheet("notes", "Noter", (Column("note", "Note", Kind.TEXT),), ())
    write_workbook(tmp_path / "noter.xlsx", [Filled(sheet, "Noter", {"note": [text]})])
    with ZipFile(tmp_path / "noter.xlsx") as archive:
        content = archive.read("xl/worksheets/sheet1.xml")
    assert not FORMULA.search(content)
    assert b't="e"' not in content
    assert content.count(b't="inlineStr"') == 2


def test_files_hold_no_clock(folder: Path) -> None:
    """Zip entries and document properties carry one fixed moment."""
    for workbook in WORKBOOKS:
        with ZipFile(folder / workbook.filename) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(2026, 2, 2, 12, 0, 0)}
            assert archive.read("docProps/core.xml").count(b"2026-02-02T12:00:00Z") == 2
        assert {file.suffix for file in folder.iterdir()} == {".xlsx"}
