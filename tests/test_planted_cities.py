"""The rule of the conclusion on cities with a planted truth: it finds large forums' changes, and rarely reports one where there is none."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from benchmarks.verdicts import OF_SIGN, SIZES, judge
from pipeline.scoring.compare.verdict import Verdict
from tests.planted_cities import CITY, INDICATORS, Area, Kind, conclude_city, lay_city, plant_city

CITIES = 40
LARGE, SMALL = "over 40,000", "under 20,000 residents"


@pytest.fixture(scope="module")
def counted() -> Counter[str]:
    """Forty cities, counted as the benchmark counts six hundred."""
    found: Counter[str] = Counter()
    for seed in range(CITIES):
        planted = plant_city(seed)
        areas = {forum: one.areas for forum, one in planted.items()}
        first, again = (conclude_city(lay_city(areas, rng=np.random.default_rng([seed, turn]))) for turn in (0, 1))
        for forum, truth in planted.items():
            found.update(judge(truth, first[forum].verdict, again[forum].verdict))
    return found


@pytest.mark.faults
def test_large_forums_are_named_right_and_small_ones_left_open(counted: Counter[str]) -> None:
    """Over 40,000 residents nine in ten are right; under 20,000 many are left open, which is what their numbers allow."""
    assert counted[f"right, {LARGE}"] > 0.9 * counted[f"forums, {LARGE}"] > 0
    assert counted[f"unclear or mixed, {SMALL}"] > 0.3 * counted[f"forums, {SMALL}"] > 0


@pytest.mark.faults
def test_hardly_a_forum_is_called_changed_where_nothing_changed(counted: Counter[str]) -> None:
    """Whatever its size, and never the opposite of what was planted."""
    for size in SIZES:
        assert counted[f"called a change though there was none, {size}"] <= 0.05 * counted[f"unchanged forums, {size}"]
        assert counted[f"called the opposite, {size}"] == 0


def test_what_is_planted_is_what_it_says() -> None:
    """Without chance, a planted change is the index change of its direction; half up and half down and none leave the forum where it is."""
    seen: set[Kind] = set()
    for seed in range(12):
        planted = plant_city(seed)
        results = conclude_city(lay_city({forum: one.areas for forum, one in planted.items()}))
        for forum, truth in planted.items():
            change = results[forum].index_now - results[forum].index_before
            assert truth.verdict is (OF_SIGN[int(np.sign(change))] if abs(change) > 1.5 else Verdict.UNCHANGED), (seed, forum, change)
            seen.add(truth.kind)
    assert seen == set(Kind)


def test_a_city_is_laid_as_it_is_written() -> None:
    """An area of 1,000 residents at 1.5 times the city's 22 % of 720 counts 238; the city keeps its own shares."""
    tables = lay_city({"F": [Area(1000, 1.5, 1.0)]})
    row = tables.indicators.query("year == 2011 and indicator == @INDICATORS[0]").iloc[0]
    assert (row["count"], row["base"]) == (238.0, 720.0)
    city = tables.city.query("year == 2011").set_index("indicator")
    assert (city["count"] / city["base"]).loc[list(INDICATORS)].tolist() == pytest.approx(CITY[2011].tolist())
