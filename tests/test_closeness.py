"""Shares close to the threshold: at the very ends of the interval, and in the reports."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.report.model.district import DistrictReport
from pipeline.run import compose_reports
from pipeline.scoring.compare.closeness import find_near
from pipeline.scoring.compare.intervals import wilson
from tests.build import INPUT, Built, build

COUNT, BASE, LEVEL = 81.0, 263.0, 0.95
CHANCE, EXACT = pd.Series([False]), pd.Series([True])
LOW, HIGH = (float(end[0]) for end in wilson(np.array([COUNT]), np.array([BASE]), LEVEL))  # 0.2553-0.3662 (Newcombe 1998)


@pytest.fixture(scope="module")
def built() -> Built:
    """The project's own example input through all stages up to the comparison."""
    return build(INPUT)


@pytest.mark.parametrize(
    ("threshold", "near"),
    [
        (0.2552, 0.0),  # all of the interval meets the criterion
        (LOW, 0.0),  # its low end meets it too
        (np.nextafter(LOW, 1.0), 1.0),  # its low end does not
        (0.308, 1.0),
        (HIGH, 1.0),  # its high end alone meets it
        (np.nextafter(HIGH, 1.0), 0.0),  # none of it does
    ],
)
def test_an_interval_spans_the_limit_from_above_its_low_end_to_its_high_end(threshold: float, near: float) -> None:
    """The criterion is share ≥ threshold, so the ends differ."""
    row = pd.DataFrame({"count": [COUNT], "base": [BASE], "share": [COUNT / BASE], "threshold": [threshold]})
    assert find_near(row, LEVEL, CHANCE).tolist() == [near]


def test_a_missing_share_is_neither_close_nor_far() -> None:
    """NaN stays NaN, also where the base is known."""
    row = pd.DataFrame({"count": [np.nan], "base": [BASE], "share": [np.nan], "threshold": [0.3]}, index=[7])
    near = find_near(row, LEVEL, pd.Series([False], index=[7]))
    assert near.index.tolist() == [7]
    assert near.isna().all()


def test_what_is_counted_is_never_close() -> None:
    """Dwellings have no interval: 30.8 % of them under a limit of 31 % is under it."""
    row = pd.DataFrame({"count": [COUNT], "base": [BASE], "share": [COUNT / BASE], "threshold": [0.31]})
    assert (find_near(row, LEVEL, CHANCE).tolist(), find_near(row, LEVEL, EXACT).tolist()) == ([1.0], [0.0])


def test_the_status_goes_by_the_share_itself(built: Built) -> None:
    """Among the close shares some meet the criterion and some do not, and each does as share and threshold say."""
    shares = built.scores.shares.assign(near=built.comparison.near)
    close = shares[shares["near"] == 1.0]
    assert set(close["met"]) == {0.0, 1.0}
    assert ((close["share"] >= close["threshold"]) == (close["met"] == 1.0)).all()


def test_a_report_marks_the_close_shares_and_no_missing_one(built: Built) -> None:
    """Table and matrix carry the mark of the comparison; what is missing carries none."""
    shares = built.scores.shares.assign(near=built.comparison.near).set_index(["unit_id", "year", "indicator"])
    reports = [report for report in compose_reports(built.intake) if isinstance(report, DistrictReport)]
    forums = built.intake.tables.forums["forum_id"]
    marked = 0
    for forum, report in zip(forums, reports, strict=True):
        for row in report.answer.indicators:
            for year, of_year in ((2011, row.before), (2025, row.now)):
                assert of_year.near == (shares.loc[(forum, year, row.id), "near"] == 1.0)
        for area in report.areas.rows:
            for of_area in (area.before, area.now):
                if of_area is not None:
                    marked += sum(of_area.near)
                    assert all(share.shown for share, near in zip(of_area.shares, of_area.near, strict=True) if near)
    assert marked > 0
