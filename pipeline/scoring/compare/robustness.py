"""Robustness of each status and direction: a thousand alternative calculations, drawn with a fixed seed, and each indicator left out once.

A draw changes every weight by up to ± 25 % and every limit by up to ± 5 %, and uses another normalisation and aggregation (Saisana,
Saltelli and Tarantola 2005: uncertainty analysis of composite indicators). Each area's status is computed with the draw's limits, its
index with the draw's weights, normalisation and aggregation. Under the reports' policies the status counts criteria, without weights.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.input.frame_columns import checked
from pipeline.scoring.compare.comparison import DRAWS, LIMIT_SPREAD, ROBUSTNESS
from pipeline.scoring.compare.rule import direction_of
from pipeline.scoring.criteria import meets_criterion
from pipeline.scoring.scores import Level, Scores
from pipeline.scoring.steps.classify import at_least, count_met
from pipeline.scoring.steps.panel import Numbers
from pipeline.scoring.steps.ranks import rank
from pipeline.scoring.steps.steps import CannotScore, normalise
from pipeline.settings.policy.model import Policy
from pipeline.settings.policy.steps import Normalise
from pipeline.settings.settings import Periods

SEED: Final = 2011
WEIGHT_SPREAD: Final = 0.25
OTHER_LIMITS: Final = (Fraction(95, 100), Fraction(105, 100))
RANKS_BETWEEN: Final = (0.05, 0.95)  # the 90 % interval of the rank
SMALLEST_RATIO: Final = 0.01  # otherwise a geometric mean would be 0 for any area without a case of one indicator
BLOCK: Final = 1000  # areas at a time
LOWEST, WIDTH = 1.0, 99.0  # min–max from 1 to 100, so that a geometric mean is above 0

Aggregation = Literal["mean", "geometric_mean"]


@dataclass(frozen=True)
class _Units:
    """One level's complete numbers, both years stacked: 2 · units × indicators."""

    ids: list[str]
    ratio: Numbers
    difference: Numbers


@dataclass(frozen=True)
class _Draws:
    """The other ways to reckon, a row each.

    Attributes:
        weights: Draws × indicators.
        limits: By what each indicator's limit is multiplied, draws × indicators.
        chosen: Which normalisation and aggregation, 0-1.
    """

    weights: Numbers
    limits: Numbers
    chosen: Numbers


def draw_robustness(scores: Scores, policy: Policy, periods: Periods, apart: Collection[tuple[str, str]]) -> pd.DataFrame:
    """Return the robustness of each area's and each forum's result.

    Args:
        scores: All units' scores.
        policy: The policy used for scoring.
        periods: The two years.
        apart: Level and unit_id of the units that are not the same in the two years; they have no direction.

    Returns:
        `Comparison.robustness`, one row per area or forum.
    """
    draws = _draw(policy)
    frames = []
    for level in (Level.AREA, Level.FORUM):
        of_level = {unit for unit_level, unit in apart if unit_level == level}
        directions = _directions(scores, policy, periods, level, of_level, draws)
        statuses = _statuses(scores, policy, periods, draws.limits) if level is Level.AREA else pd.DataFrame(index=directions.index)
        frames.append(directions.join(statuses, how="outer").rename_axis("unit_id").reset_index().assign(level=level.value))
    return checked(pd.concat(frames, ignore_index=True), ROBUSTNESS)


def _draw(policy: Policy) -> _Draws:
    rng = np.random.default_rng(SEED)
    shape = (DRAWS, len(policy.indicators))
    weights = np.array([float(one.weight) for one in policy.indicators]) * rng.uniform(1 - WEIGHT_SPREAD, 1 + WEIGHT_SPREAD, shape)
    return _Draws(weights, rng.uniform(1 - LIMIT_SPREAD, 1 + LIMIT_SPREAD, shape), rng.random(DRAWS))


def _matrix(scores: Scores, policy: Policy, level: Level, year: int, column: str) -> pd.DataFrame:
    return _pivot(scores.shares_of(level), policy, year, column)


def _pivot(rows: pd.DataFrame, policy: Policy, year: int, column: str) -> pd.DataFrame:
    names = [indicator.id for indicator in policy.indicators]
    return rows[rows["year"] == year].pivot(index="unit_id", columns="indicator", values=column).reindex(columns=names)


def _directions(scores: Scores, policy: Policy, periods: Periods, level: Level, apart: Collection[str], draws: _Draws) -> pd.DataFrame:
    """Return direction, direction_draws, direction_without, rank_low and rank_high of each unit."""
    years = (periods.before, periods.now)
    present = _matrix(scores, policy, level, periods.now, "ratio")
    result = pd.DataFrame(index=present.index.union(_matrix(scores, policy, level, periods.before, "ratio").index))
    index = scores.units_of(level).set_index(["unit_id", "year"])["index"].to_dict()
    result["direction"] = [
        np.nan if unit in apart else direction_of(index.get((unit, years[1]), np.nan) - index.get((unit, years[0]), np.nan))
        for unit in result.index
    ]
    result["direction"] = result["direction"].astype(float)
    units = _complete(scores, policy, level, years)
    if not units.ids:
        return result.assign(direction_draws=np.nan, direction_without=np.nan, rank_low=np.nan, rank_high=np.nan)
    own = result["direction"].reindex(units.ids).to_numpy(dtype=float)
    agreed, ranks = np.zeros(len(units.ids)), list[npt.NDArray[np.int32]]()
    for change, now in _indices(units, draws):
        agreed += (np.sign(change) == own).sum(axis=0)
        ranks.append(rank(-now.T).T.astype(np.int32))  # half of the memory, where a country has 33,000 areas
    agrees = np.where(np.isnan(own) | (own == 0), np.nan, agreed / DRAWS)
    low, high = np.quantile(np.concatenate(ranks), RANKS_BETWEEN, axis=0, method="inverted_cdf")
    result.loc[units.ids, "direction_draws"] = agrees
    result.loc[units.ids, "direction_without"] = np.where(np.isnan(agrees), np.nan, _without(units, policy, own))
    result.loc[units.ids, "rank_low"] = low
    result.loc[units.ids, "rank_high"] = high
    return result


def _complete(scores: Scores, policy: Policy, level: Level, years: tuple[int, int]) -> _Units:
    """Return the units with every indicator in both years."""
    ratios = [_matrix(scores, policy, level, year, "ratio").dropna() for year in years]
    ids = [str(unit) for unit in ratios[0].index.intersection(ratios[1].index)]
    ratio = np.concatenate([frame.loc[ids].to_numpy(dtype=float) for frame in ratios])
    cities = [_matrix(scores, policy, level, year, "city_share").loc[ids].to_numpy(dtype=float) for year in years]
    share = ratio * np.concatenate(cities)
    typical = (cities[0] + cities[1]) / 2
    difference = (share - np.concatenate(cities)) / np.concatenate([typical, typical])
    return _Units(ids, ratio, difference)


def _ways(units: _Units) -> Iterator[tuple[Numbers, Aggregation]]:
    """Yield every valid combination of normalisation and aggregation, except those that these numbers do not allow."""
    yield units.ratio, "mean"
    yield np.maximum(units.ratio, SMALLEST_RATIO), "geometric_mean"
    yield units.difference, "mean"
    for step in (Normalise(method="z_score", ddof=1), Normalise(method="rank"), Normalise(method="min_max")):
        try:
            normal = normalise(units.ratio, step)
        except CannotScore:
            continue
        yield normal, "mean"
        if step.method != "z_score":
            yield (LOWEST + WIDTH * normal if step.method == "min_max" else normal), "geometric_mean"


def _indices(units: _Units, draws: _Draws) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield, for each way, its draws' index changes and present indices: draws × units."""
    ways = list(_ways(units))
    share = draws.weights / draws.weights.sum(axis=1, keepdims=True)
    for number, (values, aggregation) in enumerate(ways):
        drawn = share[(draws.chosen * len(ways)).astype(int) == number]
        index = drawn @ values.T if aggregation == "mean" else np.exp(drawn @ np.log(values).T)
        before, now = np.split(index, 2, axis=1)
        yield now - before, now


def _without(units: _Units, policy: Policy, own: Numbers) -> Numbers:
    """Return how often the direction is unchanged when one indicator is left out of the policy's own index."""
    weights = np.array([float(one.weight) for one in policy.indicators])
    before, now = np.split(units.ratio, 2)
    moved = (now - before) * weights
    left = moved.sum(axis=1, keepdims=True) - moved
    return np.asarray((np.sign(left) == own[:, None]).sum(axis=1), dtype=float)


def _statuses(scores: Scores, policy: Policy, periods: Periods, limits: Numbers) -> pd.DataFrame:
    """Return status_draws, status_without and status_limits of each area, before and now; NaN if the status is unknown."""
    frames = []
    areas = scores.shares_of(Level.AREA)
    shifted = [areas.assign(met=meets_criterion(areas, policy.ratio * factor)) for factor in OTHER_LIMITS]
    for name, year in (("before", periods.before), ("now", periods.now)):
        ratio = _matrix(scores, policy, Level.AREA, year, "ratio")
        met = _matrix(scores, policy, Level.AREA, year, "met").to_numpy(dtype=float)
        own = at_least(met, policy.minimum_criteria)
        agrees = _agreement(ratio.to_numpy(dtype=float), own, policy, limits)
        kept = _status_without(met, policy) == own[:, None]
        at_other_limits = [at_least(_pivot(one, policy, year, "met").to_numpy(dtype=float), policy.minimum_criteria) for one in shifted]
        columns = {
            f"status_draws_{name}": np.where(np.isnan(own), np.nan, agrees),
            f"status_without_{name}": np.where(np.isnan(own), np.nan, kept.sum(axis=1)),
            f"status_limits_{name}": np.where(np.isnan(own), np.nan, sum(status == own for status in at_other_limits)),
        }
        frames.append(pd.DataFrame(columns, index=ratio.index))
    return frames[0].join(frames[1], how="outer")


def _agreement(ratio: Numbers, own: Numbers, policy: Policy, limits: Numbers) -> Numbers:
    """Return the share of the draws in which each area keeps its status; in blocks, to limit memory for draws × areas × indicators."""
    parts = []
    for start in range(0, len(ratio), BLOCK):
        values = ratio[None, start : start + BLOCK, :]
        drawn = np.where(np.isnan(values), np.nan, (values >= limits[:, None, :] * float(policy.ratio)).astype(float))
        parts.append((at_least(drawn, policy.minimum_criteria) == own[start : start + BLOCK]).mean(axis=0))
    return np.concatenate(parts) if parts else np.zeros(0)


def _status_without(met: Numbers, policy: Policy) -> Numbers:
    """Return the status with each indicator left out; the required fraction of criteria is unchanged: 4 of 6 becomes 3⅓ of 5."""
    number, unknown = (counted[:, None] for counted in count_met(met))
    number, unknown = number - (met == 1.0), unknown - np.isnan(met)
    asked = policy.minimum_criteria * (met.shape[1] - 1)
    return np.where(number * met.shape[1] >= asked, 1.0, np.where((number + unknown) * met.shape[1] < asked, 0.0, np.nan))
