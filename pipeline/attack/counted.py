"""The true counts of every unit, added up anew from the input: what tells a reader who is right from one who believes what is not so."""

from __future__ import annotations

import pandas as pd

from pipeline.settings import Periods
from pipeline.tables import Tables
from pipeline.withheld import left_out

UnitCounts = dict[tuple[str, int, str], int]
"""Unit such as ``area:NOR-01`` or ``forum:F-NOR``, year, indicator → count."""


def count_units(tables: Tables, periods: Periods) -> UnitCounts:
    """Return the counts of all areas, districts and forums; a number that the source withholds is in none."""
    every = tables.indicators.dropna(subset=["count", "base"])
    summed = tables.indicators[~left_out(tables.indicators, periods)]
    units = tables.areas.set_index("area_id")
    return (
        _add_up(every, "area:" + every["area_id"])
        | _add_up(summed, "district:" + summed["area_id"].map(units["district_id"]))
        | _add_up(summed, "forum:" + summed["area_id"].map(units["forum_id"]))
    )


def _add_up(counts: pd.DataFrame, units: pd.Series) -> UnitCounts:
    sums = counts.groupby([units, counts["year"], counts["indicator"]])["count"].sum()
    names = sums.index.to_frame(index=False).itertuples(index=False, name=None)
    return {(str(unit), int(year), str(indicator)): int(count) for (unit, year, indicator), count in zip(names, sums, strict=True)}
