"""Units that earlier releases knew under other names: an id or a boundary version that was changed, and the numbers were not.

Enters: the ledger and today's tables. Leaves: the ledger with today's names. Without it an area would lose its marks with its name, and
the new name's shown number would open the sums in which the old name's was hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Final

from pipeline.ledger import Cell, Ledger, Table, TableKey

SAME: Final = Fraction(1, 2)
"""A unit is recognised where at least so many of its indicators have the base of then: a base may have been corrected in the same month."""

Bases = dict[str, set[tuple[str, int]]]
Names = Mapping[str, str]


def recognise_units(ledger: Ledger, published: Mapping[TableKey, Table]) -> Ledger:
    """Return the ledger with units that have another name today under that name.

    Args:
        ledger: What was published before.
        published: Today's tables.
    """
    years = {year for year, _ in published}
    names = {
        year: _find_names(_tables_of(ledger, year), {key: (one,) for key, one in published.items() if key[0] == year}) for year in years
    }
    if not any(names.values()):
        return ledger
    tables = {key: tuple(_renamed(table, names.get(key[0], {})) for table in tables) for key, tables in ledger.tables.items()}
    criteria = dict(ledger.criteria)
    for (unit, year), shown in ledger.criteria.items():
        key = (names.get(year, {}).get(unit, unit), year)
        criteria[key] = tuple(dict.fromkeys((*criteria.get(key, ()), *shown)))  # what was shown under any of its names
    hidden = frozenset((names.get(year, {}).get(unit, unit), year) for unit, year in ledger.hidden_criteria)
    return replace(ledger, tables=tables, criteria=criteria, hidden_criteria=ledger.hidden_criteria | hidden)


def _tables_of(ledger: Ledger, year: int) -> dict[TableKey, tuple[Table, ...]]:
    return {key: tables for key, tables in ledger.tables.items() if key[0] == year}


def _find_names(earlier: Mapping[TableKey, Iterable[Table]], today: Mapping[TableKey, Iterable[Table]]) -> dict[str, str]:
    """Return old name → today's, for names that are gone.

    That is the unit of the kind with most of the bases of then, and where two have as many, the one that was not there before.
    """
    then, now = _bases(earlier), _bases(today)
    names = {}
    for unit in sorted(then.keys() - now.keys()):
        kind = unit.split(":")[0]
        alike = {
            other: len(bases & then[unit])
            for other, bases in now.items()
            if other.split(":")[0] == kind and len(bases & then[unit]) >= SAME * min(len(bases), _indicators(then[unit]))
        }
        best = [other for other, number in alike.items() if number == max(alike.values())]
        fresh = [other for other in best if other not in then] or best
        if len(fresh) == 1:
            names[unit] = fresh[0]
    return names


def _bases(tables: Mapping[TableKey, Iterable[Table]]) -> Bases:
    found: Bases = {}
    for (_, indicator), several in tables.items():
        for table in several:
            for unit, cell in table.cells.items():
                found.setdefault(unit, set()).add((indicator, cell.base))
    return found


def _indicators(bases: set[tuple[str, int]]) -> int:
    return len({indicator for indicator, _ in bases})


def _renamed(table: Table, names: Names) -> Table:
    """Return the table under today's names; a name that the table already has stays that of its own unit."""
    found = {old: new for old, new in names.items() if old in table.cells and new not in table.cells}
    taken = {old: new for old, new in found.items() if list(found.values()).count(new) == 1}
    cells = {taken.get(unit, unit): Cell(cell.count, cell.base, taken.get(cell.parent, cell.parent)) for unit, cell in table.cells.items()}
    return Table(table.city, cells)
