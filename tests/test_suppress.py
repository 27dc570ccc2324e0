"""Small counts: what is hidden, what may stay, and that no published sum gives one away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.example import write_configuration, write_example
from pipeline.report import DistrictReport, State, Verdict
from pipeline.run import compose_reports
from pipeline.scores import Level
from pipeline.suppress.cells import find_revealing, find_small
from pipeline.suppress.status import find_disclosing
from tests.build import INPUT, Built, build

K = 5


@pytest.fixture(scope="module")
def built() -> Built:
    """The project's own example input through all stages up to suppression."""
    return build(INPUT)


@pytest.mark.parametrize(
    ("count", "base", "small"),
    [(0, 100, False), (1, 100, True), (4, 100, True), (5, 100, False), (96, 100, True), (95, 100, False), (100, 100, False)],
)
def test_counts_and_their_complements_from_one_to_four_are_small(count: int, base: int, small: bool) -> None:
    """A nil is a nil and may be shown; 1 to 4 may not, nor what leaves 1 to 4 of the base."""
    assert find_small(pd.DataFrame({"count": [float(count)], "base": [float(base)]}), K).tolist() == [small]


def test_no_hidden_number_is_left_in_the_release(built: Built) -> None:
    """The example has small counts; after suppression neither count, share, ratio, criterion nor closeness of a hidden cell is in any table."""
    release = built.release
    hidden = release.shares[release.shares["hidden"]]
    assert len(hidden) > 0
    assert hidden[["count", "share", "ratio", "met", "near"]].isna().all(axis=None)
    changes = release.changes[release.changes["hidden"]]
    assert changes[["change_pp", "low_pp", "high_pp"]].isna().all(axis=None)
    assert set(changes["verdict"]) <= {Verdict.HIDDEN, Verdict.NOT_COMPARABLE}
    assert release.units.loc[release.units["index_hidden"], "index"].isna().all()


def test_a_shown_small_count_does_not_exist(built: Built) -> None:
    """Whatever is shown is 0 or at least k, and so is what it leaves of its base."""
    shown = built.release.shares[~built.release.shares["hidden"] & built.release.shares["count"].notna()]
    assert not find_small(shown, K).any()


@pytest.mark.parametrize("seed", range(20))
def test_every_sum_hides_none_or_at_least_two_of_its_terms(built: Built, seed: int) -> None:
    """With small counts planted at random, no district and no forum has exactly one hidden term (the sum itself counts as one)."""
    rng = np.random.default_rng(seed)
    shares = built.scores.shares.copy()
    areas = shares.index[(shares["level"] == Level.AREA) & shares["count"].notna()]
    planted = rng.choice(areas, size=30, replace=False)
    shares.loc[planted, "count"] = rng.integers(1, K, size=30).astype(float)
    tables = built.intake.tables
    district_of = tables.areas.set_index("area_id")["district_id"]
    forum_of = tables.areas.drop_duplicates("district_id").set_index("district_id")["forum_id"]
    hidden = find_revealing(shares, find_small(shares, K), tables, pd.Series(data=False, index=shares.index))
    assert hidden[planted].all()
    for child, parent, owner in ((Level.AREA, Level.DISTRICT, district_of), (Level.DISTRICT, Level.FORUM, forum_of)):
        terms = pd.concat(
            [
                shares[(shares["level"] == child) & shares["count"].notna()].assign(
                    owner=lambda rows, owner=owner: rows["unit_id"].map(owner)
                ),
                shares[shares["level"] == parent].assign(owner=lambda rows: rows["unit_id"]),
            ]
        )
        number = terms.assign(hidden=hidden[terms.index]).groupby(["owner", "year", "indicator"])["hidden"].sum()
        assert 1 not in set(number)


def test_a_forum_with_one_area_hides_its_own_sum_too(tmp_path: Path) -> None:
    """Where the forum is one area, its sum is the area's count: both are hidden, and the report shows neither."""
    write_example(tmp_path, forums=1, areas=1, plans=0, years=(2011, 2025))
    write_configuration(tmp_path, (2011, 2025))
    one = build(tmp_path)
    shares = one.scores.shares.copy()
    cell = (shares["level"] == Level.AREA) & (shares["year"] == 2025) & (shares["indicator"] == "lavindkomst")
    shares.loc[cell, "count"] = 3.0
    nothing = pd.Series(data=False, index=shares.index)
    hidden = find_revealing(shares, find_small(shares, K), one.intake.tables, nothing)
    same = (shares["year"] == 2025) & (shares["indicator"] == "lavindkomst")
    assert set(shares.loc[hidden, "level"]) == {Level.AREA, Level.DISTRICT, Level.FORUM}
    assert hidden[same].all()
    assert not hidden[~same].any()


@pytest.mark.parametrize(
    ("base", "met", "discloses"),
    [
        (1000, 0.0, False),  # not met: fewer than 250, says nothing
        (12, 0.0, True),  # not met: 0, 1 or 2
        (1000, 1.0, False),  # met: 250 or more
        (4, 1.0, True),  # met: 1 to 4
    ],
)
def test_a_criterion_is_hidden_where_it_narrows_the_count_to_fewer_than_k_values(base: int, met: float, discloses: bool) -> None:
    """With the limit at 25 %, what "met" or "not met" leaves possible must be at least k values."""
    row = pd.DataFrame({"threshold": [0.25], "base": [float(base)], "met": [met]})
    assert find_disclosing(row, pd.Series([True]), K).tolist() == [discloses]


def test_hidden_figures_of_a_report_hold_no_value(built: Built) -> None:
    """In the frozen reports a hidden share is a figure without a number, and its verdict says hidden."""
    areas = [area for report in compose_reports(built.intake) if isinstance(report, DistrictReport) for area in report.areas]
    hidden = [
        (share, verdict)
        for area in areas
        if area.now is not None
        for share, verdict in zip(area.now.shares, area.verdicts, strict=True)
        if share.state is State.HIDDEN
    ]
    assert len(hidden) > 0
    assert all(share.value is None and verdict in {Verdict.HIDDEN, Verdict.NOT_COMPARABLE} for share, verdict in hidden)
