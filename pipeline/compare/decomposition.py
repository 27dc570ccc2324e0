"""Take a forum's index change apart: its own development and the city's, indicator by indicator."""

from __future__ import annotations

import pandas as pd

from pipeline.policy import Policy
from pipeline.scores import Level, Scores
from pipeline.settings import Periods


def decompose_index(scores: Scores, policy: Policy, periods: Periods) -> pd.DataFrame:
    """Decompose each forum's index change.

    With share s and the city's share c in the two years, an indicator of weight w of W moves the index by
    100 · w/W · (s₁/c₁ − s₀/c₀). Its own part is 100 · w/W · (s₁ − s₀) · (1/c₀ + 1/c₁)/2, the city's part the rest,
    100 · w/W · (s₀ + s₁)/2 · (1/c₁ − 1/c₀); the two add up exactly.

    Returns:
        forum_id, indicator, total, own, city, in index points; NaN where a share is missing.
    """
    forums = scores.shares_of(Level.FORUM)
    columns = ["unit_id", "indicator", "share", "city_share"]
    before = forums.loc[forums["year"] == periods.before, columns]
    now = forums.loc[forums["year"] == periods.now, columns]
    both = before.merge(now, on=["unit_id", "indicator"], suffixes=("_0", "_1"), validate="one_to_one")
    weights = {indicator.id: float(indicator.weight) for indicator in policy.indicators}
    scale = 100 * both["indicator"].map(weights) / sum(weights.values())
    inverse_0, inverse_1 = 1 / both["city_share_0"], 1 / both["city_share_1"]
    both["own"] = scale * (both["share_1"] - both["share_0"]) * (inverse_0 + inverse_1) / 2
    both["city"] = scale * (both["share_0"] + both["share_1"]) / 2 * (inverse_1 - inverse_0)
    both["total"] = both["own"] + both["city"]
    return both.rename(columns={"unit_id": "forum_id"})[["forum_id", "indicator", "total", "own", "city"]]
