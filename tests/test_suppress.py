"""Small counts: what is hidden, what may stay, and that no published sum gives one away."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.report import DistrictReport, State, Verdict
from pipeline.run import compose_reports
from pipeline.scores import Level
from pipeline.suppress.cells import find_small
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


def test_the_example_hides_two_cells_beyond_the_small_ones(built: Built) -> None:
    """Two areas' counts are small; hiding one other area of the same district for each is the least that protects them."""
    small = find_small(built.scores.shares, K)
    shares = built.release.shares
    assert (int(small.sum()), int(shares["hidden"].sum())) == (2, 4)
    assert set(shares.loc[shares["hidden"], "level"]) == {Level.AREA}


def test_every_column_of_a_year_that_hides_a_cell_in_a_sum_hides_another(built: Built) -> None:
    """The last page says so: at least one more cell of the same column."""
    shares = built.release.shares
    numbers = shares[shares["hidden"]].groupby(["year", "indicator"]).size()
    assert (numbers >= 2).all()


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


def test_the_comparison_in_a_release_is_the_releases(built: Built) -> None:
    """What composing may look at holds no table from before the suppression."""
    release = built.release
    inside = release.comparison
    assert inside.changes is release.changes
    assert inside.decomposition is release.decomposition
    assert inside.robustness is release.robustness
    assert inside.near[release.shares["hidden"]].isna().all()
    assert not inside.conclusions
