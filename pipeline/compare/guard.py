"""The guard: which pairs of years are not compared, and why. A boundary, a definition or a relative line that moved, a missing number."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.comparison import Incomparable, Shift
from pipeline.folding import fold
from pipeline.scores import Level
from pipeline.settings import Periods
from pipeline.tables import Tables


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


def find_shifts(tables: Tables, periods: Periods) -> dict[str, Shift]:
    """Return the indicators that are not the same in both years: another definition, or the same with a line that moved."""
    shifts = {}
    of_indicator = tables.definitions[tables.definitions["year"].isin((periods.before, periods.now))].groupby("indicator", sort=False)
    for indicator, rows in of_indicator:
        of_year = rows.set_index("year").reindex([periods.before, periods.now])
        texts, lines = of_year["definition"].tolist(), of_year["line_dkk"].tolist()
        if fold(texts[0]) != fold(texts[1]):
            shifts[str(indicator)] = Shift(Incomparable.DEFINITION, *texts)
        elif lines[0] != lines[1] and not np.isnan(lines).any():
            shifts[str(indicator)] = Shift(Incomparable.LINE, int(lines[0]), int(lines[1]))
    return shifts


def find_reasons(changes: pd.DataFrame, incomparable: Mapping[str, Incomparable], shifts: Mapping[str, Shift]) -> pd.Series:
    """Return why each pair is not compared, the reason that holds for the most first; empty where it is.

    Args:
        changes: level, unit_id, indicator, share_before, share_now.
        incomparable: Areas that are not the same.
        shifts: Indicators that are not the same.
    """
    missing = changes["share_before"].isna() | changes["share_now"].isna()
    rows = zip(changes["level"], changes["unit_id"], changes["indicator"], missing, strict=True)
    words = [_reason(incomparable.get(unit) if level == Level.AREA else None, shifts.get(one), gone) for level, unit, one, gone in rows]
    return pd.Series(words, index=changes.index, dtype=object)


def _reason(of_area: Incomparable | None, shift: Shift | None, missing: bool) -> str:
    if of_area is not None:
        return of_area.value
    if shift is not None:
        return shift.reason.value
    return Incomparable.MISSING.value if missing else ""
