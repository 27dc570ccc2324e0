"""What a reader knows who can tell which of the hidden cells are small: by knowing the place, or from how this program chooses.

Enters: a table with all its counts. Leaves: a view in which a small cell is known to be from 1 to k − 1, and every other cell not to be.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pipeline.ledger import Table
from pipeline.suppress.audit import find_outer_bounds
from pipeline.suppress.pattern import View
from pipeline.suppress.system import REST, Mask, System, rest_of


def is_small(count: int | None, base: int, smallest_shown: int) -> bool:
    """Return whether a cell is primary: its count, or what is left of its base, is from 1 to `smallest_shown` − 1."""
    return count is not None and (0 < count < smallest_shown or 0 < base - count < smallest_shown)


def view_with_roles(today: Table, system: System, smallest_shown: int, draw: Callable[[str], float], mask: Mask | None = None) -> View:
    """Return the view. A small cell is safe in it where it can still be everything from 1 to k − 1, or whatever hiding more would leave.

    Cells that are not small need nothing: large numbers are no secret.

    Args:
        today: The table with all its counts.
        system: Its cells with what is known of them anyway, and the sums of this release alone.
        smallest_shown: k.
        draw: Unit → a number from 0 to below 1 that no reader knows. It says how far from small a cell must be to protect others:
            were that the same for all, that a cell was taken would tell how large it is, and so how small the other is.
        mask: The most that can be hidden; without it, everything.
    """
    cells = {unit: (cell.count, cell.base) for unit, cell in today.cells.items() if cell.count is not None}
    rest = rest_of(today)
    if rest is not None:
        cells[REST] = rest
    guarded = np.zeros(len(system.keys), dtype=bool)
    for unit, (count, base) in cells.items():
        guarded[system.index[unit]] = is_small(count, base, smallest_shown)
    most = np.ones(len(guarded), dtype=bool) if mask is None else mask
    views = []
    for factor in (1.0, 0.0):
        known = system.bounded({unit: _class_of(count, base, smallest_shown, factor * draw(unit)) for unit, (count, base) in cells.items()})
        low, high = find_outer_bounds(known, most)
        views.append(View(known, guarded, high - low))
    # where cells that are far from small are too few, any that is not small must do
    drawn, plain = views
    return plain if (drawn.need < plain.need)[guarded].any() else drawn


def _class_of(count: int, base: int, smallest_shown: int, drawn: float) -> tuple[int, int]:
    """Return what a count can be for who knows that it is small, none, all, or neither; a large one protects others from its draw on."""
    if 0 < count < smallest_shown:
        return 1, min(smallest_shown - 1, base)
    if 0 < base - count < smallest_shown:
        return base - smallest_shown + 1, base - 1
    enough = smallest_shown + int(drawn * (smallest_shown - 1))
    if min(count, base - count) >= enough:
        return smallest_shown, base - smallest_shown
    return count, count
