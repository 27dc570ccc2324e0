"""Tables of counts as a reader takes them: what is shown, what is hidden between which bounds, and every sum.

Enters: tables as they are printed. Leaves: a `Month` for the solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from pipeline.attack.bounds import Bounds, Key, Month
from pipeline.attack.printed import name_cell
from pipeline.ledger import CITY, Cell, Table, TableKey

REST: Final = "rest:"
"""What of the city lies in no forum; no table prints it, but city − forums does."""

Counts = Mapping[Key, int]
Tables = Mapping[TableKey, Table]
Rests = Mapping[TableKey, str]
"""(year, indicator) → name of the rest of the city; a city that its forums are no parts of has none."""

Limit = Callable[[Key, int, tuple[int, int]], Bounds]
"""A hidden cell, its base and its city's count and base → least and most for all that the reader knows without sums."""


def from_nothing_to_all(_: Key, base: int, __: tuple[int, int]) -> Bounds:
    """Return what anybody knows of a count."""
    return 0, base


def read_month(
    tables: Tables, rests: Rests, limit: Limit = from_nothing_to_all, known: Counts | None = None, truth: Counts | None = None
) -> Month:
    """Return what one release shows.

    Args:
        tables: Its tables.
        rests: Where the city has a rest.
        limit: What the reader knows of a hidden cell.
        known: Hidden cells whose counts the reader knows from an earlier release.
        truth: The true counts, where they are at hand.
    """
    shown, hidden, bases = dict(known or {}), dict[Key, Bounds](), dict[Key, int]()
    sums: list[tuple[list[tuple[Key, int]], int]] = []
    for key, table in tables.items():
        for unit, cell in table.cells.items():
            name = name_cell(unit, key)
            bases[name] = cell.base
            if cell.count is not None:
                shown[name] = cell.count
            elif name not in shown:
                hidden[name] = limit(name, cell.base, table.city)
        if key in rests:
            rest = name_cell(rests[key], key)
            bases[rest] = rest_base(table)
            hidden[rest] = limit(rest, bases[rest], table.city)
        sums += _sums(table, key, rests)
    return Month(shown, hidden, sums, truth or shown, bases)


def rest_base(table: Table) -> int:
    """Return the base of what of the city lies in no forum."""
    return table.city[1] - sum(cell.base for cell in _forums(table).values())


def read_earlier(tables: Tables, today: Tables, rests: Rests, truth: Counts, number: int) -> Month:
    """Return what an earlier release showed; what is not the same number as today's has a name of its own.

    Args:
        tables: Its tables.
        today: Today's, of the same indicators and years at least.
        rests: Today's rests of the city.
        truth: Today's true counts.
        number: Which release it was.
    """
    renamed, rests_then = {}, {}
    for key, table in tables.items():
        same = _find_same(table, today[key], key, truth)
        names = {unit: unit if unit in same else f"{unit}#{number}" for unit in table.cells}
        cells = {names[unit]: replace(cell, parent=names.get(cell.parent, cell.parent)) for unit, cell in table.cells.items()}
        renamed[key] = replace(table, cells=cells)
        if rest_base(table) >= 0 and sum(cell.count or 0 for cell in _forums(table).values()) <= table.city[0]:
            unchanged = key in rests and table.city == today[key].city and _forums(table).keys() == _forums(today[key]).keys() <= same
            rests_then[key] = REST if unchanged else f"{REST}#{number}"
    return read_month(renamed, rests_then)


def _find_same(table: Table, today: Table, key: TableKey, truth: Counts) -> set[str]:
    """Return the units that can be the same number as today's: of the same base, and holding the same areas, none of which has changed."""
    then, now = table.members(), today.members()

    def can_be(unit: str) -> bool:
        cell = today.cells.get(unit)
        parts = then.get(unit, frozenset())
        if cell is None or cell.base != table.cells[unit].base or parts != now.get(unit, frozenset()):
            return False
        return all(table.cells[part].count in {None, truth.get(name_cell(part, key))} for part in parts)

    return {unit for unit in table.cells if can_be(unit)}


def _forums(table: Table) -> dict[str, Cell]:
    return {unit: cell for unit, cell in table.cells.items() if cell.parent == CITY}


def _sums(table: Table, key: TableKey, rests: Rests) -> Iterator[tuple[list[tuple[Key, int]], int]]:
    """Yield the sums: areas of a district, districts of a forum, forums and the rest of the city."""
    parts: dict[str, list[tuple[Key, int]]] = {}
    for unit, cell in table.cells.items():
        parts.setdefault(cell.parent, []).append((name_cell(unit, key), 1))
    for owner, terms in parts.items():
        if owner in table.cells:
            yield [*terms, (name_cell(owner, key), -1)], 0
    if key in rests:
        yield [*parts.get(CITY, ()), (name_cell(rests[key], key), 1)], table.city[0]
