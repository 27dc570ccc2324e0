"""What the tables of a release print of counts, read back from the very tables that are published.

Enters: the tables behind the reports. Leaves: the counts of each indicator and year, without those that are hidden. Never: a number that is
not printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from pipeline.attack.bounds import Key
from pipeline.datasets import TableBook, Value
from pipeline.ledger import CITY, Cell, Table, TableKey, UnitYear
from pipeline.policy import Policy
from pipeline.report import State
from pipeline.settings import Periods, Settings
from pipeline.tables import Tables
from pipeline.withheld import left_out
from pipeline.wording import load_language
from pipeline.wording.table_words import LEVELS

FOLLOWS: Final = ("share", "low_now", "high_now", "relative", "met", "near")
"""What stands beside a count and follows from it; `CHANGE` what follows from those of both years."""

CHANGE: Final = ("change_pp", "low_pp", "high_pp")

Row = Mapping[str, Value]


@dataclass(frozen=True)
class Printed:
    """What one release prints.

    Attributes:
        tables: (year, indicator) → the counts of every unit; None where one is hidden.
        told: (unit, year) → the number of criteria, where it is printed.
        betrayed: Hidden counts beside which a number is printed that follows from them.
    """

    tables: Mapping[TableKey, Table]
    told: Mapping[UnitYear, int]
    betrayed: frozenset[Key]


def name_cell(unit: str, key: TableKey) -> Key:
    """Return the cell of a unit, named as the ledger names it, in one table."""
    level, _, name = unit.partition(":")
    return level, name, *key


def read_book(book: TableBook, tables: Tables, policy: Policy, settings: Settings) -> Printed:
    """Read the tables of a release.

    Args:
        book: The tables.
        tables: Which area belongs where, which boundary it has, and which numbers the source withholds; no count is read.
        policy: The indicators, whose names the tables print.
        settings: The language of the tables, and the two years.
    """
    names = _Names(tables, policy, settings)
    city: dict[TableKey, tuple[int, int]] = {}
    cells: dict[TableKey, dict[str, Cell]] = {}
    beside: dict[Key, bool] = {}
    for row in _rows(book, "indicators"):
        key, count, base = names.key_of(row, row["year"]), row["count"], row["base"]
        if names.level_of(row) == CITY:
            city[key] = int(str(count)), int(str(base))
        elif isinstance(base, int) and count is not State.MISSING:
            unit, shown = names.unit_of(row, key[0]), count if isinstance(count, int) else None
            cells.setdefault(key, {})[unit] = Cell(shown, base, names.parent_of(row, key))
            if shown is None:
                beside[name_cell(unit, key)] = _tells(row, FOLLOWS)
    for row in _rows(book, "changes"):
        for year, share in ((settings.periods.before, "share_before"), (settings.periods.now, "share_now")):
            cell = name_cell(names.unit_of(row, year), names.key_of(row, year))
            if cell in beside:
                beside[cell] |= _tells(row, (share, *CHANGE))
    told = {
        (names.unit_of(row, int(str(row["year"]))), int(str(row["year"]))): number
        for row in _rows(book, "units")
        if isinstance(number := row["criteria"], int)
    }
    return Printed({key: Table(city[key], units) for key, units in cells.items()}, told, frozenset(cell for cell in beside if beside[cell]))


class _Names:
    """What the words of the tables name: levels, indicators, units, and the unit whose sum holds a count."""

    def __init__(self, tables: Tables, policy: Policy, settings: Settings) -> None:
        language = load_language(settings.language)
        self._levels = {language.gettext(word): level for level, word in LEVELS.items()}
        self._indicators = {indicator.label.text(settings.language): indicator.id for indicator in policy.indicators}
        self._versions = tables.area_years.set_index(["area_id", "year"])["boundary_version"].to_dict()
        self._district_of = tables.areas.set_index("area_id")["district_id"].to_dict()
        self._forum_of = tables.districts.set_index("district_id")["forum_id"].to_dict()
        self._apart = _find_apart(tables, settings.periods)

    def level_of(self, row: Row) -> str:
        return self._levels[str(row["level"])]

    def key_of(self, row: Row, year: Value) -> TableKey:
        return int(str(year)), self._indicators[str(row["indicator"])]

    def unit_of(self, row: Row, year: int) -> str:
        """Return the unit as the ledger names it."""
        level, unit = self.level_of(row), str(row["unit_id"])
        return f"{level}:{unit}@{self._versions.get((unit, year), '')}" if level == "area" else f"{level}:{unit}"

    def parent_of(self, row: Row, key: TableKey) -> str:
        level, unit = self.level_of(row), str(row["unit_id"])
        if level == "area":
            return "" if (unit, *key) in self._apart else f"district:{self._district_of[unit]}"
        return f"forum:{self._forum_of[unit]}" if level == "district" else CITY


def _rows(book: TableBook, name: str) -> Iterator[Row]:
    (dataset,) = (dataset for dataset in book.datasets if dataset.id == name)
    columns = [column.id for column in dataset.columns]
    for row in dataset.rows:
        yield dict(zip(columns, row.values, strict=True))


def _tells(row: Row, columns: Iterable[str]) -> bool:
    """Return whether a row has a number or a word in one of these columns."""
    return any(row[name] is not None and not isinstance(row[name], State) for name in columns)


def _find_apart(tables: Tables, periods: Periods) -> set[tuple[str, int, str]]:
    """Return the cells of areas that are no part of a sum a reader can follow.

    The sum is without them, because the source withholds a number; or it holds an area too that has no number in the two years and is not
    printed.
    """
    counts = tables.indicators
    out = left_out(counts, periods)
    printed = tables.area_years.loc[tables.area_years["year"].isin((periods.before, periods.now)), "area_id"]
    unseen = counts[~out & ~counts["area_id"].isin(printed)]
    district_of = tables.areas.set_index("area_id")["district_id"]
    broken = set(zip(unseen["area_id"].map(district_of), unseen["year"], unseen["indicator"], strict=True))
    districts = zip(counts["area_id"].map(district_of), counts["year"], counts["indicator"], strict=True)
    marked = out | pd.Series([one in broken for one in districts], index=counts.index, dtype=bool)
    return set(zip(counts.loc[marked, "area_id"], counts.loc[marked, "year"].map(int), counts.loc[marked, "indicator"], strict=True))
