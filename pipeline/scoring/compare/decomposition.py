"""Decompose an index change into the unit's own development and the city's, per indicator."""

from __future__ import annotations

from collections.abc import Collection
from math import fsum

import pandas as pd

from pipeline.input.frame_columns import checked
from pipeline.scoring.compare.comparison import DECOMPOSITION
from pipeline.scoring.scores import Scores
from pipeline.settings.policy.model import Policy
from pipeline.settings.settings import Periods

KEYS = ["level", "unit_id", "indicator"]


def decompose_index(scores: Scores, policy: Policy, periods: Periods, apart: Collection[tuple[str, str]]) -> pd.DataFrame:
    """Decompose each unit's index change.

    With share s and the city's share c in the two years, an indicator of weight w of W moves the index by
    100 · w/W · (s₁/c₁ − s₀/c₀). Its own part is 100 · w/W · (s₁ − s₀) · (1/c₀ + 1/c₁)/2, the city's part the rest,
    100 · w/W · (s₀ + s₁)/2 · (1/c₁ − 1/c₀); the two add up exactly, independent of the order in which share and city change.

    Args:
        scores: All units' scores.
        policy: The weights.
        periods: The two years.
        apart: Level and unit_id of the units that are not the same in both years; their index change is not decomposed.

    Returns:
        `Comparison.decomposition`, in index points; without units that lack a number in one of the years.
    """
    columns = [*KEYS, "share", "city_share"]
    units = zip(scores.shares["level"], scores.shares["unit_id"], strict=True)
    shares = scores.shares[[unit not in apart for unit in units]]
    before, now = (shares.loc[shares["year"] == year, columns] for year in (periods.before, periods.now))
    both = before.merge(now, on=KEYS, suffixes=("_0", "_1"), validate="one_to_one")
    weights = {indicator.id: float(indicator.weight) for indicator in policy.indicators}
    scale = 100 * both["indicator"].map(weights) / fsum(weights.values())
    inverse_0, inverse_1 = 1 / both["city_share_0"], 1 / both["city_share_1"]
    both["own"] = scale * (both["share_1"] - both["share_0"]) * (inverse_0 + inverse_1) / 2
    both["city"] = scale * (both["share_0"] + both["share_1"]) / 2 * (inverse_1 - inverse_0)
    both["total"] = both["own"] + both["city"]
    complete = both.groupby(["level", "unit_id"])["total"].transform(lambda total: total.notna().all()).astype(bool)
    return checked(both.loc[complete, [*KEYS, "total", "own", "city"]], DECOMPOSITION)
