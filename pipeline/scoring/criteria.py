"""Apply a policy of the reports to the tables of units: shares, criteria, index and status. Used by scoring and by the robustness checks.

The formulas are those of `pipeline.scoring.steps`, applied to tables with areas, districts and forums.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import numpy as np
import pandas as pd

from pipeline.scoring.steps.aggregate import aggregate
from pipeline.scoring.steps.classify import at_least, count_met
from pipeline.scoring.steps.criteria import meets
from pipeline.settings.policy.model import Policy

UNIT = ["level", "unit_id", "year"]
SIGN: Final = ">="  # of every criterion that reports can show, see pipeline.policy.reports


def score_shares(counts: pd.DataFrame, city: pd.DataFrame, ratio: Fraction) -> pd.DataFrame:
    """Compare each share with the city's.

    Args:
        counts: year, indicator, count, base, low, high and any columns that identify the unit.
        city: year, indicator, count, base of the whole city.
        ratio: The criterion's multiple of the city's share, exact.

    Returns:
        The counts with share, city_share, ratio, threshold and met, which is correct at the exact boundary.
    """
    scored = counts.merge(city[["year", "indicator", "count", "base"]], on=["year", "indicator"], how="left", suffixes=("", "_city"))
    scored["share"] = scored["count"] / scored["base"]
    scored["city_share"] = scored["count_city"] / scored["base_city"]
    scored["ratio"] = scored["share"] / scored["city_share"]
    scored["threshold"] = scored["city_share"] * float(ratio)
    scored["met"] = meets_criterion(scored, ratio)
    return scored


def meets_criterion(scored: pd.DataFrame, ratio: Fraction) -> pd.Series:
    """Return 1.0 if the criterion is met, 0.0 if not, NaN if the number is missing or the counts of its class differ on it."""
    least, most = _meets(scored, "low", ratio), _meets(scored, "high", ratio)
    return least.where(least == most)


def _meets(scored: pd.DataFrame, end: str, ratio: Fraction) -> pd.Series:
    count, base, city_count, city_base = (scored[name].to_numpy(dtype=float) for name in (end, "base", "count_city", "base_city"))

    def exactly(place: tuple[int, ...]) -> tuple[Fraction, Fraction]:
        row = place[0]
        return Fraction(int(count[row]), int(base[row])), ratio * Fraction(int(city_count[row]), int(city_base[row]))

    return pd.Series(meets(count / base, float(ratio) * (city_count / city_base), SIGN, exactly), index=scored.index)


def summarise_units(scored: pd.DataFrame, policy: Policy, without: Sequence[str] = ()) -> pd.DataFrame:
    """Summarise each unit and year.

    Args:
        scored: The result of `score_shares`, with level and unit_id.
        policy: Weights and the number of criteria.
        without: Indicators to leave out of the index; all criteria are still counted.

    Returns:
        level, unit_id, year, criteria, unknown, index, deprived (see `Scores.units`). A missing indicator makes the index missing,
        never smaller; the status is known if the missing numbers cannot change it.
    """
    if policy.index is None:
        raise ValueError(f"{policy.id} has no index: pipeline.policy.reports lets no such policy in")
    names = [indicator.id for indicator in policy.indicators]
    ratios, met = (scored.pivot(index=UNIT, columns="indicator", values=name).reindex(columns=names) for name in ("ratio", "met"))
    kept = [name not in without for name in names]
    weights = np.array([float(indicator.weight) for indicator in policy.indicators])[kept]
    number, unknown = count_met(met.to_numpy(dtype=float))
    index = float(policy.index.scale) * aggregate(ratios.to_numpy(dtype=float)[:, kept], weights, policy.index)
    units = ratios.index.to_frame(index=False).assign(
        criteria=number, unknown=unknown, index=index, deprived=at_least(met.to_numpy(dtype=float), policy.minimum_criteria)
    )
    order = scored[UNIT].drop_duplicates()
    return order.merge(units, on=UNIT, validate="one_to_one").reset_index(drop=True)
