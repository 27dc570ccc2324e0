"""Which numbers of criteria, and so statuses, are hidden because they would tell too much about a hidden count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Final

from pipeline.ledger import Ledger, Table, TableKey, UnitYear
from pipeline.suppress.audit import find_outer_bounds
from pipeline.suppress.cells import Pattern
from pipeline.suppress.criteria import Bounds, find_bounds, find_sides
from pipeline.suppress.pattern import View, find_exposed

MOST_TOGETHER: Final = 6
"""Of so many cells that hang together all outcomes are tried, 2⁶; of more no status is shown."""

Sides = Mapping[str, tuple[Bounds, ...]]


def find_told(
    table: Table, key: TableKey, criteria: Mapping[UnitYear, int], ledger: Ledger, ratio: Fraction, smallest_shown: int
) -> dict[str, Bounds]:
    """Return what is known of counts because an earlier release showed today's number of criteria under today's policy.

    That is said of the counts that the last release hid: one that it showed is known, or has changed since. A criterion that would have
    pinned the count was hidden then, so where it would today, the count has changed.
    """
    last = ledger.tables[key][-1].cells if key in ledger.tables else {}
    told = {}
    for unit, cell in table.cells.items():
        if cell.count is None or unit not in last or last[unit].count is not None:
            continue
        if (criteria.get((unit, key[0])), str(ratio)) in ledger.criteria.get((unit, key[0]), ()):
            low, high = find_bounds(cell.count, cell.base, table.city, ratio)
            if high - low >= min(smallest_shown, cell.base):
                told[unit] = (low, high)
    return told


def hide_statuses(
    tables: Mapping[TableKey, Table],
    patterns: Mapping[TableKey, Pattern],
    criteria: Mapping[UnitYear, int],
    ledger: Ledger,
    ratio: Fraction,
) -> frozenset[UnitYear]:
    """Return the units and years whose number of criteria and status are hidden.

    The reader is taken to know of every hidden cell whether its criterion is met, wherever the unit's number of criteria is shown. Where
    either outcome would pin a cell, the number is hidden, whichever is true: otherwise, that it is hidden would tell the outcome.

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
        units = [unit for unit in sorted(pattern.hidden) if (unit, year) in criteria and (unit, year) not in hidden]
        sides = _open_sides(tables[key], pattern, units, ratio)
        alone = {unit for unit in sides if _any_tells(pattern, {unit: sides[unit]})}
        hidden |= {(unit, year) for unit in alone}
        for group in _together(pattern, [unit for unit in sides if unit not in alone]):
            if len(group) > 1 and (len(group) > MOST_TOGETHER or _any_tells(pattern, {unit: sides[unit] for unit in group})):
                hidden |= {(unit, year) for unit in group}
    return frozenset(hidden)


def _open_sides(table: Table, pattern: Pattern, units: Sequence[str], ratio: Fraction) -> Sides:
    """Return unit → both sides of its criterion, where what is shown does not say already on which the count lies."""
    system = pattern.sums.system
    low, high = find_outer_bounds(system, pattern.mask)
    found = {}
    for unit in units:
        place = system.index[unit]
        sides = find_sides(int(low[place]), int(high[place]), table.cells[unit].base, table.city, ratio)
        if len(sides) > 1:
            found[unit] = sides
    return found


def _any_tells(pattern: Pattern, sides: Sides) -> bool:
    """Return whether some outcome of these units' criteria would pin a hidden cell."""
    outcomes = (dict(zip(sides, chosen, strict=True)) for chosen in product(*sides.values()))
    return any(_tells(view, pattern, outcome) for outcome in outcomes for view in (pattern.sums, pattern.roles))


def _tells(view: View, pattern: Pattern, outcome: Mapping[str, Bounds]) -> bool:
    system = view.system.bounded(outcome)
    low, high = find_outer_bounds(system, pattern.mask)
    if (low > high).any():  # such an outcome cannot be
        return False
    return bool(len(find_exposed(replace(view, system=system), pattern.mask)))


def _together(pattern: Pattern, units: Sequence[str]) -> Iterator[list[str]]:
    """Yield the units in groups whose hidden cells hang together."""
    system, left = pattern.sums.system, list(units)
    while left:
        cells, _ = system.connected(system.index[left[0]], pattern.mask)
        yield [unit for unit in left if system.index[unit] in cells]
        left = [unit for unit in left if system.index[unit] not in cells]
