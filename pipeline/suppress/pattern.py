"""The cheapest pattern: which further cells are hidden so that no hidden one can be pinned.

An exact minimum by implicit hitting sets, the cutting planes of Fischetti & Salazar-González (2001) with the audit as their oracle: where
a pattern leaves a cell exposed, every pattern that protects the cell must hide at least one of the shown cells beside those that hang
together with it. Such cuts are gathered, and the cheapest pattern that satisfies them all is found by integer programming, until the
audit finds nothing exposed. A cut is true of every safe pattern, so the first that passes is a cheapest one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from pipeline.suppress.audit import find_intervals, find_outer_bounds
from pipeline.suppress.system import Indices, Mask, Numbers, System

NODES: Final = 20_000  # a limit on time would make the pattern depend on the machine
ROUNDS: Final = 150
TRIES: Final = 3


@dataclass(frozen=True)
class Cut:
    """To protect the cell `guarded`, at least one of `cells` is hidden; where the cell is not `always` hidden, it may be shown instead."""

    cells: tuple[int, ...]
    guarded: int
    always: bool


Choose = Callable[[Sequence[Cut], Numbers], "Mask | None"]


@dataclass(frozen=True)
class Task:
    """What is to be protected.

    Attributes:
        must: Cells that are hidden in any case.
        candidates: Cells that may be hidden too.
        guarded: Cells that must not be pinned when they are hidden.
        need: How far apart a guarded cell's bounds must be.
        cost: What hiding a candidate costs.
    """

    system: System
    must: Mask
    candidates: Mask
    guarded: Mask
    need: Numbers
    cost: Numbers


def choose_cells(cuts: Sequence[Cut], cost: Numbers) -> Mask | None:
    """Return the cheapest cells that satisfy the cuts, or None where no cheapest ones were proven within `NODES`."""
    used = sorted({cell for cut in cuts for cell in (cut.cells if cut.always else (*cut.cells, cut.guarded))})
    column = {cell: place for place, cell in enumerate(used)}
    entries = [(row, column[cell], 1.0) for row, cut in enumerate(cuts) for cell in cut.cells]
    entries += [(row, column[cut.guarded], -1.0) for row, cut in enumerate(cuts) if not cut.always]
    rows, columns, signs = zip(*entries, strict=True)
    matrix = coo_array((signs, (rows, columns)), shape=(len(cuts), len(used))).tocsr()
    least = np.array([float(cut.always) for cut in cuts])
    solved = milp(
        cost[used],
        integrality=np.ones(len(used), dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, least, np.inf),
        options={"node_limit": NODES, "mip_rel_gap": 0.0},
    )
    if solved.status != 0:
        return None
    chosen = np.zeros(len(cost), dtype=bool)
    chosen[np.array(used)[solved.x > 0.5]] = True
    return chosen


def find_pattern(task: Task, choose: Choose = choose_cells) -> Mask:
    """Return all hidden cells: those that must be, and the cheapest others that keep every hidden cell apart from its bounds.

    Args:
        task: The system with what must be hidden and may be.
        choose: Solves the cuts; where it gives up, or the cuts come to no end, cells are hidden one by one instead.
    """
    need = task.need.copy()
    hidden = task.must.copy()
    cuts: list[Cut] = []
    for _ in range(ROUNDS):
        exposed = find_exposed(task.system, hidden, task.guarded, need)
        if not len(exposed):
            return hidden
        for cell in exposed.tolist():
            beside = _beside(task, cell, hidden, need)
            if beside:
                cuts.append(Cut(beside, cell, bool(task.must[cell])))
            else:  # no pattern gives it that much: what earlier releases said in a circle was not seen by the quick bounds
                most = _width(task.system, cell, task.must | task.candidates, np.full(len(need), np.inf), exact=True)
                need[cell] = most if most < need[cell] else -np.inf
                cuts = [cut for cut in cuts if cut.guarded != cell]
        if not cuts:
            hidden = task.must.copy()
            continue
        chosen = choose(cuts, task.cost)
        if chosen is None:
            break
        hidden = task.must | chosen
    return hide_one_by_one(task)


def hide_one_by_one(task: Task) -> Mask:
    """Hide, for each exposed cell in turn, the neighbour that widens its interval most, until none is exposed. Safe, not cheapest."""
    need, hidden = task.need.copy(), task.must.copy()
    while len(exposed := find_exposed(task.system, hidden, task.guarded, need)):
        cell = int(exposed[0])
        beside = _neighbours(task, cell, hidden)
        if not beside:
            need[cell] = -np.inf
            continue
        widths = []
        for other in beside:
            hidden[other] = True
            widths.append((-min(_width(task.system, cell, hidden, need, exact=True), need[cell]), task.cost[other], other))
            hidden[other] = False
        hidden[min(widths)[2]] = True
    return hidden


def find_exposed(system: System, hidden: Mask, guarded: Mask, need: Numbers) -> Indices:
    """Return guarded hidden cells whose bounds are nearer than needed, those that are quick to find first; none where all are safe."""
    low, high = find_outer_bounds(system, hidden)
    exposed = np.flatnonzero(hidden & guarded & (high - low < need))
    if len(exposed) or system.tree:
        return exposed
    low, high = find_intervals(system, hidden, np.where(guarded, need, -np.inf))
    return np.flatnonzero(hidden & guarded & (high - low < need))


def _beside(task: Task, cell: int, hidden: Mask, need: Numbers) -> tuple[int, ...]:
    """Return the candidates of which one must be hidden to protect a cell: the shown terms of the sums that expose it.

    As few sums as still expose it are kept. Then neighbours that would not help (a 0 beside a 3 leaves 0 to 3) are taken for hidden: the
    cut names those beyond them. It holds all the same: a pattern without any of the named cells leaves the cell as exposed as this one.
    """
    by_sums_alone = _width(task.system, cell, hidden, need, exact=False) < need[cell]

    def is_exposed(system: System, mask: Mask) -> bool:
        return bool(_width(system, cell, mask, need, exact=not by_sums_alone) < need[cell])

    together = task.system.connected(cell, hidden)[0]
    sums = sorted({equation for other in together for equation in task.system.equations_of[other]})
    for one in reversed(sums):  # those of earlier releases and of the whole city go first
        fewer = [other for other in sums if other != one]
        if is_exposed(task.system.restricted(fewer), hidden):
            sums = fewer
    system, wide, failed = task.system.restricted(sums), hidden.copy(), 0
    open_cells = {other for one in sums for other in task.system.cells_of[one] if task.candidates[other] and not hidden[other]}
    for other in sorted(open_cells, key=lambda other: (_room(task.system, other), other)):
        wide[other] = True
        if not is_exposed(system, wide):
            wide[other] = False
            failed += 1
            if failed == TRIES:
                break
    return tuple(sorted(other for other in open_cells if not wide[other]))


def _width(system: System, cell: int, hidden: Mask, need: Numbers, *, exact: bool) -> float:
    """Return how far apart a cell's bounds are, or at least `need`; without `exact` they may be found wider than they are."""
    enough = np.full(len(need), -np.inf)
    enough[cell] = need[cell]
    low, high = find_intervals(system, hidden, enough) if exact else find_outer_bounds(system, hidden)
    return float(high[cell] - low[cell])


def _neighbours(task: Task, cell: int, hidden: Mask) -> list[int]:
    return sorted(other for other in task.system.connected(cell, hidden)[1] if task.candidates[other])


def _room(system: System, cell: int) -> float:
    """How far a cell can move at the nearer end: hiding one with little room helps little."""
    return float(min(system.value[cell] - system.low[cell], system.high[cell] - system.value[cell]))
