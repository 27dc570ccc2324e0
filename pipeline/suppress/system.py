"""What a reader can reckon with: the cells of one indicator in one year, and every published sum that binds them.

Enters: today's table, and the earlier ones. Leaves: cells with bounds, and equations. Never: a hidden count of an earlier release,
which the ledger does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.ledger import CITY, Table

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

REST: Final = "rest"
"""What of the city lies in no forum. No report shows it, but city − forums does."""

Terms = dict[str, int]


@dataclass(frozen=True)
class Equation:
    """Σ sign × cell = constant over the cells that are not known where the sum was published."""

    terms: Terms
    constant: int

    @property
    def identity(self) -> tuple[frozenset[tuple[str, int]], int]:
        """Two releases that say the same say it once."""
        return frozenset(self.terms.items()), self.constant


@dataclass(frozen=True)
class System:
    """Cells 0 … n − 1 and the equations between them, as lists of edges (equation, cell, sign).

    Attributes:
        keys: Each cell's name: a unit of today's table, `REST`, or a unit of an earlier table under a name of its own.
        value: The count where the cell is shown; whole numbers as floats, so that sums of them are exact.
        low: The least that a hidden cell can be for all a reader knows without sums; `high` the most.
        tree: The equations form a tree, as those of one release do: then bounds carried along them are exact.
    """

    keys: tuple[str, ...]
    value: Numbers
    low: Numbers
    high: Numbers
    equation: Indices
    cell: Indices
    sign: Numbers
    constant: Numbers
    tree: bool

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Each cell's number."""
        return {key: number for number, key in enumerate(self.keys)}

    @cached_property
    def cells_of(self) -> list[list[int]]:
        """The cells of each equation."""
        return _listed(self.equation, self.cell, len(self.constant))

    @cached_property
    def equations_of(self) -> list[list[int]]:
        """The equations of each cell."""
        return _listed(self.cell, self.equation, len(self.keys))

    def mask(self, keys: Iterable[str]) -> Mask:
        """Mark cells by name; names that the system does not have are passed over."""
        marked = np.zeros(len(self.keys), dtype=bool)
        marked[[self.index[key] for key in keys if key in self.index]] = True
        return marked

    def restricted(self, equations: Iterable[int]) -> System:
        """Return the system with some of its equations alone."""
        kept = np.isin(self.equation, list(equations))
        return replace(self, equation=self.equation[kept], cell=self.cell[kept], sign=self.sign[kept])

    def bounded(self, bounds: Mapping[str, tuple[int, int]]) -> System:
        """Return the system with tighter bounds on some cells."""
        low, high = self.low.copy(), self.high.copy()
        for key, (least, most) in bounds.items():
            place = self.index[key]
            low[place], high[place] = max(low[place], least), min(high[place], most)
        return replace(self, low=low, high=high)

    def connected(self, start: int, hidden: Mask) -> tuple[set[int], set[int]]:
        """Return the hidden cells that hang together with one through equations, and the other cells of those equations."""
        together, beside, queue = {start}, set[int](), [start]
        while queue:
            for equation in self.equations_of[queue.pop()]:
                for cell in self.cells_of[equation]:
                    if hidden[cell] and cell not in together:
                        together.add(cell)
                        queue.append(cell)
                    elif not hidden[cell]:
                        beside.add(cell)
        return together, beside


def build_system(today: Table, bounds: Mapping[str, tuple[int, int]], earlier: Sequence[Equation], bases: Mapping[str, int]) -> System:
    """Build the system of one indicator and year.

    Args:
        today: Today's table with every count, hidden or not.
        bounds: Unit → least and most that a reader knows, where that is less than 0 to the base.
        earlier: Equations of earlier releases that are taken for still true.
        bases: Bases of cells that only earlier releases have.
    """
    equations = equations_of(today, every=True)
    own = {unit: cell for unit, cell in today.cells.items() if cell.count is not None}
    rest = rest_of(today)
    keys = [*own, *([REST] if rest else []), *bases]
    index = {key: number for number, key in enumerate(keys)}
    all_equations = [*equations, *earlier]
    edges = [(number, index[key], sign) for number, one in enumerate(all_equations) for key, sign in one.terms.items()]
    values = [cell.count or 0 for cell in own.values()] + ([rest[0]] if rest else []) + [0] * len(bases)
    highest = [cell.base for cell in own.values()] + ([rest[1]] if rest else []) + list(bases.values())
    limits = [bounds.get(key, (0, most)) for key, most in zip(keys, highest, strict=True)]
    return System(
        keys=tuple(keys),
        value=np.array(values, dtype=float),
        low=np.array([least for least, _ in limits], dtype=float),
        high=np.array([most for _, most in limits], dtype=float),
        equation=np.array([edge[0] for edge in edges], dtype=np.int64),
        cell=np.array([edge[1] for edge in edges], dtype=np.int64),
        sign=np.array([edge[2] for edge in edges], dtype=float),
        constant=np.array([one.constant for one in all_equations], dtype=float),
        tree=not earlier,
    )


def rest_of(table: Table) -> tuple[int, int] | None:
    """Return count and base of what of the city lies in no forum; None where the forums are not parts of the city's numbers."""
    forums = [cell for cell in table.cells.values() if cell.parent == CITY]
    count = table.city[0] - sum(cell.count or 0 for cell in forums)
    base = table.city[1] - sum(cell.base for cell in forums)
    return (count, base) if forums and 0 <= count <= base else None


def equations_of(table: Table, *, every: bool) -> list[Equation]:
    """Return a table's sums: parts − sum = 0, and forums + rest = city.

    Args:
        table: The table.
        every: Keep all cells as terms, shown or not; else a shown one goes into the constant, and sums without a hidden term go.
    """
    parts: dict[str, list[str]] = {}
    for unit, cell in table.cells.items():
        if cell.parent and (cell.parent == CITY or cell.parent in table.cells):
            parts.setdefault(cell.parent, []).append(unit)
    found = []
    for owner, units in parts.items():
        if owner == CITY:
            # a published table tells the rest's base, and its count only where all forums are shown
            if every and rest_of(table) is None:
                continue
            terms, constant = dict.fromkeys(units, 1) | {REST: 1}, table.city[0]
        else:
            terms, constant = dict.fromkeys(units, 1) | {owner: -1}, 0
        if not every:
            shown = {unit: count for unit in terms if unit != REST and (count := table.cells[unit].count) is not None}
            constant -= sum(terms[unit] * count for unit, count in shown.items())
            terms = {unit: sign for unit, sign in terms.items() if unit not in shown}
            if not terms.keys() - {REST}:
                continue
        found.append(Equation(terms, constant))
    return found


def _listed(owner: Indices, owned: Indices, number: int) -> list[list[int]]:
    lists: list[list[int]] = [[] for _ in range(number)]
    for one, other in zip(owner.tolist(), owned.tolist(), strict=True):
        lists[one].append(other)
    return lists
