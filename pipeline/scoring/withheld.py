"""Which numbers of areas no sum of areas may hold, because the source withholds them. Scoring adds up by it, addresses of sums name cells by it."""

from __future__ import annotations

import pandas as pd

from pipeline.settings.settings import Periods


def left_out(areas: pd.DataFrame, periods: Periods) -> pd.Series:
    """Mark the numbers that no sum may hold.

    A number withheld in one of the compared years is left out of both, so that a forum's change compares the same areas; a number
    withheld in another year is left out of that year.
    """
    withheld = areas["count"].isna() | areas["base"].isna()
    compared = areas["year"].isin((periods.before, periods.now))
    pairs = areas["area_id"] + "\x1f" + areas["indicator"]
    return withheld | pairs.isin(set(pairs[withheld & compared]))
