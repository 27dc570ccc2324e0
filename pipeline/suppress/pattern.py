"""The cheapest pattern: which further cells are hidden so that no hidden one can be pinned.

An exact minimum by implicit hitting sets, the cutting planes of Fischetti & Salazar-González (2001) with the audit as their oracle: where
a pattern leaves a cell exposed, every pattern that protects the cell must hide at least one of the shown cells beside those that hang
together with it. Such cuts are gathered, and the cheapest pattern that satisfies them all is found by integer programming, until the
audit finds nothing exposed. A cut is true of every safe pattern, so the first that passes is a cheapest one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
class View:
    """What one kind of reader knows, and what must be kept from them.

    Attributes:
        system: Cells with the bounds that this reader knows, and equations. All views number the same cells alike.
        guarded: Cells that must not be pinned when they are hidden.
        need: How far apart a guarded cell's bounds must be.
    """

    system: System
    guarded: Mask
    need: Numbers


@dataclass(frozen=True)
class Task:
    """What is to be protected.

    Attributes:
        views: The readers from whom it is protected.
        must: Cells that are hidden in any case.
        candidates: Cells that may be hidden too.
        cost: What hiding a candidate costs.
    """

    views: tuple[View, ...]
    must: Mask
    candidates: Mask
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
        task: The readers' systems with what must be hidden and may be.
        choose: Solves the cuts; where it gives up, or the cuts come to no end, cells are hidden one by one instead.
    """
    views = [replace(view, need=view.need.copy()) for view in task.views]
    hidden = task.must.copy()
    cuts: list[Cut] = []
    for _ in range(ROUNDS):
        view, exposed = find_first_exposed(views, hidden)
        if view is None:
            return hidden
        for cell in exposed.tolist():
            beside = _beside(task, view, cell, hidden)
            if beside:
                cuts.append(Cut(beside, cell, bool(task.must[cell])))
            else:  # no pattern gives it that much: what earlier releases said in a circle was not seen by the quick bounds
                everything = replace(view, need=np.full(len(view.need), np.inf))
                most = _width(everything, cell, task.must | task.candidates, exact=True)
                view.need[cell] = most if most < view.need[cell] else -np.inf
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
    views = [replace(view, need=view.need.copy()) for view in task.views]
    hidden = task.must.copy()
    while True:
        view, exposed = find_first_exposed(views, hidden)
        if view is None:
            return hidden
        cell = int(exposed[0])
        beside = sorted(other for other in view.system.connected(cell, hidden)[1] if task.candidates[other])
        if not beside:
            view.need[cell] = -np.inf
            continue
        widths = []
        for other in beside:
            hidden[other] = True
            widths.append((-min(_width(view, cell, hidden, exact=True), view.need[cell]), task.cost[other], other))
            hidden[other] = False
        hidden[min(widths)[2]] = True


def find_first_exposed(views: Sequence[View], hidden: Mask) -> tuple[View | None, Indices]:
    """Return the first view that pins a cell, with the cells; None where all are safe from all."""
    for view in views:
        exposed = find_exposed(view, hidden)
        if len(exposed):
            return view, exposed
    return None, np.array([], dtype=np.int64)


def find_exposed(view: View, hidden: Mask) -> Indices:
    """Return guarded hidden cells whose bounds are nearer than needed, those that are quick to find first; none where all are safe."""
    low, high = find_outer_bounds(view.system, hidden)
    exposed = np.flatnonzero(hidden & view.guarded & (high - low < view.need))
    if len(exposed) or view.system.tree:
        return exposed
    low, high = find_intervals(view.system, hidden, np.where(view.guarded, view.need, -np.inf))
    return np.flatnonzero(hidden & view.guarded & (high - low < view.need))


def _beside(task: Task, view: View, cell: int, hidden: Mask) -> tuple[int, ...]:
    """Return the candidates of which one must be hidden to protect a cell: the shown terms of the sums that expose it.

    As few sums as still expose it are kept. Then neighbours that would not help (a 0 beside a 3 leaves 0 to 3) are taken for hidden: the
    cut names those beyond them. It holds all the same: a pattern without any of the named cells leaves the cell as exposed as this one.
    """
    by_sums_alone = _width(view, cell, hidden, exact=False) < view.need[cell]

    def is_exposed(sums: Sequence[int], mask: Mask) -> bool:
        part = replace(view, system=view.system.restricted(sums))
        return bool(_width(part, cell, mask, exact=not by_sums_alone) < view.need[cell])

    together = view.system.connected(cell, hidden)[0]
    sums = sorted({equation for other in together for equation in view.system.equations_of[other]})
    for one in reversed(sums):  # those of earlier releases and of the whole city go first
        fewer = [other for other in sums if other != one]
        if is_exposed(fewer, hidden):
            sums = fewer
    wide, failed = hidden.copy(), 0
    open_cells = {other for one in sums for other in view.system.cells_of[one] if task.candidates[other] and not hidden[other]}
    for other in sorted(open_cells, key=lambda other: (_room(view.system, other), other)):
        wide[other] = True
        if not is_exposed(sums, wide):
            wide[other] = False
            failed += 1
            if failed == TRIES:
                break
    return tuple(sorted(other for other in open_cells if not wide[other]))


def _width(view: View, cell: int, hidden: Mask, *, exact: bool) -> float:
    """Return how far apart a cell's bounds are, or at least its need; without `exact` they may be found wider than they are."""
    enough = np.full(len(view.need), -np.inf)
    enough[cell] = view.need[cell]
    low, high = find_intervals(view.system, hidden, enough) if exact else find_outer_bounds(view.system, hidden)
    return float(high[cell] - low[cell])


def _room(system: System, cell: int) -> float:
    """How far a cell can move at the nearer end: hiding one with little room helps little."""
    return float(min(system.value[cell] - system.low[cell], system.high[cell] - system.value[cell]))
