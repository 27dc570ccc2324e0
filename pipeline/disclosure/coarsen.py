"""Replace small counts by the middle of their class. Later stages know only the class.

Enters: the checked tables with exact counts. Leaves: the same tables, identical for all counts within the same class.
So all results, on any machine and in any order, are identical too, and reveal nothing within a class.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

import numpy as np
import pandas as pd

from pipeline.input.tables import Tables

REST_IS_LARGE: Final = 1000  # persons or dwellings outside the areas: with so many, the city's own count reveals no area's
STEP: Final = 5

Rounding = Literal["none", "district", "all"]


def coarsen_tables(tables: Tables, smallest_shown: int, rounding: Rounding) -> Tables:
    """Replace small counts by the middle of their class.

    Small are counts from 1 to k − 1 and counts that leave 1 to k − 1 of their base; on a base below 2k − 1 the two classes merge into one,
    which on a base below k includes 0 and the base too.

    Args:
        tables: The checked input.
        smallest_shown: k.
        rounding: Which other counts are rounded to the nearest 5: `district`, those of the district, indicator and year of a small one;
            `all` or `none`. Readers who know a district's true total from elsewhere could subtract exact ones.

    Returns:
        The tables, with two more columns in `indicators`, low and high: the lowest and highest count of the cell's class, both equal
        to the shown count if that is not small.
    """
    classed = _add_classes(tables.indicators, smallest_shown)
    district = classed["area_id"].map(tables.areas.set_index("area_id")["district_id"])
    rounded = _find_rounded(classed, district, rounding)
    nearest = np.fmin(STEP * np.floor(classed["count"] / STEP + 0.5), classed["base"])
    counts = classed.assign(**{name: classed[name].where(~rounded, nearest) for name in ("count", "low", "high")})
    slack = (classed["high"] - classed["low"]).where(~rounded, STEP)
    return replace(tables, indicators=counts, city=_protect_city(tables.city, counts.assign(slack=slack)))


def _add_classes(counts: pd.DataFrame, k: int) -> pd.DataFrame:
    """Replace small counts and add the bounds of their classes; a missing number stays missing."""
    count, base = counts["count"], counts["base"]
    few, rest = count.between(1, k - 1), (base - count).between(1, k - 1)
    meet = (few | rest) & (base <= 2 * k - 2)
    least, most = np.where(base < k, 0, 1), np.where(base < k, base, base - 1)
    low = np.select([meet, few, rest], [least, 1, base - (k - 1)], count)
    high = np.select([meet, few, rest], [most, k - 1, base - 1], count)
    middle = np.select([meet, few, rest], [(1 + most) // 2, k // 2, base - k // 2], count)
    return counts.assign(count=middle, low=low, high=high)


def _find_rounded(counts: pd.DataFrame, district: pd.Series, rounding: Rounding) -> pd.Series:
    """Mark the counts that are not small but could be used for subtraction."""
    small = counts["low"] < counts["high"]
    if rounding == "district":
        helps = small.groupby([district, counts["year"], counts["indicator"]]).transform("any")
    else:
        helps = pd.Series(rounding == "all", index=counts.index)
    return helps & ~small & counts["count"].notna()


def _protect_city(city: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Keep the city's own counts if they reveal no area's; otherwise replace them by the sum of the areas.

    They reveal none if enough of the city lies outside the areas, and the count outside is possible for all counts of the areas
    within their classes. A sum of 0 is kept: then all areas' counts are shown, and nothing is a multiple of 0.
    """
    known = counts.dropna(subset=["count", "base"])
    sums = known.groupby(["year", "indicator"], as_index=False)[["count", "base", "slack"]].sum()
    beside = city.merge(sums, on=["year", "indicator"], how="left", suffixes=("", "_areas"))
    rest, rest_base = beside["count"] - beside["count_areas"], beside["base"] - beside["base_areas"]
    possible = (rest >= beside["slack"]) & (rest + beside["slack"] <= rest_base)
    summed = (beside["count_areas"] > 0).to_numpy() & ~(possible & (rest_base >= REST_IS_LARGE)).to_numpy()
    return city.assign(
        count=city["count"].where(~summed, beside["count_areas"].to_numpy()),
        base=city["base"].where(~summed, beside["base_areas"].to_numpy()),
        **{name: city[name].mask(summed, "") for name in ("count_cell", "base_cell") if name in city},
    )
