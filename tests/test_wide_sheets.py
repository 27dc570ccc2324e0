"""Budget and Indsatser in their wide shape: the same tables and figures as from the long sheets, each with its own cell's address."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from math import isnan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from pipeline.input.check_input import check_input
from pipeline.input.schema.choices import ADMINISTRATIONS, ARRANGEMENTS, SOURCES
from pipeline.input.tables import Tables
from pipeline.language.language import load_language
from pipeline.problems.check_folder import write_check
from pipeline.problems.marked_copies.marks import ERROR_FILL
from pipeline.problems.model import Code
from pipeline.releases.content_hash import hash_content
from pipeline.run import compose_input
from tests.broken_inputs import PLANS, accepted, cell, cells, codes, problems_of, refused, small_input, told, workbook
from tests.build import INPUT
from tests.wide_sheets import widen, widen_activities, widen_budget

LINE = ["plan_id", "arrangement", "source", "administration", "year", "budget_dkk", "hours"]
Line = tuple[str, str, str, str | None, int, int | None, int | None]
AMOUNTS = st.integers(0, 10**9)


@st.composite
def budgets(draw: st.DrawFn) -> list[Line]:
    """Draw lines of the small input's plans: any payer, year and amount, each line once; each plan has kroner now."""
    payers = st.one_of(
        st.tuples(st.sampled_from(sorted(set(SOURCES) - {"Kommunen"})), st.none()),
        st.tuples(st.just("Kommunen"), st.sampled_from(sorted(ADMINISTRATIONS))),
    )
    keys = st.tuples(
        st.sampled_from(["P-01", "P-02", "P-03", "P-04"]), st.sampled_from(sorted(ARRANGEMENTS)), payers, st.integers(1990, 2100)
    )
    drawn = draw(st.dictionaries(st.tuples(keys, st.booleans()), AMOUNTS, max_size=40))
    lines: list[Line] = [
        (plan, arrangement, source, administration, year, None if in_hours else amount, amount if in_hours else None)
        for ((plan, arrangement, (source, administration), year), in_hours), amount in drawn.items()
    ]
    present = {(line[0], line[4]) for line in lines if line[1:3] == ("nu", "Andre") and line[5] is not None}
    year = next(year for year in range(1990, 2101) if not any((plan, year) in present for plan in ("P-01", "P-02", "P-03", "P-04")))
    return [*lines, *(("P-0" + number, "nu", "Andre", None, year, draw(st.integers(1, 10**9)), None) for number in "1234")]


def read(folder: Path, book: Workbook) -> Tables:
    """Return what is read of a folder with this workbook of plans."""
    book.save(folder / PLANS)
    return check_input(folder).tables


def lines_of(tables: Tables) -> list[tuple[Any, ...]]:
    """Return the budget's lines without their addresses, in order of what they say."""
    frame = tables.budget[LINE].astype(object).where(tables.budget[LINE].notna(), None)
    return sorted(frame.itertuples(index=False, name=None), key=str)


def check_addresses(tables: Tables, book: Workbook) -> None:
    """Compare every budget line with the cell that its address names, its header and the row before it, read by openpyxl."""
    worksheet = book["Budget"]
    headers = {str(one.value): one.column for one in worksheet[1]}
    assert tables.budget["cell"].is_unique
    for line in tables.budget.to_dict("records"):
        title, _, address = line["cell"].partition("!")
        found = book[title][address]
        in_hours = not isnan(line["hours"])
        assert found.value == (line["hours"] if in_hours else line["budget_dkk"])
        assert worksheet.cell(1, found.column).value == line["year"]
        typed = {name: worksheet.cell(found.row, headers[name]).value for name in ("Plan-id", "Ordning", "Kilde", "Forvaltning", "Enhed")}
        assert typed["Plan-id"] == line["plan_id"]
        assert (ARRANGEMENTS[typed["Ordning"]], SOURCES[typed["Kilde"]]) == (line["arrangement"], line["source"])
        assert (typed["Forvaltning"], typed["Enhed"] == "timer") == (line["administration"], in_hours)


@settings(deadline=None, max_examples=10)
@given(budgets())
def test_any_budget_written_wide_gives_the_same_lines_each_with_its_cell(lines: list[Line]) -> None:
    """Whatever payers, years and amounts; 0 is a line, an empty cell is none."""
    with TemporaryDirectory() as name:
        folder = small_input(Path(name))
        book = load_workbook(folder / PLANS)
        book["Budget"].delete_rows(2, book["Budget"].max_row)
        for line in lines:
            book["Budget"].append(line)
        for row in range(2, 6):
            book["Helhedsplaner"][f"L{row}"] = None
        long = read(folder, book)
        widen_budget(book)
        wide = read(folder, book)
    assert lines_of(wide) == lines_of(long)
    assert len(wide.budget) == len(lines)
    check_addresses(wide, book)


@settings(deadline=None, max_examples=10)
@given(st.lists(st.sets(st.integers(101, 109), min_size=1), min_size=30, max_size=30))
def test_any_activities_written_wide_cover_the_same_estates(covered: list[set[int]]) -> None:
    """An x for each of them, and the same row for all else."""
    with TemporaryDirectory() as name:
        folder = small_input(Path(name))
        book = load_workbook(folder / PLANS)
        for row, estates in enumerate(covered, 2):
            book["Indsatser"][f"G{row}"] = "; ".join(f"A-{number}" for number in sorted(estates))
        long = read(folder, book)
        widen_activities(book)
        wide = read(folder, book)
    assert wide.activities.to_dict("records") == long.activities.to_dict("records")


@pytest.fixture(scope="module")
def wide_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with both sheets written wide."""
    folder = Path(shutil.copytree(INPUT, tmp_path_factory.mktemp("wide") / "input"))
    book = load_workbook(folder / PLANS)
    widen(book)
    book.save(folder / PLANS)
    return folder


def test_the_sample_written_wide_gives_the_same_reports(wide_sample: Path) -> None:
    """Every figure and sentence of every report and table; addresses are those of the wide sheets."""
    long, wide = compose_input(INPUT), compose_input(wide_sample)
    says = [[hash_content(report, composed.book) for report in composed.reports] for composed in (long, wide)]
    assert says[0] == says[1]
    assert [(one.code, one.facts, one.about) for one in wide.findings] == [(one.code, one.facts, one.about) for one in long.findings]
    check_addresses(check_input(wide_sample).tables, load_workbook(wide_sample / PLANS))


def test_a_finding_on_the_agreed_share_has_the_cells_of_the_wide_row(wide_sample: Path) -> None:
    """The years of the payer's row, each in its own column."""
    book = load_workbook(wide_sample / PLANS)
    (finding, *_) = [one for one in check_input(wide_sample).tables.findings if one.code is Code.TMF_SHARE_OFF]
    found = [book["Budget"][str(address)] for address in finding.place.cells]
    (row,) = {one.row for one in found}
    typed = [one.value for one in book["Budget"][row]]
    assert typed[:4] == [finding.about["plan"], "nu", "Kommunen", "TMF"]
    assert [one.value for one in found] == [value for value in typed[5:] if value is not None]


def test_the_marked_copy_marks_the_cell_of_a_wide_sheet(tmp_path: Path) -> None:
    """A wrong amount, a wrong header and a y for an x, and the page says the plan and the year of the amount."""
    source = small_input(
        tmp_path, workbook(PLANS, widen), cell(PLANS, "Budget", "K9", -5), cells(PLANS, "Indsatser", {"H1": "A-1O1", "I5": "y"})
    )
    problems = problems_of(source)
    page = write_check(source, tmp_path / "output", problems, load_language("da"))
    copy = load_workbook(tmp_path / "output" / "check" / PLANS)
    marked = {
        (title, one.coordinate)
        for title in ("Budget", "Indsatser")
        for row in copy[title]
        for one in row
        if one.fill.fgColor.rgb[-6:] == ERROR_FILL[-6:]
    }
    assert marked == {("Budget", "K9"), ("Indsatser", "H1"), ("Indsatser", "I5")}
    amount = next(problem for problem in problems if problem.place.cell == "K9")
    assert (amount.area, amount.period) == ("P-01", "2024")
    assert page is not None


OWN: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "notes headed by a year": ("Budget", {"I1": 2025, "I2": "Forhøjet"}),
    "x in a column of one's own": ("Indsatser", {"J1": "Kontrolleret", "J2": "x"}),
    "an estate without an x": ("Indsatser", {"J1": "A-101", "J2": "Se aftalen"}),
}


@pytest.mark.parametrize("case", OWN)
def test_own_columns_beside_a_long_sheet_are_left_alone(case: str, tmp_path: Path) -> None:
    """As long as they hold nothing that a wide sheet would."""
    title, values = OWN[case]
    assert accepted(tmp_path, cells(PLANS, title, dict(values))).tables.findings == accepted(tmp_path / "right").tables.findings


@pytest.mark.parametrize(("title", "values"), [("Budget", {"I1": "2025", "I2": 5}), ("Indsatser", {"J1": "a-101", "J2": "X"})])
def test_a_long_sheet_with_filled_columns_of_the_other_shape_is_told_both_cells(title: str, values: dict[str, Any], tmp_path: Path) -> None:
    """Either, not both."""
    (problem,) = refused(tmp_path, cells(PLANS, title, values))
    assert problem.code is Code.SHAPES_MIXED
    assert problem.place.cells == ({"Budget": "E1", "Indsatser": "G1"}[title], next(iter(values)))


@pytest.mark.parametrize("version", [None, "1", "2"])
def test_a_wide_sheet_is_read_whatever_the_schema_version_says(version: str | None, tmp_path: Path) -> None:
    """The headers say it, not the version: a workbook of version 1 may be made wide by hand."""

    def change(book: Workbook) -> None:
        widen(book)
        if version is None:
            book["Om"].delete_rows(7)
        else:
            book["Om"]["B7"] = version

    long = accepted(tmp_path / "long").tables
    assert lines_of(accepted(tmp_path, workbook(PLANS, change)).tables) == lines_of(long)


def test_a_sheet_without_either_kind_of_column_says_both_ways(tmp_path: Path) -> None:
    """What is missing, and what may take its place."""
    (line,) = told(refused(tmp_path, cell(PLANS, "Indsatser", "G1", "Dækker")))
    assert line.endswith("Den kan også erstattes af flere kolonner, der hver har en afdelings id, som A-101, som overskrift.")
    assert codes(refused(tmp_path / "years", cells(PLANS, "Budget", {"E1": "x", "F1": "y", "G1": "z"}))) == [Code.COLUMN_MISSING] * 3
