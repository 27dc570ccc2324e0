"""What earlier releases say about today's cells: what is known already, what stays hidden, and which of their sums may still be true."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pipeline.ledger import CITY, Table
from pipeline.suppress.system import REST, Equation, Terms, equations_of, rest_of


@dataclass(frozen=True)
class Block:
    """Equations of one earlier table that hang together.

    Attributes:
        equations: Over today's names where the unit is the same number, else over names of their own.
        bases: The bases of the names of their own.
    """

    equations: tuple[Equation, ...]
    bases: dict[str, int]


def find_known(today: Table, earlier: Sequence[Table]) -> frozenset[str]:
    """Return the units whose count was published with today's value: hiding it protects nothing any more."""
    return frozenset(
        unit
        for unit, cell in today.cells.items()
        if any((then := table.cells.get(unit)) is not None and (then.count, then.base) == (cell.count, cell.base) for table in earlier)
    )


def find_hidden_before(today: Table, earlier: Sequence[Table]) -> frozenset[str]:
    """Return the units that an earlier release hid.

    They stay hidden. The ledger cannot tell whether the hidden number was today's; if it was, showing it now would open the sums of then.
    """
    return frozenset(
        unit for unit in today.cells if any((then := table.cells.get(unit)) is not None and then.count is None for table in earlier)
    )


def find_blocks(today: Table, earlier: Sequence[Table], must: Collection[str], known: Collection[str]) -> list[Block]:
    """Return what earlier tables add to today's, the latest first and nothing twice.

    Args:
        today: Today's table.
        earlier: The published ones, the oldest first.
        must: Today's hidden cells.
        known: Today's cells that were published with today's value.
    """
    seen = {one.identity for one in _repeated(today, must, known)}
    blocks = []
    for number, table in reversed(list(enumerate(earlier))):
        for equations, bases in _blocks_of(table, today, number):
            fresh = tuple(one for one in equations if one.identity not in seen)
            seen.update(one.identity for one in fresh)
            if fresh:
                blocks.append(Block(fresh, bases))
    return blocks


def _repeated(today: Table, must: Collection[str], known: Collection[str]) -> Iterator[Equation]:
    """Yield today's equations whose other cells were all published with today's value: an earlier release's same one adds nothing."""
    for one in equations_of(today, every=True):
        hidden = {unit: sign for unit, sign in one.terms.items() if unit == REST or unit in must}
        shown = one.terms.keys() - hidden.keys()
        if all(unit in known for unit in shown):
            yield Equation(hidden, one.constant - sum(one.terms[unit] * (today.cells[unit].count or 0) for unit in shown))


def _blocks_of(table: Table, today: Table, number: int) -> Iterator[tuple[list[Equation], dict[str, int]]]:
    names, bases = _names(table, today, number)
    groups: list[tuple[set[str], list[Equation]]] = []
    for one in equations_of(table, every=False):
        if any(names[unit] is None for unit in one.terms):
            continue
        terms: Terms = {str(names[unit]): sign for unit, sign in one.terms.items()}
        touched = [group for group in groups if group[0] & terms.keys()]
        groups = [group for group in groups if not group[0] & terms.keys()]
        cells = set(terms).union(*(group[0] for group in touched))
        groups.append((cells, [*(each for group in touched for each in group[1]), Equation(terms, one.constant)]))
    for cells, equations in groups:
        yield equations, {name: base for name, base in bases.items() if name in cells}


def _names(table: Table, today: Table, number: int) -> tuple[dict[str, str | None], dict[str, int]]:
    """Return each hidden unit's name in today's system, and the bases of those that are another number than today's."""
    members, members_today = table.members(), today.members()
    names: dict[str, str | None] = {}
    bases: dict[str, int] = {}
    for unit, cell in table.cells.items():
        if cell.count is None:
            now = today.cells.get(unit)
            same = now is not None and now.base == cell.base and _same_parts(table, today, members.get(unit), members_today.get(unit))
            names[unit] = unit if same else f"{unit}#{number}"
            if not same:
                bases[f"{unit}#{number}"] = cell.base
    names[REST] = _rest_name(table, today, number)
    if names[REST] not in {None, REST}:
        bases[str(names[REST])] = table.city[1] - sum(cell.base for cell in table.cells.values() if cell.parent == CITY)
    return names, bases


def _same_parts(table: Table, today: Table, then: frozenset[str] | None, now: frozenset[str] | None) -> bool:
    """Return whether a sum can be the number it was: of the same areas, none of which shows another count than then."""
    if then != now:
        return False
    shown = ((table.cells[area].count, today.cells[area].count) for area in then or ())
    return all(before is None or after is None or before == after for before, after in shown)


def _rest_name(table: Table, today: Table, number: int) -> str | None:
    forums, now = ({unit: cell.base for unit, cell in one.cells.items() if cell.parent == CITY} for one in (table, today))
    if sum(forums.values()) > table.city[1]:
        return None
    same = table.city == today.city and forums == now and table.members() == today.members() and rest_of(today) is not None
    return REST if same else f"{REST}#{number}"
