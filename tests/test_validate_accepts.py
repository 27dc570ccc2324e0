"""What is in order is accepted: small differences and left-out repetitions are no errors."""

from __future__ import annotations

from pathlib import Path

from tests.broken_inputs import INDICATORS, accepted, cell, cells, sheet


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
