"""All errors are reported in one pass, and each only once."""

from __future__ import annotations

from pathlib import Path

from pipeline.problems.model import Code
from tests.broken_inputs import FORUMS, INDICATORS, PLANS, SETTINGS, cell, cells, codes, refused, renamed, text


def test_all_files_are_told_in_one_pass(tmp_path: Path) -> None:
    """An analyst who corrects everything that is told is done: nothing hides behind something else."""
    problems = refused(
        tmp_path,
        text(SETTINGS, "smallest_shown = 5", "smallest_shown = 2"),
        cell(FORUMS, "Modtagere", "C2", "noerrebro"),
        cells(PLANS, "Budget", {"F3": "30 t", "B4": "efter", "A5": "P-O1"}),
        cells(INDICATORS, "2011", {"E3": "ca. 8000", "F4": 0}),
        renamed(INDICATORS, "Byen", "Hele byen"),
    )
    assert [str(problem.place) for problem in problems] == [
        "input/indstillinger.toml [small_numbers.smallest_shown]",
        "input/indikatorer.xlsx",
        "input/indikatorer.xlsx [2011!E3]",
        "input/indikatorer.xlsx [2011!E4]",
        "input/indikatorer.xlsx [2011!F4]",
        "input/helhedsplaner.xlsx [Budget!B4]",
        "input/helhedsplaner.xlsx [Budget!F3]",
        "input/helhedsplaner.xlsx [Budget!A5]",
        "input/fora.xlsx [Modtagere!C2]",
    ]


def test_one_wrong_cell_is_not_told_twice(tmp_path: Path) -> None:
    """A cell that cannot be read is filled in all the same: the rules about filled and empty cells do not count it as empty."""
    edits = [
        cells(PLANS, "Budget", {"F3": "30.000 kr.", "D4": "SOFF"}),
        cell(FORUMS, "Bydele", "C4", "#REF!"),
        cell(INDICATORS, "Om", "B2", None),
        cell(INDICATORS, "2025", "D1", "Folk"),
    ]
    assert sorted(codes(refused(tmp_path, *edits))) == sorted(
        [Code.COLUMN_MISSING, Code.VALUE_MISSING, Code.NOT_A_CHOICE, Code.NOT_AN_AMOUNT, Code.ERROR_VALUE]
    )


def test_what_may_follow_from_an_unread_cell_is_not_told(tmp_path: Path) -> None:
    """A plan all of whose kroner, a year of the city and a forum's only recipient that cannot be read are not told as missing too."""
    edits = [
        cells(PLANS, "Budget", {f"F{row}": "x" for row in range(30, 42)}),
        cell(INDICATORS, "Byen", "A2", "i 2011"),
        cell(FORUMS, "Modtagere", "A2", "#N/A"),
    ]
    assert codes(refused(tmp_path, *edits)) == [Code.NOT_A_YEAR, Code.NOT_AN_AMOUNT, Code.ERROR_VALUE]


def test_a_sum_with_an_unread_part_is_not_told(tmp_path: Path) -> None:
    """Residents of a district and kroner that cannot be read are told as such, not as sums that do not agree."""
    edits = [cells(INDICATORS, "Bydelstal", {"C2": "ca. 50.000"}), cells(PLANS, "Budget", {"F30": "x"})]
    assert codes(refused(tmp_path, *edits)) == [Code.NOT_A_COUNT, Code.NOT_AN_AMOUNT]


def test_a_row_with_an_id_alone_lacks_the_rest(tmp_path: Path) -> None:
    """The other cells of a row that was begun are told as empty, and no rule takes them for values."""
    edits = [cell(FORUMS, "Fora", "A4", "F-NY"), cell(PLANS, "Helhedsplaner", "A6", "P-05"), cell(PLANS, "Indsatser", "A32", "I-031")]
    found = [problem for problem in refused(tmp_path, *edits) if problem.code is Code.VALUE_MISSING]
    assert [str(problem.place).partition("!")[2] for problem in found] == ["B6:G6]", "B32:H32]", "B4:D4]"]


def test_a_year_between_the_compared_ones_needs_the_city_too(tmp_path: Path) -> None:
    """Every sheet of a year has its row in the city's sheet, also where the settings do not name the year."""
    problems = refused(tmp_path, cell(INDICATORS, "Byen", "A2", 2012))
    assert [(problem.code, problem.facts["year"]) for problem in problems] == [
        (Code.CITY_YEAR_MISSING, 2011),
        (Code.CITY_YEAR_WITHOUT_SHEET, 2012),
    ]
