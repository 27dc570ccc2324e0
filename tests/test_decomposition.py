"""Parts of index changes: exact for every unit, and present only with the index."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.scoring.compare.decomposition import decompose_index
from pipeline.scoring.criteria import score_shares, summarise_units
from pipeline.scoring.scores import Level, Scores
from tests.build import INPUT, Built, build

UNIT = ["level", "unit_id"]
SHARES = st.tuples(st.integers(0, 10_000), st.integers(10_000, 90_000), st.integers(1, 9_999), st.integers(10_000, 700_000))


@pytest.fixture(scope="module")
def built() -> Built:
    """The project's own example input through all stages up to the comparison."""
    return build(INPUT)


def index_changes(units: pd.DataFrame, periods: Any) -> pd.Series:
    """Return each unit's index change, NaN where a year has no index."""
    index = units.set_index([*UNIT, "year"])["index"].unstack("year")
    return index[periods.now] - index[periods.before]


def test_the_parts_of_every_unit_add_up_to_its_index_change(built: Built) -> None:
    """Areas that are the same in both years, districts and forums: own + city = total, and the totals are the index change."""
    parts = built.comparison.decomposition
    assert set(parts["level"]) == {level.value for level in Level}
    assert (parts["own"] + parts["city"] - parts["total"]).abs().max() < 1e-9
    changes = index_changes(built.scores.units, built.intake.settings.periods)
    totals = parts.groupby(UNIT)["total"].sum(min_count=len(built.intake.policy.indicators))
    assert (totals - changes[totals.index]).dropna().abs().max() < 1e-9
    missing = set(changes[changes.isna()].index) | {(Level.AREA.value, area) for area in built.comparison.incomparable}
    assert set(totals.dropna().index) == set(changes.index) - missing


@given(before=st.lists(SHARES, min_size=6, max_size=6), now=st.lists(SHARES, min_size=6, max_size=6))
def test_the_parts_add_up_whatever_the_numbers(built: Built, before: list[tuple[int, ...]], now: list[tuple[int, ...]]) -> None:
    """For any counts and bases of a unit and of the city the sums are exact."""
    policy, periods = built.intake.policy, built.intake.settings.periods
    ids = [indicator.id for indicator in policy.indicators]
    rows = [
        (year, one, *numbers)
        for year, of_year in ((periods.before, before), (periods.now, now))
        for one, numbers in zip(ids, of_year, strict=True)
    ]
    numbers = pd.DataFrame(rows, columns=["year", "indicator", "count", "base", "city_count", "city_base"])
    city = numbers[["year", "indicator"]].assign(count=numbers["city_count"], base=numbers["city_base"])
    counts = numbers[["year", "indicator", "count", "base"]].assign(
        level=Level.FORUM.value, unit_id="F", low=numbers["count"], high=numbers["count"]
    )
    shares = score_shares(counts, city, policy.ratio)
    units = summarise_units(shares, policy)
    parts = decompose_index(Scores(shares, units), policy, periods, [])
    (change,) = index_changes(units, periods)
    scale = max(1.0, parts["total"].abs().max())
    assert (parts["own"] + parts["city"] - parts["total"]).abs().max() < 1e-9 * scale
    assert abs(parts["total"].sum() - change) < 1e-9 * scale


def test_no_parts_leave_where_the_index_does_not(built: Built) -> None:
    """A unit whose index is missing in one of the two years has no rows; all others have all rows."""
    parts = built.comparison.decomposition
    changes = index_changes(built.scores.units, built.intake.settings.periods)
    whole = {key for key in changes.dropna().index if key[1] not in built.comparison.incomparable}
    assert changes.isna().any()
    assert parts[["total", "own", "city"]].notna().all(axis=None)
    assert set(map(tuple, parts[UNIT].to_numpy().tolist())) == whole
    assert set(parts.groupby(UNIT).size()) == {len(built.intake.policy.indicators)}
