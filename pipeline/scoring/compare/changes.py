"""Compute changes of shares between two years, with intervals and verdicts."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.input.frame_columns import checked
from pipeline.scoring.compare.comparison import CHANGES, Incomparable, Shift
from pipeline.scoring.compare.guard import find_reasons
from pipeline.scoring.compare.intervals import newcombe, wilson
from pipeline.scoring.compare.judging import judge
from pipeline.scoring.compare.verdict import Verdict
from pipeline.scoring.scores import Scores
from pipeline.settings.policy.model import Policy
from pipeline.settings.settings import Changes, Periods

KEYS = ["level", "unit_id", "indicator"]


def compare_shares(
    scores: Scores,
    policy: Policy,
    periods: Periods,
    rules: Changes,
    apart: Mapping[tuple[str, str], Incomparable],
    shifts: Mapping[str, Shift],
) -> pd.DataFrame:
    """Return `Comparison.changes`, one row per unit and indicator with a number in at least one of the years."""
    columns = [*KEYS, "count", "base", "share"]
    before = scores.shares.loc[scores.shares["year"] == periods.before, columns]
    now = scores.shares.loc[scores.shares["year"] == periods.now, columns]
    changes = before.merge(now, on=KEYS, how="outer", suffixes=("_before", "_now"), validate="one_to_one")
    changes["reason"] = find_reasons(changes, apart, shifts)
    compared = changes["reason"] == ""
    changes["change_pp"] = (100 * (changes["share_now"] - changes["share_before"])).where(compared)
    level = float(rules.interval_level)
    counts = {name: changes[name].to_numpy(dtype=float) for name in ("count_before", "base_before", "count_now", "base_now")}
    pair = (counts["count_now"], counts["base_now"], counts["count_before"], counts["base_before"])
    sampled = ~is_exact(changes["indicator"], policy)
    for name, end in zip(("low_pp", "high_pp"), newcombe(*pair, level), strict=True):
        changes[name] = pd.Series(100 * end, index=changes.index).where(compared & sampled)
    for name, end in zip(("low_now", "high_now"), wilson(counts["count_now"], counts["base_now"], level), strict=True):
        changes[name] = pd.Series(end, index=changes.index).where(sampled)
    judged = {indicator.id: indicator.judged for indicator in policy.indicators}
    verdicts = judge(changes, changes["indicator"].map(judged).astype(bool), rules)
    changes["verdict"] = verdicts.where(compared, Verdict.NOT_COMPARABLE.value)
    return checked(changes, CHANGES)


def is_exact(indicators: pd.Series, policy: Policy) -> pd.Series:
    """Mark the indicators of dwellings: they are full counts of a fixed stock, so chance does not move their shares."""
    return indicators.isin([one.id for one in policy.indicators if one.counted == "dwellings"])
