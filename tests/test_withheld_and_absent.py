"""Valid but extreme inputs: numbers withheld for a whole district or forum, and areas without numbers in the compared years."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.input.check_input import Intake
from pipeline.language.language import load_language
from pipeline.render.document import render_html
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.figures import FigureState
from pipeline.run import compose_reports
from tests.broken_inputs import INDICATORS, Edit, accepted, cells, sheet


def districts(intake: Intake) -> list[DistrictReport]:
    """Compose all reports, set them as HTML, and return the forums'."""
    reports = compose_reports(intake)
    assert all(render_html(report, load_language("da")) for report in reports)
    return [report for report in reports if isinstance(report, DistrictReport)]


def withheld(*rows: int) -> Edit:
    """Withhold low income of these rows of 2011."""
    return cells(INDICATORS, "2011", {f"I{row}": ".." for row in rows})


@pytest.mark.parametrize("rows", [(2,), (5,), (6,), (2, 3, 4, 5, 6)], ids=str)
def test_withheld_numbers_never_stop_the_reports(rows: tuple[int, ...], tmp_path: Path) -> None:
    """Whichever areas withhold a number, one of a forum or all, every report is composed and set."""
    assert len(districts(accepted(tmp_path, withheld(*rows)))) == 2


def test_a_number_that_a_whole_forum_withholds_is_missing_and_not_0(tmp_path: Path) -> None:
    """With all areas' low income withheld the forum has no share, no change, no index and no parts, and is not said to be at 0 %."""
    for report in districts(accepted(tmp_path, withheld(2, 3, 4, 5, 6))):
        (row,) = [row for row in report.answer.indicators if row.id == "lavindkomst"]
        assert row.before.share.state is row.now.share.state is row.change_pp.state is FigureState.MISSING
        assert report.answer.key_figures.now.index.state is FigureState.MISSING
        assert report.areas.decomposition is None


def test_an_area_without_numbers_in_the_compared_years_is_not_in_the_matrix(tmp_path: Path) -> None:
    """An area that an earlier redrawing abolished stays in Områder; the report is about those that have numbers."""
    gone = [sheet(INDICATORS, year, lambda worksheet: worksheet.delete_rows(3)) for year in ("2011", "2025")]
    whole, without = districts(accepted(tmp_path / "whole")), districts(accepted(tmp_path / "without", *gone))
    names = [[area.name for area in report.areas.rows] for report in whole]
    left = [[area.name for area in report.areas.rows] for report in without]
    assert sum(map(len, left)) == sum(map(len, names)) - 1
