"""All that a reader has before the reckoning begins: today's tables with something to find in them, and what earlier releases say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.attack.bounds import Key
from pipeline.attack.counted import UnitCounts
from pipeline.attack.months import REST, Counts, Rests, rest_base
from pipeline.attack.printed import name_cell
from pipeline.ledger import CITY, Ledger, Table, TableKey


@dataclass(frozen=True)
class Scene:
    """What there is to reckon with.

    Attributes:
        today: The tables that hide a count, or whose rest of the city is small.
        blind: The same with everything hidden: what a reader would still have then, nobody can keep from them.
        earlier: The same indicators and years as they were published, the oldest first.
        rests: Where the city has a rest that lies in no forum.
        truth: The true counts, those of the rests too; `bases` of how many.
        known: Counts that an earlier release has printed with today's value.
    """

    today: Mapping[TableKey, Table]
    blind: Mapping[TableKey, Table]
    earlier: Sequence[Mapping[TableKey, Table]]
    rests: Rests
    truth: Counts
    bases: Counts
    known: Counts

    def is_small(self, cell: Key, smallest_shown: int) -> bool:
        """Return whether a cell's count, or what is left of its base, is from 1 to k − 1."""
        return is_small(self.truth[cell], self.bases[cell], smallest_shown)


def is_small(count: int, base: int, smallest_shown: int) -> bool:
    """Return whether a count, or what is left of its base, is from 1 to k − 1."""
    return 0 < count < smallest_shown or 0 < base - count < smallest_shown


def set_scene(tables: Mapping[TableKey, Table], counts: UnitCounts, ledger: Ledger, smallest_shown: int) -> Scene:
    """Return the scene.

    Args:
        tables: What is about to be published.
        counts: The true counts.
        ledger: What has been published.
        smallest_shown: k.
    """
    truth, bases, known = dict[Key, int](), dict[Key, int](), dict[Key, int]()
    today, rests = dict[TableKey, Table](), dict[TableKey, str]()
    for key, table in tables.items():
        own = {unit: counts[unit.partition("@")[0], *key] for unit in table.cells}
        forums = [unit for unit, cell in table.cells.items() if cell.parent == CITY]
        rest = table.city[0] - sum(own[unit] for unit in forums), rest_base(table)
        has_rest = bool(forums) and 0 <= rest[0] <= rest[1]
        if all(cell.count is not None for cell in table.cells.values()) and not (has_rest and is_small(*rest, smallest_shown)):
            continue
        today[key] = table
        truth |= {name_cell(unit, key): count for unit, count in own.items()}
        bases |= {name_cell(unit, key): cell.base for unit, cell in table.cells.items()}
        if has_rest:
            rests[key] = REST
            truth[name_cell(REST, key)], bases[name_cell(REST, key)] = rest
        for earlier in ledger.tables.get(key, ()):
            same = {unit: cell for unit, cell in earlier.cells.items() if unit in own and cell.base == table.cells[unit].base}
            known |= {name_cell(unit, key): own[unit] for unit, cell in same.items() if cell.count == own[unit]}
    blind = {
        key: replace(table, cells={unit: replace(cell, count=None) for unit, cell in table.cells.items()}) for key, table in today.items()
    }
    return Scene(today, blind, _by_release(ledger, today), rests, truth, bases, known)


def _by_release(ledger: Ledger, today: Mapping[TableKey, Table]) -> list[dict[TableKey, Table]]:
    """Return the tables of the ledger, the first of each key, then the second, and so on."""
    most = max((len(ledger.tables.get(key, ())) for key in today), default=0)
    return [{key: ledger.tables[key][number] for key in today if number < len(ledger.tables.get(key, ()))} for number in range(most)]
