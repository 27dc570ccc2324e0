"""The policy's arithmetic at its exact boundaries and with missing numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.input.policy_for_reports import read_policy
from pipeline.scoring.criteria import score_shares, summarise_units
from pipeline.settings.policy.model import Policy
from tests.build import INPUT

RATIO = Fraction(5, 4)
NAN = float("nan")


def met(count: int, base: int, city_count: int, city_base: int) -> float:
    """Return whether one share meets the criterion."""
    return met_by_class(count, count, base, city_count, city_base)


def met_by_class(low: int, high: int, base: int, city_count: int, city_base: int) -> float:
    """Return whether the share of a class of counts meets the criterion; NaN where its counts do not agree."""
    ends = {"low": [float(low)], "count": [float((low + high) // 2)], "high": [float(high)]}
    counts = pd.DataFrame({"year": [2025], "indicator": ["x"], "base": [float(base)], **ends})
    city = pd.DataFrame({"year": [2025], "indicator": ["x"], "count": [float(city_count)], "base": [float(city_base)]})
    return float(score_shares(counts, city, RATIO)["met"].iloc[0])


def test_a_share_exactly_on_the_limit_meets_the_criterion() -> None:
    """30 % against 24 % is 1.25 times, though 0.3 / 0.24 is not 1.25 in floating point."""
    assert met(30, 100, 24, 100) == 1.0
    assert met(299, 1000, 240, 1000) == 0.0


@pytest.mark.parametrize(
    ("low", "high", "base", "expected"),
    [
        (1, 4, 1000, 0.0),  # at most 0.4 %
        (1, 4, 16, NAN),  # 6 to 25 %: the highest alone is on the limit
        (1, 4, 17, 0.0),  # at most 23.5 %
        (1, 4, 4, 1.0),  # at least 25 %
        (1, 4, 5, NAN),  # 20 to 80 %
        (46, 49, 50, 1.0),
        (0, 3, 3, NAN),
    ],
)
def test_a_small_count_meets_a_criterion_where_all_numbers_of_its_class_do(low: int, high: int, base: int, expected: float) -> None:
    """The limit is 25 %; where they do not agree it is not known."""
    found = met_by_class(low, high, base, 20, 100)
    assert found == expected or (np.isnan(found) and np.isnan(expected))


@given(base=st.integers(1, 90_000), city_base=st.integers(1, 7_000_000), data=st.data())
def test_the_criterion_is_exact_for_any_counts(base: int, city_base: int, data: st.DataObject) -> None:
    """The vectorised comparison agrees with exact fractions for every count and base that a country can have."""
    count = data.draw(st.integers(0, base))
    city_count = data.draw(st.integers(1, city_base))
    exact = Fraction(count, base) >= RATIO * Fraction(city_count, city_base)
    assert met(count, base, city_count, city_base) == float(exact)


def units(ratios: list[float], policy: Policy) -> pd.Series:
    """Summarise one area with these ratios; NaN stands for a withheld number."""
    frame = pd.DataFrame(
        {"level": "area", "unit_id": "A", "year": 2025, "indicator": [one.id for one in policy.indicators], "ratio": ratios}
    )
    frame["met"] = np.where(np.isnan(ratios), np.nan, (np.array(ratios) >= float(RATIO)).astype(float))
    return summarise_units(frame, policy).iloc[0]


def test_a_missing_indicator_makes_the_index_missing_and_the_status_known_where_it_cannot_matter() -> None:
    """Four criteria without the missing one: deprived. Two: not, whatever it is. Three: unknown."""
    policy = read_policy(INPUT, "kk-2011")
    nan = float("nan")
    enough, too_few, open_case = (units([*ratios, nan], policy) for ratios in ([2, 2, 2, 2, 1], [2, 2, 1, 1, 1], [2, 2, 2, 1, 1]))
    assert (enough["deprived"], too_few["deprived"]) == (1.0, 0.0)
    assert np.isnan(open_case["deprived"])
    assert np.isnan([enough["index"], too_few["index"], open_case["index"]]).all()


def test_leaving_an_indicator_out_leaves_it_out_of_the_index_alone() -> None:
    """Without the first indicator the index is the mean of the other five; the criteria stay counted over all."""
    policy = read_policy(INPUT, "kk-2011")
    frame = pd.DataFrame(
        {"level": "area", "unit_id": "A", "year": 2025, "indicator": [one.id for one in policy.indicators], "ratio": [4.0, 1, 1, 1, 1, 1]}
    ).assign(met=lambda rows: (rows["ratio"] >= float(RATIO)).astype(float))
    unit = summarise_units(frame, policy, [policy.indicators[0].id]).iloc[0]
    assert (unit["index"], unit["criteria"]) == (100.0, 1.0)
