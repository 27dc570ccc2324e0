"""Between what bounds a reader can pin each hidden cell, who adds and subtracts everything that is published.

The sums of one release form a tree. There, bounds carried along the equations until nothing moves are the exact answer, in whole
numbers (bounds consistency of an acyclic network of linear constraints). Several releases together may close a loop; such cells are
minimised and maximised by linear programming.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipeline.suppress.system import Indices, Mask, Numbers, System

MOST_SWEEPS: Final = 60  # a tree of areas, districts, forums and city needs seven; round a loop bounds may creep
SLACK: Final = 1e-6


def find_intervals(system: System, hidden: Mask, enough: Numbers | None = None) -> tuple[Numbers, Numbers]:
    """Return the least and the most that each cell can be; a shown cell is its value.

    Where the equations contradict each other, the least is greater than the most for at least one cell of those concerned.

    Args:
        system: Cells and equations.
        hidden: Cells whose value is not known.
        enough: A distance for each cell: bounds that are known to be at least so far apart need not be the outermost.
    """
    low, high = find_outer_bounds(system, hidden)
    if not system.tree and (low <= high).all():
        _solve_loops(system, low, high, np.full(len(low), np.inf) if enough is None else enough)
    return low, high


def is_consistent(system: System, hidden: Mask) -> bool:
    """Return whether the equations can be true together."""
    low, high = find_intervals(system, hidden, np.full(len(hidden), -np.inf))
    return bool((low <= high).all())


def find_outer_bounds(system: System, hidden: Mask) -> tuple[Numbers, Numbers]:
    """Return bounds that are quick to find: exact in a tree, else at least as wide. What they pin is pinned."""
    low = np.where(hidden, system.low, system.value)
    high = np.where(hidden, system.high, system.value)
    _carry(system, low, high)
    return low, high


def _carry(system: System, low: Numbers, high: Numbers) -> None:
    """Tighten the bounds along the equations: a term is the constant less what the others can be."""
    equation, cell, positive = system.equation, system.cell, system.sign > 0
    number = len(system.constant)
    for _ in range(MOST_SWEEPS):
        least = np.where(positive, low[cell], -high[cell])
        most = np.where(positive, high[cell], -low[cell])
        rest_least = (system.constant - np.bincount(equation, most, number))[equation] + most
        rest_most = (system.constant - np.bincount(equation, least, number))[equation] + least
        before = low.sum() - high.sum()
        np.maximum.at(low, cell, np.where(positive, rest_least, -rest_most))
        np.minimum.at(high, cell, np.where(positive, rest_most, -rest_least))
        if low.sum() - high.sum() == before or (low > high).any():
            return


def _solve_loops(system: System, low: Numbers, high: Numbers, enough: Numbers) -> None:
    """Replace the bounds of cells whose equations close a loop by the exact ones; mark a contradiction by a least above the most."""
    open_edge = (low < high)[system.cell]
    equations = _different(system, low, open_edge)
    edges = np.flatnonzero(open_edge & equations[system.equation])
    if not len(edges):
        return
    cells, equation = system.cell[edges], system.equation[edges]
    size = len(low) + len(system.constant)
    graph = coo_array((np.ones(len(edges)), (cells, len(low) + equation)), shape=(size, size))
    labels = connected_components(graph, directed=False)[1]
    edges_in = np.bincount(labels[cells], minlength=size)
    nodes_in = np.bincount(labels, minlength=size)
    for label in np.flatnonzero((edges_in >= nodes_in) & (edges_in > 0)):
        _solve(system, low, high, enough, edges[labels[cells] == label])


def _different(system: System, low: Numbers, open_edge: Mask) -> Mask:
    """Keep one of the equations that say the same about the same unknown cells."""
    said: set[tuple[tuple[tuple[int, float], ...], float]] = set()
    kept = np.zeros(len(system.constant), dtype=bool)
    known = np.bincount(system.equation, np.where(open_edge, 0.0, system.sign * low[system.cell]), len(system.constant))
    terms: dict[int, list[tuple[int, float]]] = {}
    for edge in np.flatnonzero(open_edge).tolist():
        terms.setdefault(int(system.equation[edge]), []).append((int(system.cell[edge]), float(system.sign[edge])))
    for number, unknown in terms.items():
        statement = (tuple(sorted(unknown)), float(system.constant[number] - known[number]))
        kept[number] = statement not in said
        said.add(statement)
    return kept


def _solve(system: System, low: Numbers, high: Numbers, enough: Numbers, edges: Indices) -> None:
    cells, column = np.unique(system.cell[edges], return_inverse=True)
    numbers, row = np.unique(system.equation[edges], return_inverse=True)
    matrix = coo_array((system.sign[edges], (row, column)), shape=(len(numbers), len(cells))).toarray()
    inside = np.zeros(len(low), dtype=bool)
    inside[cells] = True
    own = np.isin(system.equation, numbers) & ~inside[system.cell]
    known = np.bincount(system.equation[own], system.sign[own] * low[system.cell[own]], len(system.constant))
    target = system.constant[numbers] - known[numbers]
    bounds = list(zip(low[cells].tolist(), high[cells].tolist(), strict=True))
    seen = _solution(np.zeros(len(cells)), matrix, target, bounds)
    if seen is None:
        low[cells[0]] = high[cells[0]] + 1
        return
    least, most = seen.copy(), seen.copy()
    for place, cell in enumerate(cells.tolist()):
        for direction in (1.0, -1.0):
            if most[place] - least[place] >= enough[cell]:
                break
            objective = np.zeros(len(cells))
            objective[place] = direction
            found = _solution(objective, matrix, target, bounds)
            if found is not None:  # where it is not proven, the nearer bounds seen so far stand: the cell counts as more exposed than it is
                least, most = np.minimum(least, found), np.maximum(most, found)
    low[cells], high[cells] = np.ceil(least - SLACK), np.floor(most + SLACK)


def _solution(objective: Numbers, matrix: Numbers, target: Numbers, bounds: list[tuple[float, float]]) -> Numbers | None:
    """Return the cells' values at the least of the objective, or None where the equations contradict each other."""
    solved = linprog(objective, A_eq=matrix, b_eq=target, bounds=bounds, method="highs")
    return np.asarray(solved.x, dtype=float) if solved.status == 0 else None
