"""The pattern of hidden cells, on trees small enough to work out by hand and on all small trees by brute force."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pipeline.ledger import CITY, Cell, Ledger, Table
from pipeline.secret import Secret
from pipeline.suppress.audit import find_intervals
from pipeline.suppress.cells import COSTS, Pattern, _task, hide_cells
from pipeline.suppress.criteria import find_bounds
from pipeline.suppress.pattern import Cut, choose_cells, find_first_exposed, find_pattern, hide_one_by_one
from pipeline.suppress.roles import view_with_roles
from pipeline.suppress.status import hide_statuses
from pipeline.suppress.system import REST, build_system

K = 5
KEY = (2025, "lavindkomst")
Counts = dict[str, list[tuple[int, int]]]


def city(districts: Counts, rest: int = 5000) -> Table:
    """Return the table of one forum F: district → (count, base) of its areas, which are named a1, a2, … for district a."""
    cells: dict[str, Cell] = {}
    for district, areas in districts.items():
        cells |= {f"area:{district}{number}@1": Cell(*area, f"district:{district}") for number, area in enumerate(areas, start=1)}
        cells[f"district:{district}"] = Cell(sum(count for count, _ in areas), sum(base for _, base in areas), "forum:F")
    sums = [cell for unit, cell in cells.items() if unit.startswith("district:")]
    cells["forum:F"] = Cell(sum(cell.count or 0 for cell in sums), sum(cell.base for cell in sums), CITY)
    return Table((rest + (cells["forum:F"].count or 0), 10 * rest + cells["forum:F"].base), cells)


def published(table: Table, pattern: Pattern) -> Table:
    """Return the table as it was published."""
    return Table(
        table.city,
        {unit: Cell(None if unit in pattern.hidden else cell.count, cell.base, cell.parent) for unit, cell in table.cells.items()},
    )


def hidden(table: Table, *earlier: Table, k: int = K) -> set[str]:
    """Return the short names of the hidden cells: a1 for an area, a for a district."""
    return {unit.split(":")[1].split("@")[0] for unit in hide_cells(table, earlier, {}, k, draw).hidden}


def draw(unit: str) -> float:
    """Return what decides between equal cells here, where it can be worked out by hand: a1 is taken first, then a2, then b1."""
    name = unit.rsplit(":", maxsplit=1)[-1].split("@", maxsplit=1)[0]
    return 0.9 if unit == REST else ("abcF".find(name[0]) + 1) / 10 + int(name[1:] or 0) / 100


def test_nothing_small_hides_nothing() -> None:
    """A release without small counts is shown whole."""
    assert hidden(city({"a": [(10, 100), (20, 100)], "b": [(0, 100), (30, 100)]})) == set()


def test_a_small_count_takes_one_neighbour_along_and_the_draw_says_which() -> None:
    """a1 = 3 would follow from a − a2 − a3; one more area of the district is enough, and no reader can say why it was that one."""
    table = city({"a": [(3, 100), (40, 900), (30, 200)], "b": [(30, 100), (30, 100)]})
    assert hidden(table) == {"a1", "a2"}
    other = hide_cells(table, (), {}, K, lambda unit: 1 - draw(unit))
    assert other.hidden == {"area:a1@1", "area:a3@1"}


def test_with_another_key_another_neighbour_may_be_taken() -> None:
    """The same key chooses the same; over several keys both neighbours are taken."""
    table = city({"a": [(3, 100), (40, 900), (30, 200)]})
    first, second = ([hide_cells(table, (), {}, K, Secret(bytes([key])).draw).hidden for key in range(8)] for _ in range(2))
    assert first == second
    assert set(first) == {frozenset({"area:a1@1", "area:a2@1"}), frozenset({"area:a1@1", "area:a3@1"})}


@pytest.mark.parametrize(("neighbour", "third"), [(5, True), (6, False), (9, False), (12, False)])
def test_a_pair_leaves_the_small_one_everything_from_1_to_4(neighbour: int, third: bool) -> None:
    """a1 + a2 = 8, where it is known that a1 is small and a2 is not, would leave a1 only 1 to 3: so another, or a third, is hidden."""
    assert ("a3" in hidden(city({"a": [(3, 100), (neighbour, 100), (40, 400)]}))) is third


def test_what_is_left_of_the_base_is_hidden_like_the_count() -> None:
    """97 of 100 says that 3 are not: the complement is as small."""
    assert hidden(city({"a": [(97, 100), (40, 900)], "b": [(30, 100), (30, 100)]})) == {"a1", "a2"}


def test_two_hidden_counts_that_sum_to_3_need_a_third() -> None:
    """a1 + a2 = 3 leaves each only 0 to 3; with a third the sum says little of any."""
    assert hidden(city({"a": [(1, 100), (2, 100), (40, 400), (50, 300)]})) == {"a1", "a2", "a3"}


def test_a_neighbour_of_0_protects_nothing() -> None:
    """a1 + a2 = 3 + 0 leaves 0 to 3, so the larger a3 is taken though its base is greater."""
    assert hidden(city({"a": [(3, 100), (0, 100), (40, 400)]})) == {"a1", "a3"}


def test_where_a_district_is_one_area_its_sum_is_hidden_too() -> None:
    """The sum is the area's count; another district is then needed, and in it an area. The forum's sum instead would be one cell less and the greater loss."""
    assert hidden(city({"a": [(40, 400), (50, 300)], "b": [(3, 100)]})) == {"b1", "b", "a", "a1"}


def test_a_forum_with_one_area_is_hidden_whole() -> None:
    """The forum's sum is the area's count; the rest of the city, which nobody prints, keeps it from being known."""
    assert hidden(city({"a": [(3, 100)]})) == {"a1", "a", "F"}


def test_a_rest_of_the_city_that_is_small_is_protected_like_a_cell() -> None:
    """The city has 3 persons beside the forum's: city − forum would tell, so the forum is hidden, a district and an area with it."""
    assert hidden(city({"a": [(40, 400), (50, 300)], "b": [(60, 100), (70, 100)]}, rest=3)) == {"F", "a", "a1"}


def test_an_area_of_fewer_than_k_persons_is_no_reason_to_hide_everything() -> None:
    """Of 4 persons never more can be hidden than 0 to 4. A second area would itself be known to within 4, so there is a third, and no more."""
    pattern = hide_cells(city({"a": [(2, 4), (40, 400), (50, 300)]}), (), {}, K, draw)
    low, high = find_intervals(pattern.sums.system, pattern.mask)
    place = pattern.sums.system.index["area:a1@1"]
    assert (low[place], high[place]) == (0, 4)
    assert len(pattern.hidden) == 3


def test_a_count_that_was_hidden_stays_hidden() -> None:
    """Month 1 hides a1 = 3 and a2 = 20 of 23. In month 2 a1 is 8, and showing a2 = 20 would tell that a1 was 3."""
    before = city({"a": [(3, 100), (20, 100)], "b": [(30, 100), (30, 100)]})
    first = hide_cells(before, (), {}, K, draw)
    assert hidden(before) == {"a1", "a2"}
    now = city({"a": [(8, 100), (20, 100)], "b": [(30, 100), (30, 100)]})
    assert hidden(now) == set()
    assert hidden(now, published(before, first)) == {"a1", "a2"}


def test_a_number_published_before_protects_nothing_any_more() -> None:
    """Month 1 shows all; in month 2 a1 has fallen to 3. Hiding a2 = 20 is no use, everyone knows it; the sums have changed and are."""
    before = city({"a": [(9, 100), (20, 100)], "b": [(30, 100), (30, 100)]})
    now = city({"a": [(3, 100), (20, 100)], "b": [(30, 100), (30, 100)]})
    assert hidden(now) == {"a1", "a2"}
    assert hidden(now, before) == {"a1", "a", "F"}


def test_the_same_release_again_hides_the_same() -> None:
    """Identical data give the same pattern, whatever else the ledger holds."""
    table = city({"a": [(3, 100), (40, 900), (30, 200)], "b": [(3, 100)]})
    first = hide_cells(table, (), {}, K, draw)
    assert hide_cells(table, (published(table, first),), {}, K, draw).hidden == first.hidden


def test_two_patterns_that_are_safe_alone_are_made_safe_together() -> None:
    """Month 1 hides a1 and a2 (23 together). In month 2 a3 has become 4: with the sum of a1 and a2 known, a3 needs more than them."""
    before = city({"a": [(3, 100), (20, 100), (30, 300), (60, 600)], "b": [(30, 100), (30, 100)]})
    first = hide_cells(before, (), {}, K, draw)
    assert hidden(before) == {"a1", "a2"}
    now = city({"a": [(3, 100), (20, 100), (4, 300), (60, 600)], "b": [(30, 100), (30, 100)]})
    assert hidden(now) == {"a1", "a2", "a3"}  # alone: 3 + 4 are small both, so that 7 says 3 or 4
    # a4 is known from month 1, so the district's sum, which has changed, is hidden
    assert hidden(now, published(before, first)) == {"a1", "a2", "a3", "a", "F"}


def test_a_count_that_was_shown_before_k_was_raised_keeps_its_mark_and_costs_nothing() -> None:
    """Published with k = 5, 7 is no secret under k = 10: it is marked, and no other cell is hidden for it."""
    table = city({"a": [(7, 100), (40, 400)], "b": [(30, 100), (30, 100)]})
    assert hidden(table, k=10) == {"a1", "a2"}
    assert hidden(table, table, k=10) == {"a1"}


def test_an_area_with_another_boundary_is_another_number() -> None:
    """The area's count under its old boundary says nothing of the new one, so it may be hidden with effect."""
    before = city({"a": [(9, 100), (20, 100)], "b": [(30, 100), (30, 100)]})
    cells = {
        unit.replace("a2@1", "a2@2"): cell for unit, cell in city({"a": [(3, 100), (20, 100)], "b": [(30, 100), (30, 100)]}).cells.items()
    }
    now = Table(before.city, cells)
    assert hidden(now, before) == {"a1", "a2"}


@pytest.mark.parametrize(
    ("count", "base", "bounds"),
    [
        (3, 1000, (0, 124)),
        (124, 1000, (0, 124)),
        (125, 1000, (125, 1000)),  # exactly on the limit is met
        (1, 12, (0, 1)),  # the limit is 1.5
        (2, 12, (2, 12)),
    ],
)
def test_what_a_criterion_tells_of_a_count(count: int, base: int, bounds: tuple[int, int]) -> None:
    """The city has 10 %, the limit is 1.25 times that; the reader knows the outcome."""
    assert find_bounds(count, base, (100, 1000), Fraction(5, 4)) == bounds


@pytest.mark.parametrize("count", [3, 6, 7])
def test_a_status_that_could_pin_a_hidden_count_is_hidden_whatever_it_is(count: int) -> None:
    """Of 12 persons the criterion (the city has 30 %) says 0 to 4 or 5 to 12: either outcome is hidden. a2's tells nothing and is shown."""
    table = city({"a": [(count, 12), (403 - count, 1000)], "b": [(300, 1000), (30, 100)]})
    table = Table((3000, 10000), table.cells)
    before = Table(table.city, {unit: replace(cell, count=None) if unit[:6] == "area:a" else cell for unit, cell in table.cells.items()})
    pattern = hide_cells(table, (before,), {}, K, draw)
    criteria = {(unit, 2025): 2 for unit in table.cells}
    untold = hide_statuses({KEY: table}, {KEY: pattern}, criteria, Ledger(), Fraction(5, 4))
    assert untold == {("area:a1@1", 2025)}


def test_of_many_cells_that_hang_together_no_status_is_shown() -> None:
    """More than six outcomes together are not tried."""
    table = city({"a": [(3, 100)] * 7 + [(60, 100)] * 2})
    pattern = hide_cells(table, (), {}, K, draw)
    criteria = {(unit, 2025): 2 for unit in table.cells}
    assert len(pattern.hidden) == 7
    untold = hide_statuses({KEY: table}, {KEY: pattern}, criteria, Ledger(), Fraction(5, 4))
    assert untold == {(unit, 2025) for unit in pattern.hidden}


def test_a_status_that_was_hidden_stays_hidden() -> None:
    """Whatever the numbers are now."""
    table = city({"a": [(30, 100), (400, 1000)]})
    before = Ledger(hidden_criteria=frozenset({("area:a2@1", 2025)}))
    pattern = hide_cells(table, (), {}, K, draw)
    assert hide_statuses({KEY: table}, {KEY: pattern}, {}, before, Fraction(5, 4)) == before.hidden_criteria


small_counts = st.sampled_from([0, 1, 2, 3, 5, 6, 9, 30])
areas = st.lists(small_counts.map(lambda count: (count, 60)), min_size=1, max_size=3)
trees = st.lists(areas, min_size=1, max_size=3).map(lambda lists: city(dict(zip("abc", lists, strict=False))))


def is_safe(table: Table, pattern: Pattern, mask: np.ndarray) -> bool:
    """Return whether every hidden cell is as far from its bounds as it can be or k."""
    roles = view_with_roles(table, build_system(table, {}, (), {}), K, draw)
    return find_first_exposed((pattern.sums, roles), mask)[0] is None


@settings(max_examples=60, deadline=None)
@given(trees)
def test_no_cheaper_pattern_is_safe(table: Table) -> None:
    """On every small tree the pattern is safe, and no set of up to four other cells that costs less is, tried one and all."""
    pattern = hide_cells(table, (), {}, K, draw)
    assert is_safe(table, pattern, pattern.mask)
    must = pattern.sums.system.mask([REST, *(unit for unit, cell in table.cells.items() if is_small(cell))])
    cost = np.array([COSTS.get(key.split(":")[0], 1.0) for key in pattern.sums.system.keys])
    spent = cost[pattern.mask & ~must].sum()
    others = np.flatnonzero(~must)
    for number in range(5):
        for chosen in combinations(others, number):
            if cost[list(chosen)].sum() < spent - 1e-6:
                mask = must.copy()
                mask[list(chosen)] = True
                assert not is_safe(table, pattern, mask), chosen


def is_small(cell: Cell) -> bool:
    """Return whether a count or its complement is from 1 to 4."""
    return 0 < (cell.count or 0) < K or 0 < cell.base - (cell.count or 0) < K


@settings(max_examples=30, deadline=None)
@given(trees)
def test_without_the_solver_the_pattern_is_safe_too(table: Table) -> None:
    """Where integer programming gives up, cells are hidden one by one: as safe, and never fewer."""
    must = {unit for unit, cell in table.cells.items() if is_small(cell)}
    task = _task(table, {}, [], must, (), K, draw)
    by_hand = hide_one_by_one(task)
    assert (find_pattern(task, lambda *_: None) == by_hand).all()
    assert find_first_exposed(task.views, by_hand)[0] is None
    assert task.cost[by_hand].sum() >= task.cost[find_pattern(task)].sum() - 1e-6


@settings(max_examples=30, deadline=None)
@given(trees, st.randoms(use_true_random=False))
def test_bounds_carried_along_a_tree_are_those_of_linear_programming(table: Table, chance: random.Random) -> None:
    """The quick audit of one release is exact."""
    system = build_system(table, {}, [], {})
    mask = np.array([key == REST or chance.random() < 0.5 for key in system.keys])
    low, high = find_intervals(system, mask)
    matrix = np.zeros((len(system.constant), len(mask)))
    matrix[system.equation, system.cell] = system.sign
    bounds = [(system.low[i], system.high[i]) if mask[i] else (system.value[i], system.value[i]) for i in range(len(mask))]
    for place in np.flatnonzero(mask):
        objective = np.zeros(len(mask))
        objective[place] = 1
        ends = [linprog(sign * objective, A_eq=matrix, b_eq=system.constant, bounds=bounds).fun * sign for sign in (1, -1)]
        assert np.allclose(ends, (low[place], high[place]))


def test_the_solver_proves_its_choice() -> None:
    """Two cuts that share a cell cost one cell."""
    chosen = choose_cells([Cut((0, 1), 3, always=True), Cut((1, 2), 4, always=True)], np.ones(5))
    assert chosen is not None
    assert chosen.tolist() == [False, True, False, False, False]
