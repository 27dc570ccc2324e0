"""A reader who adds, subtracts and has a solver: each hidden cell's least and most, by linear programming over all that is published.

Enters: what one or several releases show. Leaves: bounds. Of numbers hidden in two releases the reader believes that they have not changed
wherever the sums of both allow it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array, eye_array, hstack
from scipy.sparse.csgraph import connected_components

Key: TypeAlias = tuple[str, str, int, str]
"""Level, unit, year, indicator; the rest of the city is the level ``rest``."""

Name: TypeAlias = tuple[int, Key]
"""A cell of one of the releases."""

Bounds: TypeAlias = tuple[int, int]

SLACK: Final = 1e-6


@dataclass(frozen=True)
class Month:
    """What one release shows.

    Attributes:
        shown: Shown cells with their counts.
        hidden: Hidden cells with least and most for all that the reader knows without sums.
        sums: Lists of (cell, sign) that add up to a number.
        truth: The true counts as far as anybody knows them; only used to say which shown cells of another release are still the same.
        base: The bases.
    """

    shown: Mapping[Key, int]
    hidden: Mapping[Key, Bounds]
    sums: Sequence[tuple[Sequence[tuple[Key, int]], int]]
    truth: Mapping[Key, int] = field(default_factory=dict)
    base: Mapping[Key, int] = field(default_factory=dict)


def find_bounds(months: Sequence[Month], wanted: Collection[Key] | None = None) -> dict[Name, Bounds]:
    """Return the least and the most that every hidden cell of every release can be.

    Args:
        months: What the releases show.
        wanted: Cells that are asked about; without them, all.

    Raises:
        ArithmeticError: what one release shows contradicts itself.
    """
    apart: set[Name] = set()
    while True:
        variables, known, limits = _variables(months, apart)
        matrix, targets = _equations(months, variables, known, len(limits))
        labels = _parts(matrix) if limits else []
        wrong = [] if len(months) == 1 or not limits else _contradicted(limits, matrix, targets)
        broken = {labels[column] for column in wrong}
        further = {name for name, column in variables.items() if labels[column] in broken} - apart
        if not further:
            break
        apart |= further
    asked = {name: column for name, column in variables.items() if wanted is None or name[1] in wanted}
    least, most = _solve(limits, matrix, targets, sorted(set(asked.values())))
    return {name: (least[column], most[column]) for name, column in asked.items()} | {name: (value, value) for name, value in known.items()}


def _variables(months: Sequence[Month], apart: Collection[Name]) -> tuple[dict[Name, int], dict[Name, int], list[list[int]]]:
    """Return each hidden cell's variable, or its value where another release shows it, and the variables' limits."""
    variables: dict[Name, int] = {}
    known: dict[Name, int] = {}
    limits: list[list[int]] = []
    for number, month in enumerate(months):
        for key, (least, most) in month.hidden.items():
            others = [other for other in range(len(months)) if other != number]
            same = [other for other in others if key in months[other].shown and months[other].shown[key] == month.truth.get(key)]
            believed = [other for other in others if (other, key) not in apart and (number, key) not in apart]
            twin = next((variables[other, key] for other in believed if (other, key) in variables), None)
            if same:
                known[number, key] = months[same[0]].shown[key]
            elif twin is not None and max(limits[twin][0], least) <= min(limits[twin][1], most):
                variables[number, key] = twin
                limits[twin] = [max(limits[twin][0], least), min(limits[twin][1], most)]
            else:
                variables[number, key] = len(limits)
                limits.append([least, most])
    return variables, known, limits


def _equations(
    months: Sequence[Month], variables: Mapping[Name, int], known: Mapping[Name, int], number_of_variables: int
) -> tuple[Any, list[int]]:
    """Return the sums with a hidden cell in them; of sums that say the same of the same cells one."""
    said: dict[tuple[tuple[tuple[int, int], ...], int], None] = {}
    for number, month in enumerate(months):
        for terms, constant in month.sums:
            unknown = tuple(sorted((variables[number, key], sign) for key, sign in terms if (number, key) in variables))
            if unknown:
                told = sum(
                    sign * known.get((number, key), month.shown.get(key, 0)) for key, sign in terms if (number, key) not in variables
                )
                said[unknown, constant - told] = None
    edges = [(row, column, sign) for row, (unknown, _) in enumerate(said) for column, sign in unknown]
    rows, columns, signs = zip(*edges, strict=True) if edges else ((), (), ())
    matrix = coo_array((np.array(signs, dtype=float), (rows, columns)), shape=(len(said), number_of_variables))
    return matrix, [target for _, target in said]


def _parts(matrix: Any) -> Any:
    """Return for each variable the number of the part that hangs together which it lies in."""
    return connected_components(coo_array(matrix.T @ matrix), directed=False)[1]


def _contradicted(limits: list[list[int]], matrix: Any, targets: list[int]) -> list[int]:
    """Return variables of sums that cannot be true together: the sums that miss their number when all misses are as small as can be."""
    sums, number = matrix.shape
    slack = hstack([matrix, eye_array(sums), -eye_array(sums)]).tocsr()
    objective = np.concatenate([np.zeros(number), np.ones(2 * sums)])
    found = _minimise(objective, slack, targets, [*limits, *[[0, None]] * (2 * sums)])
    missed = np.abs(found[number : number + sums] - found[number + sums :]) > SLACK
    return [int(column) for row, column in zip(matrix.row, matrix.col, strict=True) if missed[row]]


def _solve(limits: list[list[int]], matrix: Any, targets: list[int], asked: list[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Minimise and maximise these variables: one of every connected part in the same program, as they do not touch each other."""
    least, most = dict[int, int](), dict[int, int]()
    if not asked:
        return least, most
    part = pd.Series(_parts(matrix)[asked], index=asked)
    equations = matrix.tocsr()
    for _, chosen in part.groupby(part.groupby(part).cumcount()):
        columns = chosen.index.to_numpy()
        objective = np.zeros(len(limits))
        objective[columns] = 1.0
        low, high = (_minimise(direction * objective, equations, targets, limits) for direction in (1.0, -1.0))
        for column in columns.tolist():
            least[column], most[column] = int(np.ceil(low[column] - SLACK)), int(np.floor(high[column] + SLACK))
    return least, most


def _minimise(objective: Any, matrix: Any, targets: list[int], limits: Sequence[Sequence[int | None]]) -> Any:
    solved = linprog(objective, A_eq=matrix, b_eq=targets, bounds=limits, method="highs")  # type: ignore[call-overload]  # scipy's types know neither a sparse matrix nor bounds as lists here
    if solved.status != 0:
        raise ArithmeticError(solved.message)
    return solved.x
