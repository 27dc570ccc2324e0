"""Valid inputs are accepted: small differences and omitted repetitions are no errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.broken_inputs import INDICATORS, PLANS, Edit, accepted, cell, cells, emptied, removed, sheet


def test_a_share_is_compared_as_far_as_it_was_typed(tmp_path: Path) -> None:
    """A share that is off by the rounding of one decimal of a percent is in order, and one that is left out is not missed."""
    intake = accepted(tmp_path, cells(INDICATORS, "Byen", {"E2": 0.22, "E3": 0.1805, "H2": None}))
    assert intake.tables.city_years["year"].tolist() == [2011, 2025]


def test_columns_that_repeat_may_be_absent(tmp_path: Path) -> None:
    """The areas' names in the yearly sheets and the city's shares are there to be checked; without them there is nothing to check."""
    edits = [sheet(INDICATORS, year, lambda worksheet: worksheet.delete_cols(2)) for year in ("2011", "2025")]
    tables = accepted(tmp_path, *edits, sheet(INDICATORS, "Byen", lambda worksheet: worksheet.delete_cols(5))).tables
    assert tables.area_years["residents"].tolist()[:3] == [32865, 40378, 2134]


def test_names_are_compared_without_case(tmp_path: Path) -> None:
    """The same name in capitals is the same name."""
    intake = accepted(tmp_path, cell(INDICATORS, "2025", "B2", "INDRE NØRREBRO"))
    assert intake.tables.areas["area"].tolist()[0] == "Indre Nørrebro"


def test_the_districts_may_be_absent_or_not_typed_yet(tmp_path: Path) -> None:
    """The sheet Bydelstal is there to be checked; without it, without rows, or without a year, there is nothing to check."""
    plain = accepted(tmp_path / "plain").tables
    edits = {
        "absent": removed(INDICATORS, "Bydelstal"),
        "empty": emptied(INDICATORS, "Bydelstal"),
        "one year": sheet(INDICATORS, "Bydelstal", lambda worksheet: worksheet.delete_rows(12, 10)),
    }
    for name, edit in edits.items():
        assert accepted(tmp_path / name, edit).tables.findings == plain.findings


def test_districts_may_differ_by_the_whole_tolerance(tmp_path: Path) -> None:
    """5490 of 549050 residents may be registered in no district; a year that the city lacks is compared with nothing."""
    plain = accepted(tmp_path / "plain").tables
    outside = sheet(INDICATORS, "Bydelstal", lambda worksheet: worksheet.append(["1", 2015, 1]))
    assert accepted(tmp_path / "least", cell(INDICATORS, "Bydelstal", "C2", 47668)).tables.findings == plain.findings
    assert accepted(tmp_path / "outside", outside).tables.findings == plain.findings


def test_plans_may_have_no_total(tmp_path: Path) -> None:
    """A plan's total is there to be checked; its column may be absent, and single cells may be empty."""
    plain = accepted(tmp_path / "plain").tables
    absent = sheet(PLANS, "Helhedsplaner", lambda worksheet: worksheet.delete_cols(12))
    assert accepted(tmp_path / "absent", absent).tables.findings == plain.findings
    assert accepted(tmp_path / "empty", cell(PLANS, "Helhedsplaner", "L3", None)).tables.findings == plain.findings


def test_a_plans_total_counts_no_hours(tmp_path: Path) -> None:
    """Staff hours among a plan's present lines are not kroner and leave its total as it is."""
    hours = sheet(PLANS, "Budget", lambda worksheet: worksheet.append(["P-01", "nu", "Kommunen", "SOF", 2024, None, 100]))
    assert accepted(tmp_path, hours).tables.budget["hours"].sum() > 0


def test_the_definitions_may_be_absent_or_without_lines(tmp_path: Path) -> None:
    """Who writes no definitions says that nothing changed; a definition needs no line, and an indicator may be left out."""
    plain = accepted(tmp_path / "plain").tables
    edits = {
        "absent": removed(INDICATORS, "Definitioner"),
        "empty": emptied(INDICATORS, "Definitioner"),
        "without lines": cells(INDICATORS, "Definitioner", {"D2": None, "D3": None}),
    }
    for name, edit in edits.items():
        tables = accepted(tmp_path / name, edit).tables
        assert tables.findings == plain.findings
        assert tables.definitions["line_dkk"].notna().sum() == 0
    assert plain.definitions["line_dkk"].tolist() == [162000, 214000]


@pytest.mark.parametrize(
    "edit", [sheet(PLANS, "Om", lambda worksheet: worksheet.delete_rows(7)), cell(PLANS, "Om", "B7", 1)], ids=["none", "number"]
)
def test_a_workbook_without_a_schema_version_has_the_first(edit: Edit, tmp_path: Path) -> None:
    """Those of 0.1 have no such field; a number typed in it is read as the text that the template has."""
    before, now = (accepted(tmp_path / name, *edits).tables for name, edits in (("plain", ()), ("edited", (edit,))))
    assert now.about == before.about
    assert now.findings == before.findings
