"""Which counts of one indicator and year are hidden: small ones, those hidden before, and the cheapest others that keep all of them safe."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from pipeline.ledger import Table
from pipeline.suppress.audit import find_outer_bounds, is_consistent
from pipeline.suppress.earlier import Block, find_blocks, find_hidden_before, find_known
from pipeline.suppress.pattern import Task, find_pattern
from pipeline.suppress.system import REST, Mask, Numbers, System, build_system, rest_of

COSTS: Final = {"area": 1.0, "district": 1.01, "forum": 3.0}
"""What hiding a cell loses: itself. With a forum's number go the forum's index, its parts and most checks of robustness, so two areas more
are the lesser loss. Between patterns that lose as much, areas are hidden rather than districts."""

MORE_FOR_BASE: Final = 1e-4
"""Then small bases are hidden rather than large ones: all of them together cost less than a district more than an area."""


def find_small(shares: pd.DataFrame, smallest_shown: int) -> pd.Series:
    """Mark primary cells: the count, or what is left of its base, is from 1 to `smallest_shown` − 1."""
    rest = shares["base"] - shares["count"]
    return shares["count"].between(1, smallest_shown - 1) | rest.between(1, smallest_shown - 1)


@dataclass(frozen=True)
class Pattern:
    """The hidden cells of one indicator and year, with what a reader can reckon about them.

    Attributes:
        hidden: The hidden units.
        system: The cells and equations of today and of earlier releases.
        mask: The hidden cells of the system, the rest of the city and cells of earlier releases among them.
        guarded: Those that must not be pinned.
        need: How far apart their bounds must be: k, or what is left where even hiding everything gives less.
    """

    hidden: frozenset[str]
    system: System
    mask: Mask
    guarded: Mask
    need: Numbers


def hide_cells(today: Table, earlier: Sequence[Table], bounds: Mapping[str, tuple[int, int]], smallest_shown: int) -> Pattern:
    """Find the pattern of one table.

    Args:
        today: The table with all its counts.
        earlier: The same indicator and year as they were published, the oldest first.
        bounds: Unit → what a reader knows of its count even if it is hidden, because an earlier release showed the criteria.
        smallest_shown: k.
    """
    known = find_known(today, earlier)
    small = frozenset(unit for unit, cell in today.cells.items() if _is_small(cell.count, cell.base, smallest_shown))
    must = small | find_hidden_before(today, earlier)
    # A count published before is no secret any more. It keeps its mark, and nothing else is hidden for its sake.
    limits = dict(bounds) | {unit: (count, count) for unit in known if (count := today.cells[unit].count) is not None}
    blocks = find_blocks(today, earlier, must, known)
    rest = rest_of(today)
    secret_rest = rest is not None and _is_small(*rest, smallest_shown)
    believed = _believed(today, limits, blocks, must)
    while True:
        task = _task(_system(today, limits, believed), today, must, known, secret_rest=secret_rest, smallest_shown=smallest_shown)
        mask = find_pattern(task)
        must = frozenset(unit for unit in today.cells if mask[task.system.index[unit]])
        now = _believed(today, limits, blocks, must)
        if now == believed:
            return Pattern(must, task.system, mask, task.guarded, task.need)
        believed = now  # with more hidden, more of what was said before can still be true


def _is_small(count: int | None, base: int, smallest_shown: int) -> bool:
    return count is not None and (0 < count < smallest_shown or 0 < base - count < smallest_shown)


def _system(today: Table, limits: Mapping[str, tuple[int, int]], blocks: Sequence[Block]) -> System:
    bases = {name: base for block in blocks for name, base in block.bases.items()}
    return build_system(today, limits, [one for block in blocks for one in block.equations], bases)


def _believed(today: Table, limits: Mapping[str, tuple[int, int]], blocks: Sequence[Block], hidden: Collection[str]) -> list[Block]:
    """Return the blocks of earlier releases that can still be true beside today's shown numbers, the latest first.

    What contradicts today's numbers has changed since, and a reader sees that too. Of a block that does, each sum is tried by itself.
    """
    if not blocks or _consistent(_system(today, limits, blocks), today, hidden):
        return list(blocks)
    kept: list[Block] = []
    for block in blocks:
        for part in (block, *(Block((one,), block.bases) for one in block.equations)):
            if _consistent(_system(today, limits, [*kept, part]), today, hidden):
                kept.append(part)
                if part is block:
                    break
    return kept


def _consistent(system: System, today: Table, hidden: Collection[str]) -> bool:
    return is_consistent(system, _always(system, today) | system.mask(hidden))


def _always(system: System, today: Table) -> Mask:
    """Mark the cells that no report of today shows: the rest of the city, and those of earlier releases alone."""
    return np.array([key not in today.cells for key in system.keys], dtype=bool)


def _task(system: System, today: Table, must: Collection[str], known: Collection[str], *, secret_rest: bool, smallest_shown: int) -> Task:
    always = _always(system, today)
    candidates = ~always & ~system.mask(must) & ~system.mask(known)
    low, high = find_outer_bounds(system, always | system.mask(must) | candidates)
    guarded = ~system.mask([REST]) | secret_rest
    order = np.argsort(np.argsort(system.high, kind="stable"), kind="stable")
    cost = np.array([COSTS.get(key.split(":")[0], 1.0) for key in system.keys]) + MORE_FOR_BASE * order / len(order)
    return Task(system, always | system.mask(must), candidates, guarded, np.minimum(smallest_shown, high - low), cost)


def with_bounds(system: System, bounds: Mapping[str, tuple[int, int]]) -> System:
    """Return the system with tighter bounds on some cells."""
    low, high = system.low.copy(), system.high.copy()
    for key, (least, most) in bounds.items():
        place = system.index[key]
        low[place], high[place] = max(low[place], least), min(high[place], most)
    return replace(system, low=low, high=high)
