"""Which counts of one indicator and year are hidden: small ones, those hidden before, and the cheapest others that keep all of them safe."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pipeline.ledger import Table
from pipeline.suppress.audit import find_outer_bounds, is_consistent
from pipeline.suppress.earlier import Block, find_blocks, find_hidden_before, find_known
from pipeline.suppress.pattern import Task, View, find_pattern
from pipeline.suppress.roles import is_small, view_with_roles
from pipeline.suppress.system import REST, Mask, System, build_system, rest_of

COSTS: Final = {"area": 1.0, "district": 1.01, "forum": 3.0}
"""What hiding a cell loses: itself. With a forum's number go the forum's index, its parts and most checks of robustness, so two areas more
are the lesser loss. Between patterns that lose as much, areas are hidden rather than districts."""

MORE_BY_DRAW: Final = 1e-3
"""Then a draw decides that nobody can repeat: by any rule that a reader knows, that one cell was hidden and not another would tell which
of two is the small one. A draw costs less than a district costs more than an area."""

Draw = Callable[[str], float]


def find_small(shares: pd.DataFrame, smallest_shown: int) -> pd.Series:
    """Mark primary cells: the count, or what is left of its base, is from 1 to `smallest_shown` − 1."""
    rest = shares["base"] - shares["count"]
    return shares["count"].between(1, smallest_shown - 1) | rest.between(1, smallest_shown - 1)


@dataclass(frozen=True)
class Pattern:
    """The hidden cells of one indicator and year, with what a reader can reckon about them.

    Attributes:
        hidden: The hidden units.
        mask: The hidden cells of the systems, the rest of the city and cells of earlier releases among them.
        sums: What a reader knows of them who adds and subtracts all releases.
        roles: What one knows of this release who can tell besides which of the hidden cells are small.
    """

    hidden: frozenset[str]
    mask: Mask
    sums: View
    roles: View


def hide_cells(today: Table, earlier: Sequence[Table], bounds: Mapping[str, tuple[int, int]], smallest_shown: int, draw: Draw) -> Pattern:
    """Find the pattern of one table.

    Args:
        today: The table with all its counts.
        earlier: The same indicator and year as they were published, the oldest first.
        bounds: Unit → what a reader knows of its count even if it is hidden, because an earlier release showed the criteria.
        smallest_shown: k.
        draw: Unit → a number from 0 to below 1 that no reader knows.
    """
    known = find_known(today, earlier)
    small = frozenset(unit for unit, cell in today.cells.items() if is_small(cell.count, cell.base, smallest_shown))
    must = small | find_hidden_before(today, earlier)
    # A count published before is no secret any more. It keeps its mark, and nothing else is hidden for its sake.
    limits = dict(bounds) | {unit: (count, count) for unit in known if (count := today.cells[unit].count) is not None}
    blocks = find_blocks(today, earlier, must, known)
    believed = _believed(today, limits, blocks, must)
    while True:
        task = _task(today, limits, believed, must, known, smallest_shown, draw)
        mask = find_pattern(task)
        sums, _ = task.views
        must = frozenset(unit for unit in today.cells if mask[sums.system.index[unit]])
        now = _believed(today, limits, blocks, must)
        if now == believed:
            system = build_system(today, limits, (), _bases(believed))
            # what the draws said is no part of what a reader knows
            return Pattern(must, mask, sums, view_with_roles(today, system, smallest_shown, lambda unit: 0.0, mask))
        believed = now  # with more hidden, more of what was said before can still be true


def _system(today: Table, limits: Mapping[str, tuple[int, int]], blocks: Sequence[Block]) -> System:
    return build_system(today, limits, [one for block in blocks for one in block.equations], _bases(blocks))


def _bases(blocks: Sequence[Block]) -> dict[str, int]:
    return {name: base for block in blocks for name, base in block.bases.items()}


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


def _task(
    today: Table,
    limits: Mapping[str, tuple[int, int]],
    blocks: Sequence[Block],
    must: Collection[str],
    known: Collection[str],
    smallest_shown: int,
    draw: Draw,
) -> Task:
    system = _system(today, limits, blocks)
    always = _always(system, today)
    candidates = ~always & ~system.mask(must) & ~system.mask(known)
    low, high = find_outer_bounds(system, always | system.mask(must) | candidates)
    rest = rest_of(today)
    guarded = ~system.mask([REST]) | (rest is not None and is_small(*rest, smallest_shown))
    sums = View(system, guarded, np.minimum(smallest_shown, high - low))
    roles = view_with_roles(today, build_system(today, limits, (), _bases(blocks)), smallest_shown, draw)
    cost = [COSTS.get(key.split(":")[0], 1.0) + MORE_BY_DRAW * draw(key) for key in system.keys]
    return Task((sums, roles), always | system.mask(must), candidates, np.array(cost))
