"""Which numbers of criteria, and so statuses, are hidden because they would tell too much about a hidden count."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pipeline.ledger import Ledger, Table, TableKey, UnitYear
from pipeline.suppress.cells import Pattern, with_bounds
from pipeline.suppress.criteria import LOOKS, find_bounds
from pipeline.suppress.pattern import find_exposed


def find_told(
    table: Table, key: TableKey, criteria: Mapping[UnitYear, int], ledger: Ledger, ratio: Fraction, smallest_shown: int
) -> dict[str, tuple[int, int]]:
    """Return what is known of counts because an earlier release showed today's number of criteria under today's policy.

    That is said of the counts that the last release hid: one that it showed is known, or has changed since. A criterion that would have
    pinned the count was hidden then, so where it would today, the count has changed.
    """
    last = ledger.tables[key][-1].cells if key in ledger.tables else {}
    units = [unit for unit in table.cells if unit in last and last[unit].count is None]
    shown = [unit for unit in units if (criteria.get((unit, key[0])), str(ratio)) in ledger.criteria.get((unit, key[0]), ())]
    bounds = _bounds(table, shown, ratio)
    return {unit: (low, high) for unit, (low, high) in bounds.items() if high - low >= min(smallest_shown, table.cells[unit].base)}


def hide_statuses(
    tables: Mapping[TableKey, Table],
    patterns: Mapping[TableKey, Pattern],
    criteria: Mapping[UnitYear, int],
    ledger: Ledger,
    ratio: Fraction,
) -> frozenset[UnitYear]:
    """Return the units and years whose number of criteria and status are hidden.

    The reader is taken to know of every hidden cell whether its criterion is met, wherever the unit's number of criteria is shown. Where
    that pins a cell, its own unit's number is hidden, first where the criterion alone pins it; where that is not enough, so are those of the
    cells that hang together with it.

    Args:
        tables: Today's tables with all counts.
        patterns: Their hidden cells.
        criteria: (unit, year) → number of criteria met.
        ledger: What was hidden stays hidden.
        ratio: The criterion's multiple of the city's share.
    """
    hidden = set(ledger.hidden_criteria)
    for key, pattern in patterns.items():
        year = key[0]
        while True:
            open_units = [unit for unit in pattern.hidden if (unit, year) in criteria and (unit, year) not in hidden]
            bounds = _bounds(tables[key], open_units, ratio)
            system = with_bounds(pattern.system, bounds)
            exposed = find_exposed(system, pattern.mask, pattern.guarded, pattern.need).tolist()
            own = {unit for cell in exposed if (unit := system.keys[cell]) in bounds}
            further = {unit for unit in own if bounds[unit][1] - bounds[unit][0] < pattern.need[system.index[unit]]} or own
            if not further:
                further = set(open_units) & {system.keys[other] for cell in exposed for other in system.connected(cell, pattern.mask)[0]}
            if not further:
                break
            hidden |= {(unit, year) for unit in further}
    return frozenset(hidden)


def _bounds(table: Table, units: list[str], ratio: Fraction) -> dict[str, tuple[int, int]]:
    found = {}
    for unit in units:
        cell = table.cells[unit]
        if cell.count is not None:
            looks = LOOKS if unit.startswith("area:") else (Fraction(1),)  # the report looks again at areas alone
            found[unit] = find_bounds(cell.count, cell.base, table.city, ratio, looks)
    return found
