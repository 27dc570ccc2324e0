"""Score areas, and the districts and forums that they form, from summed counts, never from averaged shares."""

from __future__ import annotations

from typing import Final

import pandas as pd

from pipeline.input.frame_columns import checked
from pipeline.input.tables import Tables
from pipeline.scoring.criteria import score_shares, summarise_units
from pipeline.scoring.scores import SHARES, UNITS, Level, Scores
from pipeline.scoring.withheld import left_out
from pipeline.settings.policy.model import Policy
from pipeline.settings.settings import Periods

COUNTED: Final = ("count", "base")
CLASS: Final = ("low", "high")


def score_areas(tables: Tables, policy: Policy, periods: Periods) -> Scores:
    """Score every area, district and forum in every year.

    Args:
        tables: The checked input.
        policy: Indicators, criterion, status.
        periods: The two years to be compared: a number withheld in one of them is left out of the sums of all years.

    Returns:
        The scores of all levels.
    """
    counts = tables.indicators[tables.indicators["indicator"].isin([indicator.id for indicator in policy.indicators])]
    areas = counts.merge(tables.areas[["area_id", "district_id", "forum_id"]], on="area_id", validate="many_to_one")
    summed = areas.assign(**{name: areas[name].mask(left_out(areas, periods)) for name in (*COUNTED, *CLASS)})
    levels = [
        areas.rename(columns={"area_id": "unit_id"}).assign(level=Level.AREA.value),
        _add_up(summed, "district_id").assign(level=Level.DISTRICT.value),
        _add_up(summed, "forum_id").assign(level=Level.FORUM.value),
    ]
    columns = ["level", "unit_id", "year", "indicator", *COUNTED, *CLASS]
    shares = score_shares(pd.concat([frame[columns] for frame in levels], ignore_index=True), tables.city, policy.ratio)
    return Scores(checked(shares, SHARES), checked(summarise_units(shares, policy), UNITS))


def _add_up(areas: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Sum counts and bases; if every area is left out, the sum is missing, not 0. A sum of one area keeps that area's class."""
    groups = areas.groupby([unit, "year", "indicator"], sort=False, as_index=False)
    sums = groups[[*COUNTED, *CLASS]].sum(min_count=1)
    alone = groups[["count"]].count()["count"].eq(1)
    return sums.assign(**{end: sums[end].where(alone, sums["count"]) for end in CLASS}).rename(columns={unit: "unit_id"})
