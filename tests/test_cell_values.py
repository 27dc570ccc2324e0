"""Reports, sources and scores read a cell alike: each workbook is read by all three."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.input.cell_values import excel_text, show_cell, text_of, year_of
from pipeline.input.excel.cells import CellArea, Covered, ErrorValue, Marked, PercentNumber, UnsavedFormula
from pipeline.input.schema.columns import Kind
from pipeline.problems.model import Code
from tests.foreign import FILE, lay
from tests.marked import merge_over, raised
from tests.three_readers import Read, read_as_report, read_as_source, read_as_table, read_three_ways, score
from tests.xlsx_parts import book, row, workbook

HEADS = ["Bydel", "Personer"]
COUNTS: list[tuple[Any, float | None]] = [
    (1234, 1234),
    (1234.0, 1234),
    ("1234", 1234),
    ("1 234", 1234),
    ("1\N{NO-BREAK SPACE}234", 1234),
    ("1'234", 1234),
    ("1.234.567", 1234567),
    ("1,234,567", 1234567),
    ("12,0", 12),
    ("12.0", 12),
    ("..", None),
    (".", None),
]
SHARES: list[tuple[Any, float]] = [("12,5 %", 0.125), ("12.5%", 0.125), ("7 %", 0.07), ("0,5%", 0.005), ("100 %", 1)]


@pytest.mark.parametrize(("cell", "value"), COUNTS)
def test_a_number_is_read_alike_by_all(cell: object, value: float | None, tmp_path: Path) -> None:
    """Whatever its text can only mean is what it means; what the source withholds is missing, not 0."""
    assert read_three_ways(tmp_path, [HEADS, ["Valby", cell], ["Vanløse", 5]]) == [Read({2: value, 3: 5}, [], [])] * 3


@pytest.mark.parametrize(("cell", "value"), SHARES)
def test_a_percent_is_a_share_to_all(cell: str, value: float, tmp_path: Path) -> None:
    """12,5 % is 0.125."""
    assert read_three_ways(tmp_path, [HEADS, ["Valby", cell]], kind=Kind.SHARE) == [Read({2: value}, [], [])] * 3


def test_a_percent_format_is_a_share_to_all(tmp_path: Path) -> None:
    """0.125 that Excel shows as 12,5 % is 0.125."""

    def show_percent(sheet: Worksheet) -> None:
        sheet["B2"].number_format = "0.0%"

    assert read_three_ways(tmp_path, [HEADS, ["Valby", 0.125]], kind=Kind.SHARE, change=show_percent) == [Read({2: 0.125}, [], [])] * 3


def mark(sheet: Worksheet) -> None:
    """Raise a footnote's figure behind a number."""
    sheet["B2"] = raised("3", "1")


def cover(sheet: Worksheet) -> None:
    """Leave a number under a merged area."""
    merge_over(sheet, "B1:B2")


def leave(_: Worksheet) -> None:
    """Change nothing."""


WRONG: list[tuple[object, Callable[[Worksheet], None], Code]] = [
    ("#REF!", leave, Code.ERROR_VALUE),
    ("=1+1", leave, Code.FORMULA_UNSAVED),
    (31, mark, Code.CELL_MARKED),
    (31, cover, Code.CELL_COVERED),
]


@pytest.mark.parametrize(("cell", "change", "code"), WRONG)
def test_a_cell_without_a_number_is_told_alike_by_all(
    cell: object, change: Callable[[Worksheet], None], code: Code, tmp_path: Path
) -> None:
    """A value that Excel could not calculate, did not save, marks or hides is never a number."""
    report, source, table = read_three_ways(tmp_path, [HEADS, ["Valby", cell], ["Vanløse", 5]], change=change)
    assert report.problems == [(code, "B2")]
    of_others = (
        (Code.SOURCE_ERROR_VALUE, Code.TABLE_NOT_A_NUMBER) if code is Code.ERROR_VALUE else (code, code)
    )  # nobody mends their formula
    assert (source.problems, table.problems) == ([(of_others[0], "B2")], [(of_others[1], "B2")])


@pytest.mark.parametrize("cells", [[0.3, 0.9], [0.5, 0], [1, 0.25]])
def test_percents_of_up_to_one_are_asked_about(cells: list[float], tmp_path: Path) -> None:
    """Without sign, format or unit 0.3 may be 30 % or 0.3 %; in our own workbooks such a share is compared with its count and base."""
    rows = [["Bydel", "Andel i %"], ["Valby", cells[0]], ["Vanløse", cells[1]]]
    _, source, table = read_three_ways(tmp_path, rows, kind=Kind.SHARE, header="Andel i %")
    assert [code for code, _ in source.problems] == [Code.SOURCE_SHARES_OPEN]
    assert [code for code, _ in table.problems] == [Code.TABLE_PERCENT_OPEN]


def test_a_text_in_the_cell_itself_is_read_by_all(tmp_path: Path) -> None:
    """Also where a value stands beside it, which Excel does not show."""
    path = lay(tmp_path, [HEADS, ["Valby", 30]]) / FILE
    heads = "".join(f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in zip(("A1", "B1"), HEADS, strict=True))
    record = '<c r="A2" t="inlineStr"><v>7</v><is><r><t>Val</t></r><r><t>by</t></r></is></c><c r="B2" t="inlineStr"><v>7</v><is><t>30</t></is></c>'
    path.write_bytes(workbook(row(1, heads) + row(2, record), book=book(("Tabel",))))
    expected = Read({2: 30}, [], [])
    assert [read_as_report(path, Kind.COUNT, "Personer"), read_as_source(path), read_as_table(path, "Personer")] == [expected] * 3
    assert score(path).frame["id"].tolist() == ["Valby"]


AREA = CellArea(1, 1, 2, 1)
TEXTS: list[tuple[Any, str, str]] = [
    (True, "SAND", "SAND"),
    (0.5, "0,5", "0,5"),
    (PercentNumber(0.125), "12,5 %", "12,5 %"),
    (datetime(2025, 12, 31), "31-12-2025", "31-12-2025"),  # noqa: DTZ001
    (time(7, 30), "07:30:00", "07:30:00"),
    (timedelta(hours=30), "30:00:00", "30:00:00"),
    (Marked("a", "a"), "a", "a"),
    (Covered("a", AREA), "a", ""),
    (ErrorValue("#REF!"), "#REF!", ""),
    (UnsavedFormula(), "=", ""),
    (None, "", ""),
]


@pytest.mark.parametrize(("value", "shown", "compared"), TEXTS)
def test_the_text_of_a_cell_is_that_of_a_danish_excel(value: Any, shown: str, compared: str) -> None:
    """Messages show it; a label or a name is compared with it where it can be one."""
    assert (excel_text(value), show_cell(value), text_of(value)) == (shown, shown, compared)


YEARS: list[tuple[Any, int | None]] = [
    (2025, 2025),
    (2025.0, 2025),
    ("2025", 2025),
    (" 2025 ", 2025),
    ("2025.0", 2025),
    (2025.5, None),
    ("25", None),
    ("2025-26", None),
    (PercentNumber(2025), None),
    (True, None),
    (3025, None),
    (None, None),
]


@pytest.mark.parametrize(("value", "year"), YEARS)
def test_a_year_has_four_digits(value: object, year: int | None) -> None:
    """As a number or as a text, for reports, sources and scores."""
    assert year_of(value) == year
