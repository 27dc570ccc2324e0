"""Cells of other organisations' tables: numbers as text, shares, marks, dates, ids."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.problems.model import Code
from tests.foreign import AREA, PERSONS, column, described, problems, read, records
from tests.marked import raised

HEADS = ["Bydel", "Personer"]
VALBY = ["Valby", 30]


def share(*lines: str) -> str:
    """Return the description of an area and its share."""
    return described(column(*AREA), column("part", "Andel", "share", *lines))


def number(*lines: str, kind: str = "number") -> str:
    """Return the description of an area and a number."""
    return described(column(*AREA), column("size", "Tal", kind, *lines))


@pytest.mark.parametrize(
    ("cells", "lines", "values"),
    [
        (["12,5", "1.234"], [], [12.5, 1234.0]),
        (["12.5", "1,234"], [], [12.5, 1234.0]),
        (["1.234"], ['number_style = "danish"'], [1234.0]),
        (["1.234"], ['number_style = "english"'], [1.234]),
        ([-23, "−4,5", "-7"], [], [-23.0, -4.5, -7.0]),
        ([7389416.736], ["scale = 1000"], [7389416736.0]),
    ],
)
def test_numbers_as_text_are_read_as_the_column_writes_them(
    cells: list[Any], lines: list[str], values: list[float], tmp_path: Path
) -> None:
    """One text that can be read in a single way decides for its column; else the description does."""
    style = [line for line in lines if line.startswith("number_style")]
    description = described(column(*AREA), column("size", "Tal", "number", *(set(lines) - set(style))), lines=style)
    table = read(tmp_path, [["Bydel", "Tal"], *(["Valby", cell] for cell in cells)], description)
    assert table.frame["size"].tolist() == values


@pytest.mark.parametrize(
    ("cells", "unit", "values"),
    [
        (["12,5 %", "7%"], "", [0.125, 0.07]),
        ([0.4, 0.05, 1], "fraction", [0.4, 0.05, 1.0]),
        ([0, "0"], "", [0.0, 0.0]),
        ([40, 5.5, 0], "", [0.4, 0.055, 0.0]),
        ([0.4, 40], "percent", [0.004, 0.4]),
        ([0.8, 0.4], "percent", [0.008, 0.004]),
        (["44,3%", 12], "", [0.443, 0.12]),
    ],
)
def test_shares_are_fractions_whatever_the_source_writes(cells: list[Any], unit: str, values: list[float], tmp_path: Path) -> None:
    """Texts with a percent sign speak for themselves; plain numbers above 1 are percent, others are what the description says."""
    lines = [f'unit = "{unit}"'] if unit else []
    assert read(tmp_path, [["Bydel", "Andel"], *(["Valby", cell] for cell in cells)], share(*lines)).frame["part"].tolist() == values


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([0.3, 0.5, 0.9], "B2: 0,3"),
        (["0,3", "0,5"], "B2: 0,3"),
        ([0, 0.5], "B3: 0,5"),
        ([1], "B2: 1"),
        (["12,5 %", 0.5], "B3: 0,5"),
        (["..", 0.5], "B3: 0,5"),
    ],
)
def test_a_share_up_to_1_without_unit_is_asked_about(cells: list[Any], found: str, tmp_path: Path) -> None:
    """0.3 is 30 % or 0.3 %, and no cell says which; one question for the column, at the first cell that raises it."""
    (problem,) = problems(tmp_path, [["Bydel", "Andel"], *(["Valby", cell] for cell in cells)], share())
    assert (problem.code, f"{problem.place.cell}: {problem.facts['found']}") == (Code.SOURCE_SHARES_OPEN, found)


def test_a_percent_format_makes_a_fraction(tmp_path: Path) -> None:
    """0.125 that Excel shows as 12.5 % is an eighth, even in a column of percents."""

    def form(sheet: Worksheet) -> None:
        sheet["B2"].number_format = "0.0%"

    table = read(tmp_path, [["Bydel", "Andel"], ["Valby", 0.125], ["Vanløse", 40]], share('unit = "percent"'), form)
    assert table.frame["part"].tolist() == [0.125, 0.4]


def test_a_change_in_percent_is_a_number_of_percent(tmp_path: Path) -> None:
    """A change may be negative or above 100 %, so it is no share; it is read as Excel shows it."""

    def form(sheet: Worksheet) -> None:
        sheet["B2"].number_format = "0.0%"

    table = read(tmp_path, [["Bydel", "Tal"], ["Valby", -0.125], ["Vanløse", "140 %"]], number('unit = "percent"'), form)
    assert table.frame["size"].tolist() == [-12.5, 140.0]


@pytest.mark.parametrize(
    ("mark", "meaning", "value"),
    [
        ("-", "nil", 0),
        ("–", "nil", 0),
        ("x", "withheld", None),
        ("X", "withheld", None),
        (":", "not_possible", None),
        ("[c]", "withheld", None),
        ("n/a", "withheld", None),
        ("", "withheld", None),
    ],
)
def test_a_declared_mark_has_its_meaning(mark: str, meaning: str, value: int | None, tmp_path: Path) -> None:
    """The description says what a mark means; an empty cell can be one."""
    marks = f'markers = {{ "{mark.lower().replace("–", "-")}" = "{meaning}" }}'
    table = read(tmp_path, [HEADS, VALBY, ["Vanløse", mark or None]], described(lines=[marks]))
    assert (records(table)[1]["persons"], table.marks["persons"].tolist()) == (value, ["", meaning])


@pytest.mark.parametrize("cell", ["410*", "410 *"])
def test_a_provisional_number_is_a_number_with_a_mark(cell: str, tmp_path: Path) -> None:
    """The mark behind a number stays with it."""
    table = read(tmp_path, [HEADS, ["Valby", cell]], described(lines=['markers = { "*" = "provisional" }']))
    assert (table.frame["persons"].tolist(), table.marks["persons"].tolist()) == ([410], ["provisional"])


@pytest.mark.parametrize(("cell", "mark"), [(raised("410", "p"), "p"), (raised("410", "*"), "*"), (raised("410 ", "*"), "*")])
def test_a_declared_mark_may_be_raised(cell: CellRichText, mark: str, tmp_path: Path) -> None:
    """What the description says of a mark holds whether it is raised or not; nothing else that is raised is read in a column of numbers."""
    description = described(lines=[f'markers = {{ "{mark}" = "provisional" }}'])
    table = read(tmp_path, [HEADS, ["Valby", cell]], description)
    assert (table.frame["persons"].tolist(), table.marks["persons"].tolist()) == ([410], ["provisional"])


@pytest.mark.parametrize("cell", ["20191231", 20191231, "31-12-2019", "31. december 2019", datetime(2019, 12, 31)])  # noqa: DTZ001 - as in Excel
def test_dates_are_read_from_text_number_and_date(cell: object, tmp_path: Path) -> None:
    """A day is a day however it is written."""
    table = read(tmp_path, [["Dag", "Personer"], [cell, 3]], described(column("day", "Dag", "date"), column(*PERSONS)))
    assert str(table.frame["day"].iloc[0]) == "2019-12-31"


@pytest.mark.parametrize(("cell", "value"), [("007", "007"), (7, "7"), ("12E3", "12E3"), (7.0, "7")])
def test_ids_stay_text(cell: object, value: str, tmp_path: Path) -> None:
    """An id is never used as a number."""
    table = read(tmp_path, [["Id", "Personer"], [cell, 3]], described(column("key", "Id", "id"), column(*PERSONS)))
    assert table.frame["key"].tolist() == [value]


def test_a_pattern_takes_a_part_out_of_a_cell(tmp_path: Path) -> None:
    """Two columns may read one cell; a text that a pattern does not fit stays as it is."""
    rows = [HEADS, ["Bydel - 5. Valby (2019)", 30], ["Uden for inddeling", 12]]
    description = described(column(*AREA, r"pattern = 'Bydel - \d+\. (.+) \(.*'"), column("place", "Bydel", "text"), column(*PERSONS))
    assert [(r["area"], r["place"]) for r in records(read(tmp_path, rows, description))] == [
        ("Valby", "Bydel - 5. Valby (2019)"),
        ("Uden for inddeling", "Uden for inddeling"),
    ]
