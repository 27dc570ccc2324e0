"""The policy's arithmetic: criterion, number of criteria, index, status. Scoring uses it, and so does every check of robustness.

The formulas are those of the policy file: ratio = share / city's share of the same year; a criterion is met when ratio ≥ the policy's
ratio; index = 100 × weighted mean of the ratios; deprived = at least the policy's number of criteria.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from pipeline.policy import Policy

UNIT = ["level", "unit_id", "year"]


def score_shares(counts: pd.DataFrame, city: pd.DataFrame, ratio: Fraction) -> pd.DataFrame:
    """Compare each share with the city's.

    Args:
        counts: year, indicator, count, base and any columns that name the unit.
        city: year, indicator, count, base of the whole city.
        ratio: The criterion's multiple of the city's share, exact.

    Returns:
        The counts with share, city_share, ratio, threshold and met. The criterion is compared in whole numbers
        (count × city base × denominator ≥ numerator × city count × base), so it is right at the exact boundary.
    """
    scored = counts.merge(city[["year", "indicator", "count", "base"]], on=["year", "indicator"], how="left", suffixes=("", "_city"))
    scored["share"] = scored["count"] / scored["base"]
    scored["city_share"] = scored["count_city"] / scored["base_city"]
    scored["ratio"] = scored["share"] / scored["city_share"]
    scored["threshold"] = scored["city_share"] * float(ratio)
    scored["met"] = meets_criterion(scored, ratio)
    return scored


def meets_criterion(scored: pd.DataFrame, ratio: Fraction) -> pd.Series:
    """Return 1.0 where the criterion is met, 0.0 where not, NaN where the number is missing."""
    own = scored["count"] * scored["base_city"] * ratio.denominator
    limit = scored["count_city"] * scored["base"] * ratio.numerator
    met = (own >= limit).astype(float)
    return met.where(scored["count"].notna() & scored["base"].notna(), np.nan)


def summarise_units(scored: pd.DataFrame, policy: Policy, without: Sequence[str] = ()) -> pd.DataFrame:
    """Sum up each unit and year.

    Args:
        scored: Shares as `score_shares` returns them, with level and unit_id.
        policy: Weights and the number of criteria.
        without: Indicators to leave out of the index; the criteria are counted over all.

    Returns:
        level, unit_id, year, criteria, unknown, index, deprived (see `Scores.units`). A missing indicator makes the index missing,
        never smaller; the status is known when it is the same whatever the missing numbers are.
    """
    weights = {indicator.id: float(indicator.weight) for indicator in policy.indicators if indicator.id not in without}
    weight = scored["indicator"].map(weights).fillna(0.0)
    weighted = (scored["ratio"] * weight).where(weight > 0, 0.0)
    parts = scored[UNIT].assign(
        weighted=weighted,
        missing=(weighted.isna()).astype(float),
        criteria=(scored["met"] == 1.0).astype(float),
        unknown=scored["met"].isna().astype(float),
    )
    units = parts.groupby(UNIT, sort=False, as_index=False).sum()
    units["index"] = (100 * units["weighted"] / sum(weights.values())).where(units["missing"] == 0, np.nan)
    minimum = policy.status.minimum_criteria
    units["deprived"] = np.where(units["criteria"] >= minimum, 1.0, np.where(units["criteria"] + units["unknown"] < minimum, 0.0, np.nan))
    return units.drop(columns=["weighted", "missing"])
