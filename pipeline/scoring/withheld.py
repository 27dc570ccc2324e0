"""Decide which areas' numbers are left out of sums because the source withholds them. Used for scoring and for the addresses of sums."""

from __future__ import annotations

import pandas as pd

from pipeline.settings.settings import Periods


def left_out(areas: pd.DataFrame, periods: Periods) -> pd.Series:
    """Mark the numbers that must be left out of sums.

    A number withheld in one of the compared years is left out of all years, so that a forum's change and its series between the two
    compare the same areas; a number withheld in another year is left out of that year.
    """
    withheld = areas["count"].isna() | areas["base"].isna()
    compared = areas["year"].isin((periods.before, periods.now))
    pairs = areas["area_id"] + "\x1f" + areas["indicator"]
    return withheld | pairs.isin(set(pairs[withheld & compared]))
