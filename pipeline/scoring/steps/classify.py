"""Classify: number of criteria met, statuses with three values (1.0 yes, 0.0 no, NaN unknown), ranks and quantiles."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from pipeline.scoring.steps.criteria import OPERATORS
from pipeline.scoring.steps.panel import NOISE, Numbers, level_out
from pipeline.scoring.steps.ranks import rank
from pipeline.settings.policy.model import Policy, Status
from pipeline.settings.policy.parts import Index, Quantiles


def count_met(met: Numbers) -> tuple[Numbers, Numbers]:
    """Return the number of criteria met and the number unknown; the last axis holds the criteria."""
    return np.asarray((met == 1.0).sum(axis=-1), dtype=float), np.asarray(np.isnan(met).sum(axis=-1), dtype=float)


def at_least(met: Numbers, minimum: int) -> Numbers:
    """Return whether at least `minimum` criteria are met: known once the missing ones cannot change it."""
    number, unknown = count_met(met)
    return np.where(number >= minimum, 1.0, np.where(number + unknown < minimum, 0.0, np.nan))


def both(first: Numbers, second: Numbers) -> Numbers:
    """Return whether both hold: no if either is no, unknown if the other does not decide."""
    return np.where((first == 0.0) | (second == 0.0), 0.0, first * second)


def find_statuses(
    policy: Policy, met: Mapping[str, Numbers], index: Numbers | None, population: Numbers | None, years: tuple[int, ...]
) -> dict[str, Numbers]:
    """Return each status of the policy, areas × years.

    Args:
        policy: Its statuses, ordered so that each follows those it requires.
        met: Indicator → whether its criterion is met.
        index: The index; None if the policy has none.
        population: Residents, for the policy's minimum.
        years: The calendar years of the columns.
    """
    found: dict[str, Numbers] = {}
    for status in policy.statuses:
        holds = np.ones_like(next(array for array in (*met.values(), index) if array is not None))
        for condition in _conditions(policy, status, met, index, found):
            holds = both(holds, condition)
        if policy.minimum_population is not None and population is not None:
            large = np.where(np.isnan(population), np.nan, (population >= policy.minimum_population).astype(float))
            holds = both(holds, large)
        found[status.id] = in_each_year(holds, years, status.years)
    return found


def _conditions(
    policy: Policy, status: Status, met: Mapping[str, Numbers], index: Numbers | None, found: Mapping[str, Numbers]
) -> list[Numbers]:
    conditions = [met[name] for name in status.must_meet] + [found[name] for name in status.requires]
    if status.minimum_criteria is not None:
        counted = status.criteria or tuple(indicator.id for indicator in policy.criteria)
        conditions.append(at_least(np.stack([met[name] for name in counted], axis=-1), status.minimum_criteria))
    if index is not None and policy.index is not None:
        if status.index is not None:
            limit = float(status.index.value)
            settled = np.where(np.abs(index - limit) <= NOISE * max(1.0, abs(limit)), limit, index)
            conditions.append(np.where(np.isnan(index), np.nan, OPERATORS[status.index.operator](settled, limit).astype(float)))
        if status.highest_part is not None:
            conditions.append(among_highest(index, policy.index, Fraction(status.highest_part)))
    return conditions


def in_each_year(holds: Numbers, years: tuple[int, ...], number: int) -> Numbers:
    """Return whether it holds in each of the last `number` calendar years; unknown if one of them has no numbers."""
    if number == 1:
        return holds
    columns = {year: holds[:, place] for place, year in enumerate(years)}
    unknown = np.full(len(holds), np.nan)
    result = np.empty_like(holds)
    for place, year in enumerate(years):
        column = np.ones(len(holds))
        for back in range(number):
            column = both(column, columns.get(year - back, unknown))
        result[:, place] = column
    return result


def worseness(index: Numbers, rule: Index) -> Numbers:
    """Return the index, negated if necessary so that higher is worse."""
    return index if rule.higher == "worse" else -index


def rank_deprived(index: Numbers, rule: Index) -> Numbers:
    """Return ranks within each year: 1 is the most deprived, ties share the lowest rank, NaN has none."""
    return rank(level_out(-worseness(index, rule)))


def among_highest(index: Numbers, rule: Index, part: Fraction) -> Numbers:
    """Return whether an area is among the most deprived `part` of the year's areas: beyond the quantile 1 − part, interpolated linearly."""
    worse = level_out(worseness(index, rule))
    known = ~np.isnan(worse)
    limits = np.array([cut(year[have], 1 - part) if have.any() else np.nan for year, have in zip(worse.T, known.T, strict=True)])
    return np.where(known, (worse > limits).astype(float), np.nan)


def cut(values: Numbers, part: Fraction) -> float:
    """Return a quantile, interpolated linearly between the two nearest values; exact if it falls on one (Hyndman and Fan, type 7)."""
    ordered = np.sort(values)
    place, rest = divmod(part * (len(ordered) - 1), 1)
    low = float(ordered[int(place)])
    return low if not rest else low + float(rest) * (float(ordered[int(place) + 1]) - low)


def find_quantiles(index: Numbers, rule: Quantiles) -> Numbers:
    """Return each area's group within its year, 1 to `number`; NaN without an index.

    With cut_points a group includes its upper quantile (linear interpolation); with equal_count it is ⌈rank · number / areas⌉.
    """
    ordered = level_out(index if rule.first == "lowest" else -index)
    groups = np.full_like(index, np.nan)
    for place in range(index.shape[1]):
        have = ~np.isnan(ordered[:, place])
        values = ordered[have, place]
        if not values.size:
            continue
        if rule.method == "cut_points":
            cuts = [cut(values, Fraction(place, rule.number)) for place in range(1, rule.number)]
            groups[have, place] = 1 + np.searchsorted(cuts, values, side="left")
        else:
            groups[have, place] = np.ceil(rank(values[:, np.newaxis])[:, 0] * rule.number / values.size)
    return groups
