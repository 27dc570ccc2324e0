"""Replace small counts by the middle of their class. Nothing after this knows more than the class.

Enters: the checked tables with the counts as they are. Leaves: the same tables, in which counts that differ only within a class are the same.
So everything that is made of them, on any machine and in any order, is the same too, and tells nothing within a class.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

import numpy as np
import pandas as pd

from pipeline.tables import Tables

REST_IS_LARGE: Final = 1000  # persons or dwellings outside the areas: with so many the city's own count tells nothing of an area's
STEP: Final = 5
KEY: Final = ["area_id", "year", "indicator"]

Rounding = Literal["none", "district", "all"]


def coarsen_tables(tables: Tables, smallest_shown: int, rounding: Rounding) -> Tables:
    """Replace small counts by the middle of their class.

    Small are a count from 1 to k − 1 and one that leaves 1 to k − 1 of its base; on a base below 2k − 1 the two classes meet and are one.

    Args:
        tables: The checked input.
        smallest_shown: k.
        rounding: Which other counts are rounded to the nearest 5: `district`, those of the same district, indicator and year as a small one;
            `all` or `none`. Readers who know a district's true total from elsewhere could subtract exact ones.

    Returns:
        The tables, in which `indicators` has two more columns, low and high: the lowest and the highest count of the cell's class, both the
        count itself where it is not small.
    """
    counts = _add_classes(tables.indicators, smallest_shown)
    district = counts["area_id"].map(tables.areas.set_index("area_id")["district_id"])
    counts = counts.assign(count=_round(counts, district, rounding))
    return replace(tables, indicators=counts, city=_protect_city(tables.city, counts))


def _add_classes(counts: pd.DataFrame, k: int) -> pd.DataFrame:
    """Replace small counts and add the ends of their classes; a missing number stays missing."""
    count, base = counts["count"], counts["base"]
    few, rest = count.between(1, k - 1), (base - count).between(1, k - 1)
    meet = base <= 2 * k - 2
    low = np.select([few | (rest & meet), rest], [1, base - (k - 1)], count)
    high = np.select([(few | rest) & meet, few, rest], [np.maximum(np.minimum(k - 1, base), base - 1), k - 1, base - 1], count)
    middle = np.select([(few | rest) & meet, few, rest], [(1 + high) // 2, k // 2, base - k // 2], count)
    return counts.assign(count=middle, low=low, high=high)


def _round(counts: pd.DataFrame, district: pd.Series, rounding: Rounding) -> pd.Series:
    """Round the counts that are not small and stand where they might help to subtract."""
    small = counts["low"] < counts["high"]
    if rounding == "none":
        return counts["count"]
    near = small.groupby([district, counts["year"], counts["indicator"]]).transform("any") if rounding == "district" else True
    rounded = np.minimum(STEP * np.floor(counts["count"] / STEP + 0.5), counts["base"])
    return counts["count"].where(small | ~(near & counts["count"].notna()), rounded)


def _protect_city(city: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Leave the city's own counts where enough of the city lies outside the areas; else the city is the sum of its areas."""
    known = counts.dropna(subset=["count", "base"])
    sums = known.groupby(["year", "indicator"], as_index=False)[["count", "base"]].sum()
    beside = city.merge(sums, on=["year", "indicator"], how="left", suffixes=("", "_areas"))
    summed = (beside["base"] - beside["base_areas"]).lt(REST_IS_LARGE).to_numpy()
    return city.assign(
        count=city["count"].where(~summed, beside["count_areas"].to_numpy()),
        base=city["base"].where(~summed, beside["base_areas"].to_numpy()),
    )
