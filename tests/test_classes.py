"""The stage protect: its output reveals the class of a small count and no more, and nothing false."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from pipeline.disclosure.coarsen import REST_IS_LARGE, Rounding, coarsen_tables
from pipeline.input.check_input import check_input
from pipeline.input.tables import Tables
from pipeline.language.language import load_language
from pipeline.report.words.small_counts import say_count, say_percent, sign_share
from tests.build import INPUT

DANISH = load_language("da")
GIVEN = cache(lambda: check_input(INPUT).tables)


def tables_of(cells: Sequence[tuple[str, float, float]], city: tuple[float, float] = (1e6, 1e7)) -> Tables:
    """Return tables with one indicator and year: (district, count, base) an area."""
    ids = [f"A{number}" for number in range(len(cells))]
    areas = pd.DataFrame({"area_id": ids, "area": ids, "district_id": [cell[0] for cell in cells], "forum_id": "F"})
    counts = pd.DataFrame({"area_id": ids, "year": 2025, "indicator": "x", "count": [c[1] for c in cells], "base": [c[2] for c in cells]})
    whole = pd.DataFrame({"year": [2025], "indicator": ["x"], "count": [city[0]], "base": [city[1]]})
    return replace(GIVEN(), areas=areas, indicators=counts.astype({"count": float, "base": float}), city=whole)


@pytest.mark.parametrize("k", [3, 4, 5, 7])
def test_a_class_holds_exactly_the_counts_that_come_out_alike(k: int) -> None:
    """On every base, however tiny: the ends that are printed are the ends of the class, and a count that is not small comes out as it is."""
    cells = [(f"{base}-{count}", float(count), float(base)) for base in range(1, 3 * k + 2) for count in range(base + 1)]
    shown = coarsen_tables(tables_of(cells), k, "district").indicators
    alike: dict[tuple[float, ...], list[float]] = defaultdict(list)
    for cell, out in zip(cells, shown[["base", "count", "low", "high"]].itertuples(index=False), strict=True):
        alike[tuple(out)].append(cell[1])
    for (base, count, low, high), members in alike.items():
        assert members == [float(number) for number in range(int(low), int(high) + 1)]
        assert count in members
        assert {1 <= number <= k - 1 or 1 <= base - number <= k - 1 for number in members} == {low < high}


@pytest.mark.parametrize(
    ("bounds", "base", "told"),
    [
        ((1, 4), 1000, ("1–4", "under 0,5 %", "<0,5")),
        ((996, 999), 1000, ("996–999", "over 99,5 %", ">99,5")),
        ((1, 5), 6, ("1–5", "under 83,4 %", "<83,4")),
        ((0, 3), 3, ("0–3", "0–100 %", "0–100")),
    ],
)
def test_what_is_told_of_a_class_is_true_of_all_its_counts(bounds: tuple[int, int], base: int, told: tuple[str, str, str]) -> None:
    """Never a share that a count of the class does not have."""
    shares = (bounds[0] / base, bounds[1] / base)
    found = say_count(bounds, DANISH), say_percent(shares, DANISH), sign_share(shares, DANISH)
    assert tuple(text.replace("\N{NO-BREAK SPACE}", " ") for text in found) == told


@pytest.mark.parametrize(
    ("rounding", "shown"),
    [("none", [2, 218, 333, 18, 0]), ("district", [2, 220, 333, 20, 0]), ("all", [2, 220, 335, 20, 0])],
)
def test_a_rounded_count_is_rounded_in_every_column(rounding: Rounding, shown: list[int]) -> None:
    """Its class has no ends of its own: they would be the count as it is."""
    cells = [("small", 3, 900), ("small", 218, 900), ("other", 333, 900), ("small", 18, 23), ("small", 0, 900)]
    out = coarsen_tables(tables_of(cells), 5, rounding).indicators
    assert out["count"].tolist() == shown
    assert (out["low"].tolist(), out["high"].tolist()) == ([1, *shown[1:]], [4, *shown[1:]])


def test_a_missing_number_stays_missing_and_a_count_without_its_base_is_rounded_like_others() -> None:
    """What the source withholds is no class."""
    nan = float("nan")
    out = coarsen_tables(tables_of([("d", 3, 900), ("d", nan, 900), ("d", 218, nan)]), 5, "district").indicators
    assert out["count"].fillna(-1).tolist() == [2, -1, 220]


@pytest.mark.parametrize(
    ("count", "base", "own"),
    [
        (60, 1800 + REST_IS_LARGE, True),
        (60, 1800 + REST_IS_LARGE - 1, False),  # too few live outside
        (52 + 3, 1800 + REST_IS_LARGE, True),
        (52 + 2, 1800 + REST_IS_LARGE, False),  # at 54 in all, the small count cannot be 4: 51 + 4 is more
        (52 + REST_IS_LARGE - 3, 1800 + REST_IS_LARGE, True),
        (52 + REST_IS_LARGE - 2, 1800 + REST_IS_LARGE, False),
    ],
)
def test_the_city_keeps_its_count_where_that_tells_nothing_of_an_area(count: int, base: int, own: bool) -> None:
    """Where the city's count would rule out a number of a class, the city is the sum of its areas."""
    cells = [("a", 1.0, 900.0), ("b", 50.0, 900.0)]
    city = coarsen_tables(tables_of(cells, (count, base)), 5, "district").city
    assert (city["count"][0], city["base"][0]) == ((count, base) if own else (52, 1800))


def test_a_city_without_a_case_in_its_areas_keeps_its_own_count() -> None:
    """A share is a multiple of the city's, and nothing is a multiple of 0."""
    assert coarsen_tables(tables_of([("a", 0, 900)], (3, 1000)), 5, "district").city["count"].tolist() == [3]
