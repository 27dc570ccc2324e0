"""A reader who knows this program, and runs it on guesses: whatever a small count may be, some run of the program shows the very same.

For each hidden small count and each number from 1 to k − 1 another city is sought by integer programming: with that number, the same shown
ones, the same small cells and the same shown statuses. The program, with some key, must hide the same in it. So nobody who lacks the key
can rule the number out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from pipeline.intake import Intake, check_input
from pipeline.ledger import Ledger, Table, TableKey, UnitYear
from pipeline.score import score_areas
from pipeline.secret import OPEN, Secret
from pipeline.suppress.cells import Pattern, hide_cells
from pipeline.suppress.criteria import find_bounds
from pipeline.suppress.published import build_tables, list_criteria, name_units
from pipeline.suppress.release import _left_out
from pipeline.suppress.roles import is_small
from pipeline.suppress.status import hide_statuses
from pipeline.suppress.system import REST, equations_of, rest_of
from tests.build import INPUT
from tests.random_releases import K, Shape, random_intake

KEYS = [Secret(bytes([number])) for number in range(24)]
TRIES = 6
CITIES = {
    "example": lambda: check_input(INPUT),
    "planted": lambda: random_intake(3, Shape(forums=2, bases=(10, 1500))),
    "sparse": lambda: random_intake(4, Shape(forums=4, districts=2, areas=5, small=0.02, bases=(30, 1500)), plant=False),
    "tiny": lambda: random_intake(5, Shape(forums=2, districts=2, areas=3, bases=(20, 400))),
}


@dataclass(frozen=True)
class Shown:
    """What a release shows of one table, and what it came from."""

    key: TableKey
    table: Table
    pattern: Pattern
    criteria: dict[UnitYear, int]
    untold: frozenset[UnitYear]
    intake: Intake

    def looks_the_same(self, other: Table) -> bool:
        """Return whether some key hides the same cells and statuses of another city."""
        for secret in KEYS:
            pattern = hide_cells(other, (), {}, K, partial(secret.draw, *self.key))
            if pattern.hidden == self.pattern.hidden:
                return _untold(self.key, other, pattern, self.criteria, self.intake) == self.untold
        return False


def _untold(key: TableKey, table: Table, pattern: Pattern, criteria: dict[UnitYear, int], intake: Intake) -> frozenset[UnitYear]:
    return hide_statuses({key: table}, {key: pattern}, criteria, Ledger(), intake.policy.ratio)


def tables_of(intake: Intake) -> Iterator[Shown]:
    """Yield the tables that hide something."""
    scores = score_areas(intake.tables, intake.policy, intake.settings.periods)
    shares = scores.shares
    criteria = list_criteria(scores.units, name_units(scores.units, intake.tables))
    tables = build_tables(shares, name_units(shares, intake.tables), intake.tables, _left_out(shares, intake.settings))
    for key, table in tables.items():
        pattern = hide_cells(table, (), {}, K, partial(OPEN.draw, *key))
        if pattern.hidden:
            yield Shown(key, table, pattern, criteria, _untold(key, table, pattern, criteria, intake), intake)


def class_of(count: int, base: int) -> tuple[int, int]:
    """Return what is known of a cell who knows whether it is small, and whether it is none or all."""
    if 0 < count < K:
        return 1, min(K - 1, base)
    if 0 < base - count < K:
        return base - K + 1, base - 1
    return (count, count) if count in {0, base} else (K, base - K)


def other_cities(shown: Shown, unit: str, count: int) -> Iterator[Table]:
    """Yield cities in which the unit has another count, and everything shown is as it was."""
    table, rng = shown.table, np.random.default_rng(count)
    rest = rest_of(table)
    names = [*shown.pattern.hidden, *([REST] if rest else [])]
    place = {name: number for number, name in enumerate(names)}
    low, high = np.zeros(len(names)), np.zeros(len(names))
    for name, number in place.items():
        true, base = rest if name == REST and rest else (table.cells[name].count or 0, table.cells[name].base)
        least, most = class_of(true, base)
        if (name, shown.key[0]) in shown.criteria and (name, shown.key[0]) not in shown.untold:
            told = find_bounds(true, base, table.city, shown.intake.policy.ratio)
            least, most = max(least, told[0]), min(most, told[1])
        low[number], high[number] = least, most
    low[place[unit]] = high[place[unit]] = count
    rows = [one for one in equations_of(table, every=True) if one.terms.keys() & place.keys()]
    matrix, target = np.zeros((len(rows), len(names))), np.zeros(len(rows))
    for row, one in enumerate(rows):
        target[row] = one.constant
        for name, sign in one.terms.items():
            if name in place:
                matrix[row, place[name]] = sign
            else:
                target[row] -= sign * (table.cells[name].count or 0)
    for _ in range(TRIES):
        solved = milp(
            rng.normal(size=len(names)),
            integrality=np.ones(len(names)),
            bounds=Bounds(low, high),
            constraints=LinearConstraint(matrix, target, target),
        )
        if solved.status != 0:
            return
        counts = {name: round(float(solved.x[number])) for name, number in place.items()}
        cells = {name: replace(cell, count=counts.get(name, cell.count)) for name, cell in table.cells.items()}
        yield Table(table.city, cells)


def ruled_out(shown: Shown) -> list[tuple[TableKey, str, int]]:
    """Return the numbers that a reader can rule out, where hiding more could have kept them possible."""
    found = []
    for unit in sorted(shown.pattern.hidden):
        cell = shown.table.cells[unit]
        if is_small(cell.count, cell.base, K):
            least, most = class_of(cell.count or 0, cell.base)
            found += [
                (shown.key, unit, count)
                for count in range(least, most + 1)
                if count != cell.count and not any(map(shown.looks_the_same, other_cities(shown, unit, count)))
            ]
    return found


@pytest.mark.parametrize("name", CITIES)
def test_who_knows_the_program_can_rule_no_number_out(name: str) -> None:
    """Each small count can be every number from 1 to 4 for a reader who has all but the key."""
    shown = list(tables_of(CITIES[name]()))
    assert shown
    assert [one for each in shown for one in ruled_out(each)] == []
