"""The thousand draws with other weights, limits, scales and means. The draws are numpy's; all that is done with them is plain arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import exp, floor, log, sqrt

import numpy as np

from tests.recompute.arithmetic import half_up
from tests.recompute.scores import Scores

DRAWS, SEED = 1000, 2011
Lines = list[list[float]]


class Trials:
    """The draws of one policy."""

    def __init__(self, scores: Scores) -> None:
        self.scores, self.source = scores, scores.source
        drawn, shape = np.random.default_rng(SEED), (DRAWS, len(scores.source.indicators))
        own = [float(one.weight) for one in scores.source.indicators]
        self.weights = [[by * weight for by, weight in zip(row, own, strict=True)] for row in drawn.uniform(0.75, 1.25, shape).tolist()]
        self.limits: Lines = drawn.uniform(0.95, 1.05, shape).tolist()
        self.chosen: list[float] = drawn.random(DRAWS).tolist()

    def firm(self, area: str, year: int) -> bool | None:
        """Return whether at most a tenth of the draws give another status; None where the status is not known."""
        own = self.scores.status(area, year)
        if own is None:
            return None
        ratios = [self.scores.ratio("Delområde", area, year, one.id) for one in self.source.indicators]
        limits = [float(one.times) for one in self.source.indicators]
        plain = [None if ratio is None else float(ratio) for ratio in ratios]
        return sum(self._status(plain, limits, row) is own for row in self.limits) >= 900

    def _status(self, ratios: list[float | None], limits: list[float], factors: list[float]) -> bool | None:
        met = sum(r is not None and r >= f * limit for r, limit, f in zip(ratios, limits, factors, strict=True))
        least = self.source.policy["statuses"][0]["minimum_criteria"]
        return True if met >= least else False if met + ratios.count(None) < least else None

    def directions(self) -> dict[str, Fraction | None]:
        """Return, for each forum, in which part of the draws its index moves as it does, rounded down to whole per cent."""
        years, names = (self.source.before, self.source.now), list(self.scores.forum_name)
        own: dict[str, int] = {}
        for forum in names:
            then, now = (self.scores.index("Forum", forum, year) for year in years)
            if then is not None and now is not None:
                printed = half_up(now - then, 1)
                own[forum] = (printed > 0) - (printed < 0)
        whole = [forum for forum in names if forum in own]
        ratio = [self._ratios(forum, year) for year in years for forum in whole]
        agreed = dict.fromkeys(whole, 0)
        ways = self._ways(ratio, len(whole)) if whole else []
        for weights, chosen in zip(self.weights, self.chosen, strict=True):
            values, mean = ways[int(chosen * len(ways))]
            index = [mean(line, weights) for line in values]
            for place, forum in enumerate(whole):
                change = index[len(whole) + place] - index[place]
                agreed[forum] += ((change > 0) - (change < 0)) == own[forum]
        told = {forum: Fraction(floor(Fraction(100 * agreed[forum], DRAWS)), 100) for forum in whole if own[forum]}
        return {forum: told.get(forum) for forum in names}

    def _ratios(self, forum: str, year: int) -> list[float]:
        found = [self.scores.ratio("Forum", forum, year, one.id) for one in self.source.indicators]
        return [float(ratio) for ratio in found if ratio is not None]

    def _ways(self, ratio: Lines, forums: int) -> list[tuple[Lines, Callable[[list[float], list[float]], float]]]:
        city = [
            [float(self.scores.city_share(year, one.id)) for one in self.source.indicators]
            for year in (self.source.before, self.source.now)
        ]
        difference = [
            [(r - 1) * c / ((c0 + c1) / 2) for r, c, c0, c1 in zip(line, city[place // forums], *city, strict=True)]
            for place, line in enumerate(ratio)
        ]
        found = [(ratio, _mean), ([[max(r, 0.01) for r in line] for line in ratio], _geometric), (difference, _mean)]
        columns = [list(column) for column in zip(*ratio, strict=True)]
        if all(_deviation(column) > 1e-12 * abs(sum(column) / len(column)) for column in columns):
            found.append((_turned([[(x - sum(c) / len(c)) / _deviation(c) for x in c] for c in columns]), _mean))
        ranks = _turned([[1.0 + sum(_level(other) < _level(x) for other in c) for x in c] for c in columns])
        found += [(ranks, _mean), (ranks, _geometric)]
        if all(max(c) - min(c) > 1e-12 * max(abs(max(c)), abs(min(c))) for c in columns):
            scaled = _turned([[(x - min(c)) / (max(c) - min(c)) for x in c] for c in columns])
            found += [(scaled, _mean), ([[1 + 99 * x for x in line] for line in scaled], _geometric)]
        return found


def _level(value: float) -> float:
    return float(f"{value:.12g}")


def _deviation(column: list[float]) -> float:
    mean = sum(column) / len(column)
    return sqrt(sum((x - mean) ** 2 for x in column) / (len(column) - 1))


def _turned(columns: Lines) -> Lines:
    return [list(line) for line in zip(*columns, strict=True)]


def _mean(values: list[float], weights: list[float]) -> float:
    return sum(w * x for w, x in zip(weights, values, strict=True)) / sum(weights)


def _geometric(values: list[float], weights: list[float]) -> float:
    return exp(_mean([log(x) for x in values], weights))
