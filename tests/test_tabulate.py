"""The tables as files: a workbook that Excel opens without repair, and CSV that opens correctly by a double click."""

from __future__ import annotations

import csv
import re
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO, StringIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from pipeline.input.check_input import check_input
from pipeline.language.language import load_language
from pipeline.render.formats import MISSING_SIGN
from pipeline.report.model.figures import FigureState
from pipeline.report.tables.files.attachments import attach_tables
from pipeline.report.tables.files.excel import write_tables
from pipeline.report.tables.files.separated import write_separated
from pipeline.report.tables.model import SIGNS, ColumnKind, DataColumn, DataRow, Dataset, TableBook
from pipeline.run import compose_tables
from tests.build import INPUT, SAMPLE

DANISH, ENGLISH = load_language("da"), load_language("en")
RUNS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://example.org")')
COLUMNS = (
    DataColumn("plan", "Helhedsplan", ColumnKind.TEXT, ""),
    DataColumn("share", "Andel", ColumnKind.SHARE, "»A« / »B«."),
    DataColumn("kroner", "Kroner", ColumnKind.KRONER, "Sum."),
    DataColumn("day", "Dag", ColumnKind.DAY, ""),
)
ROWS = (
    ('Plan; »01«, "ny"', 0.1 + 0.2, -1234567, date(2025, 12, 31)),
    ("Ærø", "under 0,4\N{NO-BREAK SPACE}%", FigureState.MISSING, None),
    ("Lille", 1e-7, 0, date(2011, 1, 2)),
)


@pytest.fixture(scope="module")
def book() -> TableBook:
    """The tables of the project's own input."""
    return compose_tables(check_input(SAMPLE))


@pytest.fixture(scope="module")
def excel(book: TableBook) -> Workbook:
    """Their workbook, read back."""
    return openpyxl.load_workbook(BytesIO(write_tables(book, DANISH)))


def small(*rows: tuple[object, ...]) -> Dataset:
    """Return a small table."""
    return Dataset("small", "Prøve", "proeve", "Én række.", COLUMNS, tuple(DataRow("", row) for row in rows))  # type: ignore[arg-type]  # rows of plain values


def small_book(*rows: tuple[object, ...]) -> TableBook:
    """Return a book with one small table."""
    return TableBook("Tabeller", "EKSEMPELDATA", (("Afsender", "Kommunen"),), (small(*rows),))


def test_the_workbook_has_a_cover_notes_and_a_sheet_a_table(excel: Workbook, book: TableBook) -> None:
    """The cover says what it is, stamps it, tells the signs, and leads to every sheet."""
    assert excel.sheetnames == ["Forside", "Noter", *(dataset.title for dataset in book.datasets)]
    cover = excel["Forside"]
    texts = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value is not None]
    assert cover["A1"].value == "Tabeller bag de boligsociale rapporter 2011–2025"
    assert {"EKSEMPELDATA", "Små antal", "–"} <= set(texts)
    links = [cell.hyperlink.location for row in cover.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{title}'!A1" for title in excel.sheetnames[1:]]


def test_every_sheet_is_one_real_table_with_its_cursor_in_a1(excel: Workbook, book: TableBook) -> None:
    """Heads in row 1 that are those of the table, no merged cell, a frozen head; the table's range is all that the sheet holds."""
    for dataset, sheet in zip(book.datasets, excel.worksheets[2:], strict=True):
        (table,) = sheet.tables.values()
        assert table.ref == sheet.dimensions
        assert [column.name for column in table.tableColumns] == [column.header for column in dataset.columns]
        assert [cell.value for cell in sheet[1]] == [column.header for column in dataset.columns]
        assert sheet.max_row == len(dataset.rows) + 1
        assert sheet.freeze_panes == "A2"
    for sheet in excel.worksheets:
        assert not sheet.merged_cells.ranges
        selections = sheet.sheet_view.selection
        assert {selection.sqref for selection in selections} == {"A1"}
        assert sheet.oddHeader.right.text == "EKSEMPELDATA"
    assert excel.active.title == "Forside"
    names = [name for sheet in excel.worksheets for name in sheet.tables]
    assert len(set(names)) == len(names) == len(excel.worksheets) - 1


def test_numbers_are_numbers_and_gaps_are_signs(excel: Workbook, book: TableBook) -> None:
    """Every cell is the value of its table: numbers and days as such, a missing one as the sign that the reports print."""
    assert {FigureState.MISSING: MISSING_SIGN} == SIGNS
    missing = 0
    for dataset, sheet in zip(book.datasets, excel.worksheets[2:], strict=True):
        for row, cells in zip(dataset.rows, sheet.iter_rows(min_row=2), strict=True):
            for column, value, cell in zip(dataset.columns, row.values, cells, strict=True):
                read = cell.value.date() if isinstance(cell.value, datetime) else cell.value
                shown = SIGNS[value] if isinstance(value, FigureState) else None if value == "" else value
                same = pytest.approx(shown, rel=1e-15) if isinstance(shown, float) else shown  # Excel holds 15 digits
                assert read == same, (dataset.id, column.id)
                assert cell.data_type != "f"
                missing += value is FigureState.MISSING
    assert missing > 0


@pytest.mark.parametrize("text", RUNS)
def test_a_text_is_no_formula(text: str) -> None:
    """A plan's name that looks like a formula stays a text in Excel, and gets an apostrophe in front of it in separated values."""
    tables = small_book((text, 0.5, 1, None))
    sheet = openpyxl.load_workbook(BytesIO(write_tables(tables, DANISH)))["Prøve"]
    assert (sheet["A2"].data_type, sheet["A2"].value.strip()) == ("s", text.strip())
    first = separated(tables.datasets[0], "da").decode("utf-8-sig").splitlines()[1]
    assert not first.lstrip('"').startswith(("=", "+", "-", "@", "\t"))


def test_the_same_tables_give_the_same_bytes(book: TableBook) -> None:
    """No clock and no order of chance is in the workbook: all times are one, in zip entries and properties."""
    content = write_tables(book, DANISH)
    assert content == write_tables(book, DANISH)
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(2026, 2, 2, 12, 0, 0)}
        stamps = re.findall(rb"<dcterms:\w+[^>]*>([^<]*)", package.read("docProps/core.xml"))
    assert set(stamps) == {b"2026-02-02T12:00:00Z"}


def test_a_table_without_rows_is_a_table_still() -> None:
    """Excel repairs a workbook whose table has heads alone; one empty row stands below them. No file of it travels in a PDF."""
    tables = small_book()
    (table,) = openpyxl.load_workbook(BytesIO(write_tables(tables, DANISH)))["Prøve"].tables.values()
    assert table.ref == "A1:D2"
    assert [attachment.name for attachment in attach_tables(tables, DANISH)] == ["noter.csv"]


def separated(dataset: Dataset, code: str) -> bytes:
    """Return a table as separated values."""
    content = BytesIO()
    write_separated(dataset, code, content)
    return content.getvalue()


def read_back(content: bytes, between: str) -> list[list[str]]:
    """Return the values of a file as a program reads them."""
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=between))


def test_separated_values_are_danish_or_english() -> None:
    """Semicolons and decimal commas, or commas and decimal points; the mark of UTF-8, CR LF, all digits, days as years first."""
    danish, english = (separated(small(*ROWS), code) for code in ("da", "en"))
    assert danish.startswith("\ufeffHelhedsplan;Andel;Kroner;Dag\r\n".encode())
    assert read_back(danish, ";")[1:] == [
        ['Plan; »01«, "ny"', "0,30000000000000004", "-1234567", "2025-12-31"],
        ["Ærø", "under 0,4 %", "–", ""],
        ["Lille", "0,0000001", "0", "2011-01-02"],
    ]
    assert [row[1] for row in read_back(english, ",")[1:]] == ["0.30000000000000004", "under 0,4 %", "0.0000001"]


def test_every_table_of_a_forum_travels_in_its_report(book: TableBook) -> None:
    """One file a table, named in ASCII and described in Danish; what is read back is the table, digit by digit."""
    own = book.of_forum("F-NOR")
    files = attach_tables(own, DANISH)
    assert [file.name for file in files] == ["noter.csv", *(f"{dataset.name}.csv" for dataset in own.datasets if dataset.rows)]
    assert {file.media_type for file in files} == {"text/csv"}
    assert all(file.description.endswith(".") for file in files)
    by_name = {file.name: read_back(file.content, ";") for file in files}
    for dataset in own.datasets:
        for place, column in enumerate(dataset.columns):
            if column.kind in {ColumnKind.SHARE, ColumnKind.INDEX, ColumnKind.POINTS, ColumnKind.COUNT, ColumnKind.KRONER} and dataset.rows:
                texts = [row[place] for row in by_name[f"{dataset.name}.csv"][1:]]
                numbers = [(text, row.values[place]) for text, row in zip(texts, dataset.rows, strict=True)]
                assert all(float(text.replace(",", ".")) == value for text, value in numbers if isinstance(value, int | float))


def test_a_table_travels_packed_whatever_the_time_is(book: TableBook, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes less on its way, comes out as it went in, and is packed the same tomorrow."""
    own = book.of_forum("F-NOR")
    today = attach_tables(own, DANISH)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert attach_tables(own, DANISH) == today
    contents = [separated(dataset, "da") for dataset in own.datasets if dataset.rows]
    assert [table.content for table in today[1:]] == contents
    assert sum(len(table.packed) for table in today[1:]) < sum(map(len, contents)) / 2


def test_tables_come_in_english_on_request() -> None:
    """Heads, titles and file names of ours are English; no Danish sheet is left."""
    intake = check_input(INPUT)
    english = compose_tables(replace(intake, settings=intake.settings.model_copy(update={"language": "en"})))
    excel = openpyxl.load_workbook(BytesIO(write_tables(english, ENGLISH)))
    assert excel.sheetnames[:4] == ["Cover", "Notes", "Conclusions", "Deprived areas"]
    assert attach_tables(english, ENGLISH)[0].name == "notes.csv"
