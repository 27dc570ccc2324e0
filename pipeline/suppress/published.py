"""The scores as tables of what may be published, one for each indicator and year, and the hidden cells back as marks on the scores."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.ledger import CITY, Cell, Ledger, Table, TableKey, UnitYear
from pipeline.scores import Level
from pipeline.suppress.cells import Pattern
from pipeline.tables import Tables


def name_units(rows: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return each row's unit as the ledger names it: an area with another boundary is another unit."""
    versions = tables.area_years.set_index(["area_id", "year"])["boundary_version"].to_dict()
    names = [
        f"{level}:{unit}@{versions[unit, year]}" if level == Level.AREA else f"{level}:{unit}"
        for level, unit, year in zip(rows["level"], rows["unit_id"], rows["year"], strict=True)
    ]
    return pd.Series(names, index=rows.index, dtype=object)


def build_tables(shares: pd.DataFrame, units: pd.Series, tables: Tables, left_out: pd.Series) -> dict[TableKey, Table]:
    """Return today's tables with every count.

    Args:
        shares: Shares of all levels; a row without a count (withheld by the source) is no cell.
        units: Each row's unit.
        tables: Which area belongs to which district and forum.
        left_out: Cells of areas that the sums do not hold, because the source withholds a number.
    """
    district_of = tables.areas.set_index("area_id")["district_id"].to_dict()
    forum_of = tables.areas.drop_duplicates("district_id").set_index("district_id")["forum_id"].to_dict()
    found: dict[TableKey, Table] = {}
    rows = shares.assign(unit=units, out=left_out)[shares["count"].notna()]
    for (year, indicator), part in rows.groupby(["year", "indicator"], sort=True):
        cells = {}
        for level, unit_id, unit, out, count, base in part[["level", "unit_id", "unit", "out", "count", "base"]].itertuples(index=False):
            parent = {
                Level.AREA: "" if out else f"{Level.DISTRICT}:{district_of.get(unit_id)}",
                Level.DISTRICT: f"{Level.FORUM}:{forum_of.get(unit_id)}",
                Level.FORUM: CITY,
            }[Level(level)]
            cells[str(unit)] = Cell(int(count), int(base), parent)
        city = (int(part["count_city"].iloc[0]), int(part["base_city"].iloc[0]))
        found[int(str(year)), str(indicator)] = Table(city, cells)
    return found


def list_criteria(scored: pd.DataFrame, units: pd.Series) -> dict[UnitYear, int]:
    """Return the number of criteria of every unit and year."""
    return {(str(unit), int(year)): int(number) for unit, year, number in zip(units, scored["year"], scored["criteria"], strict=True)}


def mark_hidden(shares: pd.DataFrame, units: pd.Series, patterns: Mapping[TableKey, Pattern]) -> pd.Series:
    """Mark the hidden rows of the shares."""
    hidden = {(unit, *key) for key, pattern in patterns.items() for unit in pattern.hidden}
    cells = zip(units, shares["year"], shares["indicator"], strict=True)
    return pd.Series([(unit, int(year), indicator) in hidden for unit, year, indicator in cells], index=shares.index, dtype=bool)


def write_entry(
    published: Mapping[TableKey, Table],
    patterns: Mapping[TableKey, Pattern],
    criteria: Mapping[UnitYear, int],
    hidden_criteria: frozenset[UnitYear],
    ratio: str,
) -> Ledger:
    """Return what the release shows, for the ledger: no hidden number goes into it."""
    tables = {}
    for key, table in published.items():
        hidden = patterns[key].hidden
        cells = {unit: Cell(None if unit in hidden else cell.count, cell.base, cell.parent) for unit, cell in table.cells.items()}
        tables[key] = (Table(table.city, cells),)
    shown = {key: ((number, ratio),) for key, number in criteria.items() if key not in hidden_criteria}
    return Ledger(tables, shown, hidden_criteria & criteria.keys())
