"""The ledger: what has been published so far, and which cells were hidden. Holds nothing that no reader could have read.

Enters: what each release shows. Leaves: the sum of it, for the next release to look at. Never: a hidden number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

CITY: Final = "city"
"""The unit that the forums are parts of, with a rest that lies in none of them."""

TableKey = tuple[int, str]
UnitYear = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """One published cell.

    Attributes:
        count: Number of persons or dwellings; None where it is hidden.
        base: Of how many. Bases are published.
        parent: The unit whose sum holds it: a district, a forum or `CITY`; empty where no sum does.
    """

    count: int | None
    base: int
    parent: str


@dataclass(frozen=True)
class Table:
    """One indicator in one year, as it was published.

    Attributes:
        city: The city's count and base.
        cells: Unit → its cell. A unit is ``area:NOR-01@2`` with its boundary version, ``district:NOR`` or ``forum:F-NOR``.
    """

    city: tuple[int, int]
    cells: Mapping[str, Cell]

    def members(self) -> dict[str, frozenset[str]]:
        """Return the areas that each sum holds: two sums of one name are the same number only where they hold the same areas."""
        found: dict[str, set[str]] = {}
        for unit, cell in self.cells.items():
            if unit.startswith("area:"):
                owner = cell.parent
                while owner and owner != CITY:
                    found.setdefault(owner, set()).add(unit)
                    owner = self.cells[owner].parent if owner in self.cells else ""
        return {owner: frozenset(areas) for owner, areas in found.items()}


@dataclass(frozen=True)
class Ledger:
    """Everything published, or what one release adds to it.

    Attributes:
        tables: (year, indicator) → every different table that was published, the oldest first. The same table published again is no
            new one, so the ledger grows with what changes and not with the months.
        criteria: (unit, year) → the numbers of criteria that were shown, each with the policy's ratio as ``5/4``.
        hidden_criteria: (unit, year) whose number of criteria and status were hidden.
    """

    tables: Mapping[TableKey, tuple[Table, ...]] = field(default_factory=dict)
    criteria: Mapping[UnitYear, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    hidden_criteria: frozenset[UnitYear] = frozenset()

    def joined(self, release: Ledger) -> Ledger:
        """Return the ledger with one more release; the same one again changes nothing."""
        return Ledger(
            tables=_joined(self.tables, release.tables),
            criteria=_joined(self.criteria, release.criteria),
            hidden_criteria=self.hidden_criteria | release.hidden_criteria,
        )


def _joined(known: Mapping[Key, tuple[Value, ...]], added: Mapping[Key, tuple[Value, ...]]) -> dict[Key, tuple[Value, ...]]:
    joined = dict(known)
    for key, values in added.items():
        before = joined.get(key, ())
        joined[key] = (*before, *(value for value in values if value not in before))
    return joined
