"""Changes of shares between two years, with intervals and verdicts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.compare.intervals import newcombe, wilson
from pipeline.comparison import Incomparable
from pipeline.policy import Policy
from pipeline.report import Verdict
from pipeline.rounding import round_printed
from pipeline.scores import Level, Scores
from pipeline.settings import Changes, Periods
from pipeline.tables import Tables

KEYS = ["level", "unit_id", "indicator"]
PRINTED_DECIMALS = 1  # the rule is applied to the number that the reader sees


def find_incomparable(tables: Tables, periods: Periods) -> dict[str, Incomparable]:
    """Return the areas that are not the same in both years: new, closed, or with another boundary version."""
    years = {
        year: tables.area_years[tables.area_years["year"] == year].set_index("area_id")["boundary_version"]
        for year in (periods.before, periods.now)
    }
    before, now = years[periods.before], years[periods.now]
    new = dict.fromkeys(now.index.difference(before.index), Incomparable.NEW)
    closed = dict.fromkeys(before.index.difference(now.index), Incomparable.CLOSED)
    both = before.index.intersection(now.index)
    moved = dict.fromkeys(both[before[both].to_numpy() != now[both].to_numpy()], Incomparable.BOUNDARY)
    return {str(area): why for area, why in {**new, **closed, **moved}.items()}


def compare_shares(
    scores: Scores, policy: Policy, periods: Periods, rules: Changes, incomparable: Mapping[str, Incomparable]
) -> pd.DataFrame:
    """Compare every unit's shares.

    Returns:
        `Comparison.changes`: one row a unit and indicator that has numbers in at least one of the years.
    """
    columns = [*KEYS, "count", "base", "share"]
    before = scores.shares.loc[scores.shares["year"] == periods.before, columns]
    now = scores.shares.loc[scores.shares["year"] == periods.now, columns]
    changes = before.merge(now, on=KEYS, how="outer", suffixes=("_before", "_now"), validate="one_to_one")
    counts = {name: changes[name].to_numpy(dtype=float) for name in ("count_before", "base_before", "count_now", "base_now")}
    changes["change_pp"] = 100 * (changes["share_now"] - changes["share_before"])
    low, high = newcombe(counts["count_now"], counts["base_now"], counts["count_before"], counts["base_before"])
    changes["low_pp"], changes["high_pp"] = 100 * low, 100 * high
    changes["low_now"], changes["high_now"] = wilson(counts["count_now"], counts["base_now"])
    judged = {indicator.id: indicator.judged for indicator in policy.indicators}
    verdicts = judge(changes, changes["indicator"].map(judged).astype(bool), rules)
    apart = (changes["level"] == Level.AREA) & changes["unit_id"].isin(list(incomparable))
    changes["verdict"] = verdicts.mask(apart | changes["change_pp"].isna(), Verdict.NOT_COMPARABLE.value)
    return changes


def judge(changes: pd.DataFrame, judged: pd.Series, rules: Changes) -> pd.Series:
    """Apply the printed rule.

    Better or worse: the change is at least `judged_from_pp` and its interval does not hold 0. Unchanged: a smaller change whose whole
    interval is within ± `unchanged_within_pp`. Everything else is unclear. Without judgement the first two are lower and higher.
    """
    change = changes["change_pp"].map(lambda points: round_printed(points, PRINTED_DECIMALS))
    sure = (change.abs() >= float(rules.judged_from_pp)) & ((changes["low_pp"] > 0) | (changes["high_pp"] < 0))
    limit = float(rules.unchanged_within_pp)
    small = (change.abs() < float(rules.judged_from_pp)) & (changes["low_pp"] >= -limit) & (changes["high_pp"] <= limit)
    down = np.where(judged, Verdict.BETTER.value, Verdict.LOWER.value)
    up = np.where(judged, Verdict.WORSE.value, Verdict.HIGHER.value)
    moved = np.where(change < 0, down, up)
    words = np.where(sure, moved, np.where(small, Verdict.UNCHANGED.value, Verdict.UNCLEAR.value))
    return pd.Series(words, index=changes.index, dtype=object)
