"""The tables of shares: each unit's in every year of the period, and the comparison of the two years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.report.compose.indicators import explain_pair
from pipeline.report.compose.lookup import Lookup, Row
from pipeline.report.compose.material import Material
from pipeline.report.model.figures import FigureState
from pipeline.report.tables.addresses import in_indicators
from pipeline.report.tables.model import Dataset, Value
from pipeline.report.tables.shaping import count_of, counted, make_dataset, share_of, shown, yes_or_no
from pipeline.report.tables.units import Unit, list_units
from pipeline.report.words.comparability import AREAS, explain_area, explain_shift
from pipeline.report.words.table_words import LEVELS
from pipeline.report.words.verdict_words import VERDICTS
from pipeline.scoring.compare.verdict import Verdict
from pipeline.scoring.scores import CITY
from pipeline.scoring.withheld import left_out
from pipeline.settings.policy.parts import Indicator

UNIT = ("level", "unit_id", "unit", "forum")
SHARES = (
    *(*UNIT, "year", "indicator", "count", "base", "share", "low_now", "high_now", "city_share", "relative", "threshold", "met", "near"),
    *("count_cells", "base_cells", "city_cells"),
)
CHANGES = (*UNIT, "indicator", "share_before", "share_now", "change_pp", "low_pp", "high_pp", "verdict", "reason")


def name_unit(material: Material, unit: Unit) -> tuple[str, str, str, str]:
    """Return the columns that identify a unit."""
    return material.language.gettext(LEVELS[unit.level]), unit.id, unit.name, unit.forum


def tabulate_shares(material: Material) -> Dataset:
    """Return the shares of every unit, year and indicator with their source cells."""
    counts = material.tables.indicators
    cells = Lookup(counts, "area_id", "year", "indicator")
    not_added = frozenset(Lookup(counts[left_out(counts, material.settings.periods)], "area_id", "year", "indicator"))
    city = {
        key: {**row, "cells": in_indicators([row["count_cell"], row["base_cell"]])}  # formatted once, not for every unit
        for key, row in Lookup(material.tables.city, "year", "indicator").items()
    }

    def summed(unit: Unit, year: int, indicator: str) -> list[Row]:
        keys = [(area, year, indicator) for area in unit.areas]
        return [cells[key] for key in keys if key in cells and (len(keys) == 1 or key not in not_added)]

    rows = (
        (unit.forum_id, (*name_unit(material, unit), year, material.label(indicator), *values))
        for unit in list_units(material)
        for year in material.trends.years
        for indicator in material.policy.indicators
        for values in _share(material, unit, year, indicator, city[year, indicator.id], summed(unit, year, indicator.id))
    )
    return make_dataset("indicators", SHARES, rows, material.language)


def _share(material: Material, unit: Unit, year: int, indicator: Indicator, city: Row, summed: list[Row]) -> Iterator[Sequence[Value]]:
    """Yield the figures of one unit, year and indicator; none if the unit has no such year."""
    share_of_city = material.city[year, indicator.id]
    threshold = share_of_city * float(material.policy.ratio)
    if unit.level == CITY:
        count, base = int(city["count"]), int(city["base"])
        where = (in_indicators([city["count_cell"]]), in_indicators([city["base_cell"]]), city["cells"])
        yield (count, base, share_of_city, None, None, share_of_city, 100.0, threshold, None, None, *where)
        return
    row = material.shares.get((unit.level, unit.id, year, indicator.id))
    if row is None:
        return
    language = material.language
    yield (
        count_of(row, language),
        counted(row["base"]),
        share_of(row, language),
        *_interval(material, unit, year, indicator),
        share_of_city,
        shown(100 * row["ratio"]),
        threshold,
        yes_or_no(row["met"], language),
        yes_or_no(row["near"], language),
        in_indicators(one["count_cell"] for one in summed),
        in_indicators(one["base_cell"] for one in summed),
        city["cells"],
    )


def _interval(material: Material, unit: Unit, year: int, indicator: Indicator) -> tuple[Value, Value]:
    if year != material.now:
        return None, None
    change = material.changes[unit.level, unit.id, indicator.id]
    return shown(change["low_now"]), shown(change["high_now"])


def tabulate_changes(material: Material) -> Dataset:
    """Return the comparison of the two years, unit by unit."""
    rows = (
        (unit.forum_id, (*name_unit(material, unit), material.label(indicator), *values))
        for unit in list_units(material)
        for indicator in material.policy.indicators
        for values in (_city_change if unit.level == CITY else _change)(material, unit, indicator)
    )
    return make_dataset("changes", CHANGES, rows, material.language)


def _city_change(material: Material, _: Unit, indicator: Indicator) -> Iterator[Sequence[Value]]:
    before, now = (material.city[year, indicator.id] for year in (material.before, material.now))
    shift = material.comparison.shifts.get(indicator.id)
    why = explain_shift(shift, material.before, material.now, material.language) if shift else ""
    yield before, now, FigureState.MISSING if shift else 100 * (now - before), None, None, None, why


def _change(material: Material, unit: Unit, indicator: Indicator) -> Iterator[Sequence[Value]]:
    change = material.changes.get((unit.level, unit.id, indicator.id))
    if change is None:
        return
    years = (material.before, material.now)
    rows = [material.shares.get((unit.level, unit.id, year, indicator.id)) for year in years]
    shares = [FigureState.MISSING if row is None else share_of(row, material.language) for row in rows]
    reason = material.comparison.incomparable.get(unit.id) if change["reason"] in AREAS else None
    why = explain_area(reason, *years, material.language) if reason else explain_pair(material, indicator, change)
    points = (shown(change[name]) for name in ("change_pp", "low_pp", "high_pp"))
    yield (*shares, *points, material.language.gettext(VERDICTS[Verdict(change["verdict"])]), why)
