"""Draw each forum's conclusion: apply the rule to its own numbers, and to the changed numbers of every check."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import pandas as pd

from pipeline.input.tables import Tables
from pipeline.scoring.compare.comparison import Check, CheckKind, Conclusion
from pipeline.scoring.compare.rule import conclude, confirm, least_visible
from pipeline.scoring.compare.verdict import Verdict
from pipeline.scoring.criteria import meets_criterion, summarise_units
from pipeline.scoring.scores import Level, Scores
from pipeline.scoring.steps.panel import Numbers
from pipeline.scoring.withheld import left_out
from pipeline.settings.policy.model import Policy
from pipeline.settings.settings import Periods

Pair = tuple[float, float]
Moved = tuple[tuple[str, int], ...]


def conclude_forums(
    scores: Scores, tables: Tables, policy: Policy, periods: Periods, incomparable: Collection[str]
) -> dict[str, Conclusion]:
    """Return each forum's conclusion.

    Args:
        scores: All units' scores.
        tables: Gives each area's forum and residents.
        policy: The policy used for scoring, with the rule's numbers.
        periods: The two years.
        incomparable: Areas that are not the same in the two years.
    """
    looks = _Looks(scores, tables, policy, periods, set(incomparable))
    return {str(forum): _conclude_forum(str(forum), looks) for forum in tables.forums["forum_id"]}


@dataclass(frozen=True)
class _Shares:
    """The forums' indicators in one year, forums × indicators, in the order of the policy; NaN if missing."""

    forums: Mapping[str, int]
    share: Numbers
    base: Numbers
    city: Numbers

    def of(self, forum: str) -> tuple[Numbers, Numbers, Numbers]:
        """Return a forum's shares, bases and the city's shares; NaN if the forum has no such year."""
        place = self.forums.get(forum)
        nothing = np.full(self.share.shape[1], np.nan)
        return (nothing, nothing, nothing) if place is None else (self.share[place], self.base[place], self.city[place])


class _Looks:
    """The numbers needed for conclusions and their checks, computed once for all forums."""

    def __init__(self, scores: Scores, tables: Tables, policy: Policy, periods: Periods, incomparable: Set[str]) -> None:
        self.policy, self.periods, self.incomparable = policy, periods, incomparable
        self.rule = policy.conclusion
        weights = np.array([float(one.weight) for one in policy.indicators])
        self.weights = weights
        self.scale = float(policy.index.scale) if policy.index else float("nan")
        forum_of = tables.areas.set_index("area_id")["forum_id"]
        residents = tables.area_years[["area_id", "year", "residents"]].rename(columns={"area_id": "unit_id"})
        self._areas = scores.shares_of(Level.AREA).assign(forum_id=lambda frame: frame["unit_id"].map(forum_of))
        self._residents = residents.assign(forum_id=residents["unit_id"].map(forum_of))
        self.status = self._join(scores.units_of(Level.AREA))
        self.shares = self._years(scores.shares_of(Level.FORUM))
        units = scores.units_of(Level.FORUM)
        self.index = {
            (str(forum), int(year)): float(index)
            for forum, year, index in zip(units["unit_id"], units["year"], units["index"], strict=True)
        }
        self.residents = self._deprived(self.status)
        self.status_of = dict(iter(self.status.groupby("forum_id")))

    @cached_property
    def other_limits(self) -> Mapping[CheckKind, tuple[Mapping[tuple[str, int], float], Mapping[str, Moved]]]:
        """The residents' shares under lower and higher limits of the criteria, and the areas whose status then differs."""
        off = Fraction(self.rule.other_limits)
        found = {}
        for kind, times in ((CheckKind.THRESHOLD_LOWER, 1 - off), (CheckKind.THRESHOLD_HIGHER, 1 + off)):
            units = summarise_units(self._areas.assign(met=meets_criterion(self._areas, self.policy.ratio * times)), self.policy)
            status = self._join(units)
            both = status.merge(self.status[["unit_id", "year", "deprived"]], on=["unit_id", "year"], suffixes=("", "_own")).dropna()
            other = both[both["deprived"] != both["deprived_own"]]
            moved = {str(forum): tuple(zip(rows["unit_id"], rows["year"], strict=True)) for forum, rows in other.groupby("forum_id")}
            found[kind] = self._deprived(status), moved
        return found

    @cached_property
    def comparable(self) -> tuple[Mapping[int, _Shares], Mapping[tuple[str, int], float]]:
        """The forums' shares and residents, counting only areas that are the same in both years."""
        same = self._areas[~self._areas["unit_id"].isin(list(self.incomparable))]
        same = same[~left_out(same.rename(columns={"unit_id": "area_id"}), self.periods)]
        sums = same.groupby(["forum_id", "year", "indicator"], sort=False, as_index=False)[["count", "base"]].sum()
        city = self._areas[["year", "indicator", "city_share"]].drop_duplicates()
        sums = sums.merge(city, on=["year", "indicator"]).rename(columns={"forum_id": "unit_id"})
        status = self.status[~self.status["unit_id"].isin(list(self.incomparable))]
        return self._years(sums.assign(share=sums["count"] / sums["base"])), self._deprived(status)

    def of_year(self, numbers: Mapping[tuple[str, int], float], forum: str) -> Pair:
        """Return a forum's number before and now; NaN if there is none."""
        before, now = (float(numbers.get((forum, year), np.nan)) for year in (self.periods.before, self.periods.now))
        return before, now

    def _join(self, units: pd.DataFrame) -> pd.DataFrame:
        compared = units[units["year"].isin((self.periods.before, self.periods.now))]
        return compared[["unit_id", "year", "deprived"]].merge(self._residents, on=["unit_id", "year"])

    def _deprived(self, status: pd.DataFrame) -> dict[tuple[str, int], float]:
        """Return the share of residents in deprived areas per forum and year, NaN if the status of an area is unknown."""
        groups = status.assign(inside=status["residents"] * status["deprived"]).groupby(["forum_id", "year"])
        parts = (groups["inside"].sum() / groups["residents"].sum()).where(groups["inside"].count() == groups.size())
        keys = zip(parts.index.get_level_values("forum_id"), parts.index.get_level_values("year"), strict=True)
        return {(str(forum), int(year)): float(part) for (forum, year), part in zip(keys, parts, strict=True)}

    def _years(self, shares: pd.DataFrame) -> dict[int, _Shares]:
        names = [indicator.id for indicator in self.policy.indicators]
        found = {}
        for year in (self.periods.before, self.periods.now):
            rows = shares[shares["year"] == year]
            wide = [
                rows.pivot(index="unit_id", columns="indicator", values=one).reindex(columns=names)
                for one in ("share", "base", "city_share")
            ]
            places = {str(forum): place for place, forum in enumerate(wide[0].index)}
            found[year] = _Shares(places, *(one.to_numpy(dtype=float) for one in wide))
        return found


Year = tuple[Numbers, Numbers, Numbers]  # shares, bases, the city's shares of one year, per indicator


def index_error(before: Year, now: Year, weights: Numbers) -> float:
    """Return the standard error of the change, between the two years, of a weighted mean of ratios to the city.

    Every share counts as binomial, including those of dwellings: persons move in families, so the true variation is larger still.
    """
    variance = sum(share * (1 - share) / base / city**2 for share, base, city in (before, now))
    return float(np.sqrt(((weights / weights.sum()) ** 2 * variance).sum()))


def scaled_differences(before: Year, now: Year) -> Numbers:
    """Return the change of the differences to the city in percentage points, as fractions of the city's mean share of the two years."""
    moved = (now[0] - now[2]) - (before[0] - before[2])
    return np.asarray(moved / ((before[2] + now[2]) / 2))


def _conclude_forum(forum: str, looks: _Looks) -> Conclusion:
    residents = looks.of_year(looks.residents, forum)
    changes = _Changes.of(forum, looks, looks.shares)
    index = looks.of_year(looks.index, forum)
    least = least_visible(changes.standard_error, looks.rule)
    core = conclude(index[1] - index[0], least, 100 * (residents[1] - residents[0]), looks.rule)
    status = looks.status_of.get(forum, looks.status.iloc[:0])
    areas = set(status["unit_id"])
    own = _Own(forum, changes, least, residents, core)
    comparable = bool(areas - looks.incomparable)
    checks = tuple(_check(own, looks, touched=bool(areas & looks.incomparable))) if comparable and core is not Verdict.UNKNOWN else ()
    by_year = [status.loc[status["year"] == year, "deprived"] for year in (looks.periods.before, looks.periods.now)]
    return Conclusion(
        verdict=confirm(core, [check.verdict for check in checks], looks.rule) if comparable else Verdict.NOT_COMPARABLE,
        core=core,
        least=least,
        index_before=index[0],
        index_now=index[1],
        residents_before=residents[0],
        residents_now=residents[1],
        deprived_before=int(by_year[0].sum()),
        deprived_now=int(by_year[1].sum()),
        known_before=int(by_year[0].notna().sum()),
        known_now=int(by_year[1].notna().sum()),
        checks=checks,
    )


@dataclass(frozen=True)
class _Changes:
    """The changes behind a forum's index change, per indicator, in index points as if the policy had that indicator only.

    Attributes:
        ratio: Change of the ratio to the city.
        difference: Change of the difference to the city in percentage points, as a fraction of the city's mean share of the two years.
        standard_error: Standard error of the index change, in index points.
    """

    ratio: Numbers
    difference: Numbers
    weights: Numbers
    standard_error: float

    @staticmethod
    def of(forum: str, looks: _Looks, shares: Mapping[int, _Shares]) -> _Changes:
        """Return a forum's changes."""
        before, now = (shares[year].of(forum) for year in (looks.periods.before, looks.periods.now))
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = looks.scale * (now[0] / now[2] - before[0] / before[2])
            difference = looks.scale * scaled_differences(before, now)
            error = looks.scale * index_error(before, now, looks.weights)
        return _Changes(ratio, difference, looks.weights, error)

    def without(self, place: int) -> float:
        """Return the index change without one indicator; NaN if it is the only one."""
        weights = np.delete(self.weights, place)
        return float((np.delete(self.ratio, place) * weights).sum() / weights.sum()) if len(weights) else float("nan")

    def mean(self, changes: Numbers) -> float:
        """Return the weighted mean of the indicators' changes."""
        return float((changes * self.weights).sum() / self.weights.sum())


@dataclass(frozen=True)
class _Own:
    """A forum's own numbers and what the rule says of them, which the checks are held against.

    Attributes:
        least: The smallest change of the index that is called one in a forum of this size.
        residents: Shares of residents in deprived areas before and now.
    """

    forum: str
    changes: _Changes
    least: float
    residents: Pair
    core: Verdict


def _check(own: _Own, looks: _Looks, *, touched: bool) -> Iterator[Check]:
    """Yield the checks in the order of the report.

    A check changes the index, the residents' shares, or both, and otherwise uses the forum's own numbers. One that changes the shares
    and leaves the status of an area unknown cannot be made.
    """

    def check(kind: CheckKind, subject: str, change: float, pair: Pair, moved: Moved = (), *, possible: bool = True) -> Check:
        verdict = conclude(change, own.least, 100 * (pair[1] - pair[0]), looks.rule) if possible else Verdict.UNKNOWN
        return Check(kind, subject, change, pair, verdict, verdict is own.core and verdict is not Verdict.UNKNOWN, moved)

    changes = own.changes
    for place, indicator in enumerate(looks.policy.indicators):
        yield check(CheckKind.WITHOUT_INDICATOR, indicator.id, changes.without(place), own.residents)
    for kind, (numbers, moved) in looks.other_limits.items():
        pair, change = looks.of_year(numbers, own.forum), changes.mean(changes.ratio)
        yield check(kind, str(looks.rule.other_limits), change, pair, moved.get(own.forum, ()), possible=not np.isnan(pair).any())
    yield check(CheckKind.DIFFERENCE, "", changes.mean(changes.difference), own.residents)
    if touched:
        shares, deprived = looks.comparable
        same = _Changes.of(own.forum, looks, shares)
        yield check(CheckKind.COMPARABLE_AREAS, "", same.mean(same.ratio), looks.of_year(deprived, own.forum))
