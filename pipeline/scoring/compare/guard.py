"""Find the pairs of years that must not be compared, and why: a changed boundary, a changed definition, a missing number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from pipeline.input.tables import Tables
from pipeline.language.same_name import fold
from pipeline.scoring.compare.comparison import Incomparable, MovedLine, Shift
from pipeline.scoring.scores import Level
from pipeline.settings.settings import Periods


def find_incomparable(tables: Tables, periods: Periods) -> dict[str, Incomparable]:
    """Return the areas that are not the same in both years: new, closed, or with a changed boundary."""
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


def find_apart(tables: Tables, incomparable: Mapping[str, Incomparable], periods: Periods) -> dict[tuple[str, str], Incomparable]:
    """Return every unit whose two years are not compared, by level and unit_id: areas, and what consists of such areas alone.

    A forum or district is counted as having another boundary, whatever became of its areas.
    """
    apart = {(Level.AREA.value, area): why for area, why in incomparable.items()}
    present = tables.area_years.loc[tables.area_years["year"].isin((periods.before, periods.now)), "area_id"]
    areas = tables.areas[tables.areas["area_id"].isin(present)]
    for level, column in ((Level.DISTRICT, "district_id"), (Level.FORUM, "forum_id")):
        for unit, own in areas.groupby(column)["area_id"]:
            if set(own) <= set(incomparable):
                apart[level.value, str(unit)] = Incomparable.BOUNDARY
    return apart


def find_shifts(tables: Tables, periods: Periods) -> dict[str, Shift]:
    """Return the indicators whose definition differs between the two years."""
    texts = {indicator: rows["definition"].tolist() for indicator, rows in _of_both_years(tables, periods)}
    return {indicator: Shift(*both) for indicator, both in texts.items() if fold(both[0]) != fold(both[1])}


def find_moved_lines(tables: Tables, periods: Periods) -> dict[str, MovedLine]:
    """Return the indicators with an unchanged definition whose line in kroner moved with incomes."""
    shifts = find_shifts(tables, periods)
    lines = {indicator: rows["line_dkk"].tolist() for indicator, rows in _of_both_years(tables, periods) if indicator not in shifts}
    return {
        indicator: MovedLine(int(both[0]), int(both[1]))
        for indicator, both in lines.items()
        if both[0] != both[1] and not np.isnan(both).any()
    }


def _of_both_years(tables: Tables, periods: Periods) -> Iterator[tuple[str, pd.DataFrame]]:
    years = [periods.before, periods.now]
    for indicator, rows in tables.definitions[tables.definitions["year"].isin(years)].groupby("indicator", sort=False):
        yield str(indicator), rows.set_index("year").reindex(years)


def find_reasons(changes: pd.DataFrame, apart: Mapping[tuple[str, str], Incomparable], shifts: Mapping[str, Shift]) -> pd.Series:
    """Return why each pair is not compared, the most general reason first; empty if it is.

    Args:
        changes: level, unit_id, indicator, share_before, share_now.
        apart: Units that are not the same in both years, from `find_apart`.
        shifts: Indicators whose definition changed.
    """
    missing = changes["share_before"].isna() | changes["share_now"].isna()
    rows = zip(changes["level"], changes["unit_id"], changes["indicator"], missing, strict=True)
    words = [_reason(apart.get((level, unit)), shifts.get(one), gone) for level, unit, one, gone in rows]
    return pd.Series(words, index=changes.index, dtype=object)


def _reason(of_unit: Incomparable | None, shift: Shift | None, missing: bool) -> str:
    if of_unit is not None:
        return of_unit.value
    if shift is not None:
        return Incomparable.DEFINITION.value
    return Incomparable.MISSING.value if missing else ""
