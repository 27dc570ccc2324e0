"""A reader who adds, subtracts and has a solver: pins each hidden cell between bounds, by linear programming over all that is published.

Enters: what one or several releases show. Leaves: each hidden cell's least and most. Never: a line of `pipeline.suppress`; this is a
second opinion. The reader knows more than any real one: every base, every shown count exactly, for every hidden cell of a unit whose
number of criteria is shown whether its criterion is met, and which of the numbers that are shown in one release and hidden in another have not changed. Of numbers hidden in both, the reader believes that
they have not changed wherever the sums of the two releases allow it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array, eye_array, hstack
from scipy.sparse.csgraph import connected_components

from pipeline.intake import Intake
from pipeline.release import Release

Key = tuple[str, str, int, str]
"""Level, unit, year, indicator; the rest of the city is the level ``rest``."""


@dataclass(frozen=True)
class Month:
    """What one release shows.

    Attributes:
        shown: Shown cells with their counts.
        hidden: Hidden cells with least and most from the base and the criteria.
        sums: Lists of (cell, sign) that add up to a number.
        truth: The true counts; only used to say which cells have not changed.
        base: The bases.
    """

    shown: Mapping[Key, int]
    hidden: Mapping[Key, tuple[int, int]]
    sums: Sequence[tuple[Sequence[tuple[Key, int]], int]]
    truth: Mapping[Key, int] = field(default_factory=dict)
    base: Mapping[Key, int] = field(default_factory=dict)


def read_month(
    release: Release, intake: Intake, truth: pd.DataFrame, *, hidden: Collection[Key] | None = None, later: Release | None = None
) -> Month:
    """Return what a release shows.

    Args:
        release: The release; from it come which cells and which numbers of criteria are shown.
        intake: Which area belongs where, and the city's counts.
        truth: level, unit_id, year, indicator, count, base of all cells.
        hidden: Other hidden cells than the release's, for an attack on what would have been.
        later: A later release: numbers of criteria that it has too are put to use, and others are of other counts.
    """
    tables = intake.tables
    counts = {
        (str(row.level), str(row.unit_id), int(row.year), str(row.indicator)): (int(row.count_), int(row.base))
        for row in truth[truth["count"].notna()].rename(columns={"count": "count_"}).itertuples()
    }
    marks = release.shares[release.shares["hidden"]]
    secret = set(zip(marks["level"].map(str), marks["unit_id"], marks["year"].map(int), marks["indicator"], strict=True))
    secret = secret if hidden is None else set(hidden)
    city = {(int(row.year), str(row.indicator)): (int(row[3]), int(row[4])) for row in tables.city.itertuples()}
    status = release.units[~release.units["status_hidden"]]
    if later is not None:
        status = status.merge(later.units, on=["level", "unit_id", "year", "criteria"], suffixes=("", "_later"))
    told = set(zip(status["level"].map(str), status["unit_id"], status["year"].map(int), strict=True))
    bounds: dict[Key, tuple[int, int]] = {}
    for key in secret:
        count, base = counts[key]
        least, most = 0, base
        if key[:3] in told:
            city_count, city_base = city[key[2], key[3]]
            limit = intake.policy.ratio * Fraction(city_count, city_base) * base
            if count >= limit:
                least = -(-limit.numerator // limit.denominator)
            else:
                most = -(-limit.numerator // limit.denominator) - 1
        bounds[key] = (least, most)
    sums = list(_sums(intake, counts, city))
    for terms, _ in sums:
        for key, _ in terms:
            if key[0] == "rest":
                forums = [other for other, _ in terms if other != key]
                city_count, city_base = city[key[2], key[3]]
                counts[key] = (city_count - sum(counts[other][0] for other in forums), 0)
                bounds[key] = (0, city_base - sum(counts[other][1] for other in forums))
    shown = {key: count for key, (count, _) in counts.items() if key not in bounds}
    return Month(shown, bounds, sums, {key: count for key, (count, _) in counts.items()}, {key: base for key, (_, base) in counts.items()})


def _sums(intake: Intake, counts: Mapping[Key, tuple[int, int]], city: Mapping[tuple[int, str], tuple[int, int]]) -> object:
    """Yield the sums: areas of a district, districts of a forum, forums and the rest of the city."""
    areas, periods = intake.tables.areas, intake.settings.periods
    of_district = {str(name): list(part["area_id"]) for name, part in areas.groupby("district_id")}
    of_forum = {str(name): sorted(set(part["district_id"])) for name, part in areas.groupby("forum_id")}
    for year, indicator in city:
        years = (periods.before, periods.now) if year in (periods.before, periods.now) else (year,)
        for district, members in of_district.items():
            parts = [("area", area, year, indicator) for area in members if all(("area", area, one, indicator) in counts for one in years)]
            if parts:
                yield [*((part, 1) for part in parts), (("district", district, year, indicator), -1)], 0
        for forum, members in of_forum.items():
            parts = [key for one in members if (key := ("district", one, year, indicator)) in counts]
            if parts:
                yield [*((part, 1) for part in parts), (("forum", forum, year, indicator), -1)], 0
        forums = [key for forum in of_forum if (key := ("forum", forum, year, indicator)) in counts]
        yield [*((forum, 1) for forum in forums), (("rest", "", year, indicator), 1)], city[year, indicator][0]


def attack(months: Sequence[Month], *, all_known: bool = False) -> dict[tuple[int, Key], tuple[int, int]]:
    """Return the bounds of every hidden cell of every month.

    Args:
        months: What the releases show.
        all_known: The reader knows of every hidden number too whether it has changed, which nobody does who does not know the numbers.
    """
    apart: set[tuple[int, Key]] = set()
    while True:
        variables, known, limits = _variables(months, apart, all_known=all_known)
        matrix, targets = _equations(months, variables, known, len(limits))
        labels = connected_components(coo_array(matrix.T @ matrix), directed=False)[1] if limits else []
        wrong = [] if all_known or len(months) == 1 else _contradicted(limits, matrix, targets)
        broken = {labels[column] for column in wrong}
        further = {name for name, column in variables.items() if labels[column] in broken} - apart
        if not further:
            break
        apart |= further
    least, most = _solve(limits, matrix, targets)
    found = {name: (least[column], most[column]) for name, column in variables.items()}
    return found | {name: (value, value) for name, value in known.items()}


def _variables(
    months: Sequence[Month], apart: Collection[tuple[int, Key]], *, all_known: bool
) -> tuple[dict[tuple[int, Key], int], dict[tuple[int, Key], int], list[list[int]]]:
    """Return each hidden cell's variable, or its value where another release shows it, and the variables' limits."""
    variables: dict[tuple[int, Key], int] = {}
    known: dict[tuple[int, Key], int] = {}
    limits: list[list[int]] = []
    for number, month in enumerate(months):
        for key, (least, most) in month.hidden.items():
            others = [other for other in range(len(months)) if other != number]
            same = [other for other in others if months[other].truth.get(key) == month.truth[key]]
            value = next((months[other].shown[key] for other in same if key in months[other].shown), None)
            believed = same if all_known else [other for other in others if (other, key) not in apart and (number, key) not in apart]
            twin = next((variables[other, key] for other in believed if (other, key) in variables), None)
            if value is not None:
                known[number, key] = value
            elif twin is not None and max(limits[twin][0], least) <= min(limits[twin][1], most):
                variables[number, key] = twin
                limits[twin] = [max(limits[twin][0], least), min(limits[twin][1], most)]
            else:
                variables[number, key] = len(limits)
                limits.append([least, most])
    return variables, known, limits


def _equations(
    months: Sequence[Month], variables: Mapping[tuple[int, Key], int], known: Mapping[tuple[int, Key], int], number_of_variables: int
) -> tuple[coo_array, list[int]]:
    rows, columns, signs, targets = [], [], [], []
    for number, month in enumerate(months):
        for terms, constant in month.sums:
            unknown = [(variables[number, key], sign) for key, sign in terms if (number, key) in variables]
            if unknown:
                told = sum(
                    sign * known.get((number, key), month.shown.get(key, 0)) for key, sign in terms if (number, key) not in variables
                )
                rows += [len(targets)] * len(unknown)
                columns += [column for column, _ in unknown]
                signs += [float(sign) for _, sign in unknown]
                targets.append(constant - told)
    return coo_array((signs, (rows, columns)), shape=(len(targets), number_of_variables)), targets


def _contradicted(limits: list[list[int]], matrix: coo_array, targets: list[int]) -> list[int]:
    """Return variables of sums that cannot be true together: the sums that miss their number when all misses are as small as can be."""
    number, sums = matrix.shape[1], matrix.shape[0]
    slack = hstack([matrix, eye_array(sums), -eye_array(sums)]).tocsr()
    objective = np.concatenate([np.zeros(number), np.ones(2 * sums)])
    solved = linprog(objective, A_eq=slack, b_eq=targets, bounds=[*limits, *[[0, None]] * (2 * sums)], method="highs")
    assert solved.status == 0, solved.message
    missed = np.abs(solved.x[number : number + sums] - solved.x[number + sums :]) > 1e-6
    return [int(column) for row, column in zip(matrix.row, matrix.col, strict=True) if missed[row]]


def _solve(limits: list[list[int]], matrix: coo_array, targets: list[int]) -> tuple[list[int], list[int]]:
    """Minimise and maximise each variable: one of every connected part in the same program, as they do not touch each other."""
    number = len(limits)
    if not number:
        return [], []
    touching = coo_array(matrix.T @ matrix) if len(targets) else coo_array((number, number))
    labels = connected_components(touching, directed=False)[1]
    places = pd.Series(labels).groupby(labels).cumcount().to_numpy()
    ends = ([0] * number, [0] * number)
    for place in range(int(places.max()) + 1):
        chosen = np.flatnonzero(places == place)
        for direction, end in ((1.0, ends[0]), (-1.0, ends[1])):
            objective = np.zeros(number)
            objective[chosen] = direction
            solved = linprog(objective, A_eq=matrix.tocsr(), b_eq=targets, bounds=limits, method="highs")
            assert solved.status == 0, solved.message
            for column in chosen:
                end[column] = round(float(solved.x[column]))
    return ends
