"""How many hidden counts a reader can work out from what is about to be published, beside all that has been.

The promise is that of `docs/decisions/0004-how-small-counts-are-hidden.md`, with its two readers. What nobody could keep from them, even by
hiding everything, is no finding; nor is a count that an earlier release has printed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction

from pipeline.attack.bounds import Bounds, Key, find_bounds
from pipeline.attack.counted import count_units
from pipeline.attack.months import Limit, read_earlier, read_month
from pipeline.attack.printed import Printed, name_cell, read_book
from pipeline.attack.scene import Scene, set_scene
from pipeline.datasets import TableBook
from pipeline.ledger import Ledger, Table, TableKey, UnitYear
from pipeline.policy import Policy
from pipeline.settings import Settings
from pipeline.tables import Tables

Reader = Callable[[Mapping[TableKey, Table], Limit, Collection[Key] | None], dict[Key, Bounds]]
"""Tables, what is known of their hidden cells, and the cells that are asked about, all without them → their bounds."""


def count_exposed(book: TableBook, tables: Tables, policy: Policy, settings: Settings, ledger: Ledger) -> int:
    """Return how many hidden counts can be worked out, or were hidden once and are printed now.

    Args:
        book: The tables that are about to be published.
        tables: The checked input. Its counts tell a reader who is right from one who believes what is not so.
        policy: The criterion, of which a printed number of criteria tells.
        settings: k, the two years, the language of the tables.
        ledger: What earlier releases have shown.

    Raises:
        ArithmeticError: the tables contradict themselves.
    """
    printed, k = read_book(book, tables, policy, settings), settings.small_numbers.smallest_shown
    scene = set_scene(printed.tables, count_units(tables, settings.periods), ledger, k)
    before = [unit for unit, number in printed.told.items() if (number, str(policy.ratio)) in ledger.criteria.get(unit, ())]
    now, ever = (limit_by_criteria(told, scene, policy.ratio) for told in (printed.told, frozenset(before)))
    return len(printed.betrayed | find_uncovered(printed, ledger) | find_pinned(scene, now, ever, k) | find_told_apart(scene, now, ever, k))


def find_uncovered(printed: Printed, ledger: Ledger) -> set[Key]:
    """Return the cells that an earlier release hid and this one shows."""
    return {
        name_cell(unit, key)
        for key, table in printed.tables.items()
        for earlier in ledger.tables.get(key, ())
        for unit, cell in earlier.cells.items()
        if cell.count is None and unit in table.cells and table.cells[unit].count is not None
    }


def find_pinned(scene: Scene, now: Limit, ever: Limit, smallest_shown: int) -> set[Key]:
    """Return the cells that a reader pins between bounds nearer than k who adds and subtracts all releases.

    Args:
        scene: What there is to reckon with.
        now: What is known of a hidden cell without sums; `ever` what of it was told before, and would be known with everything hidden.
        smallest_shown: k.
    """

    def read(tables: Mapping[TableKey, Table], limit: Limit, wanted: Collection[Key] | None) -> dict[Key, Bounds]:
        today = read_month(tables, scene.rests, limit, scene.known, scene.truth)
        earlier = [
            read_earlier({key: one[key] for key in one.keys() & tables.keys()}, scene.today, scene.rests, scene.truth, number)
            for number, one in enumerate(scene.earlier)
        ]
        try:
            found = find_bounds([today, *earlier], wanted)
        except ArithmeticError:  # an earlier release that contradicts itself tells nothing
            found = find_bounds([today], wanted)
        return {cell: bounds for (number, cell), bounds in found.items() if number == 0}

    def is_pinned(cell: Key, bounds: Bounds) -> bool:
        guarded = cell[0] != "rest" or scene.is_small(cell, smallest_shown)
        return guarded and width(bounds) < smallest_shown and bounds[0] <= scene.truth[cell] <= bounds[1]

    return _nearer_than_need_be(scene, read, now, ever, is_pinned)


def find_told_apart(scene: Scene, now: Limit, ever: Limit, smallest_shown: int) -> set[Key]:
    """Return the small cells of which a reader of this release rules a number out who can tell which of the hidden cells are small.

    See `find_pinned`.
    """

    def by_role(cell: Key, base: int, _: tuple[int, int]) -> Bounds:
        count = scene.truth[cell]
        if 0 < count < smallest_shown:
            return 1, min(smallest_shown - 1, base)
        if 0 < base - count < smallest_shown:
            return max(0, base - smallest_shown + 1), base - 1
        return (count, count) if count in {0, base} else (smallest_shown, base - smallest_shown)

    def read(tables: Mapping[TableKey, Table], limit: Limit, wanted: Collection[Key] | None) -> dict[Key, Bounds]:
        today = read_month(tables, scene.rests, limit, scene.known, scene.truth)
        return {cell: bounds for (_, cell), bounds in find_bounds([today], wanted).items()}

    def is_narrow(cell: Key, bounds: Bounds) -> bool:
        return scene.is_small(cell, smallest_shown) and width(bounds) < width(by_role(cell, scene.bases[cell], (0, 0)))

    return _nearer_than_need_be(scene, read, _both(by_role, now), _both(by_role, ever), is_narrow)


def _nearer_than_need_be(
    scene: Scene, read: Reader, limit: Limit, limit_if_blind: Limit, is_near: Callable[[Key, Bounds], bool]
) -> set[Key]:
    near = {cell: bounds for cell, bounds in read(scene.today, limit, None).items() if is_near(cell, bounds)}
    if not near:
        return set()
    keys = {cell[2:] for cell in near}
    widest = read({key: scene.blind[key] for key in keys}, limit_if_blind, near)
    return {cell for cell, bounds in near.items() if width(bounds) < width(widest[cell])}


def width(bounds: Bounds) -> int:
    """Return how far apart bounds lie."""
    return bounds[1] - bounds[0]


def limit_by_criteria(told: Collection[UnitYear], scene: Scene, ratio: Fraction) -> Limit:
    """Return what a reader knows of a hidden count without sums: on which side of the limit it lies, wherever the number of criteria is told.

    More than any report says, which has the number of criteria that are met and no list of them.
    """

    def limit(cell: Key, base: int, city: tuple[int, int]) -> Bounds:
        level, unit, year, _ = cell
        if (f"{level}:{unit}", year) not in told:
            return 0, base
        least = -(-ratio.numerator * city[0] * base // (ratio.denominator * city[1]))
        return (least, base) if scene.truth[cell] >= least else (0, least - 1)

    return limit


def _both(one: Limit, other: Limit) -> Limit:
    def limit(cell: Key, base: int, city: tuple[int, int]) -> Bounds:
        (least, most), (low, high) = one(cell, base, city), other(cell, base, city)
        return max(least, low), min(most, high)

    return limit
