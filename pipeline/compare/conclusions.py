"""A forum's main result and how well it holds when one looks again in other ways."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from math import isnan

import pandas as pd

from pipeline.comparison import Check, CheckKind, Conclusion
from pipeline.criteria import meets_criterion, summarise_units
from pipeline.judgement import direction_of, judge_forum, sign_of
from pipeline.policy import Policy
from pipeline.report import Verdict
from pipeline.scores import Level, Scores
from pipeline.settings import Periods
from pipeline.tables import Tables

OTHER_THRESHOLDS = {CheckKind.THRESHOLD_LOWER: Fraction(95, 100), CheckKind.THRESHOLD_HIGHER: Fraction(105, 100)}


def conclude(scores: Scores, tables: Tables, policy: Policy, periods: Periods, incomparable: Collection[str]) -> dict[str, Conclusion]:
    """Return each forum's conclusion.

    Args:
        scores: All units' scores.
        tables: Which area belongs to which forum.
        policy: The policy that was scored.
        periods: The two years.
        incomparable: Areas whose two years are not the same area.
    """
    forum_of = tables.areas.set_index("area_id")["forum_id"]
    areas = scores.shares_of(Level.AREA).assign(forum_id=lambda frame: frame["unit_id"].map(forum_of))
    status = scores.units_of(Level.AREA).assign(forum_id=lambda frame: frame["unit_id"].map(forum_of))
    looks = _Looks(scores, areas, policy, periods, incomparable)
    of_forum = dict(iter(status[status["year"].isin((periods.before, periods.now))].groupby("forum_id")))
    return {forum_id: _conclude_forum(str(forum_id), looks, of_forum[forum_id]) for forum_id in tables.forums["forum_id"]}


class _Looks:
    """Every index and every number of deprived areas that a check needs, computed once for all forums."""

    def __init__(self, scores: Scores, areas: pd.DataFrame, policy: Policy, periods: Periods, incomparable: Collection[str]) -> None:
        forums = scores.shares_of(Level.FORUM)
        self.periods = periods
        self.incomparable = set(incomparable)
        self.years = sorted(int(year) for year in forums["year"].unique())
        self.index = _index(summarise_units(forums, policy))
        self.without = {
            one.id: _index(summarise_units(forums, policy, [one.id])) for one in policy.indicators if len(policy.indicators) > 1
        }
        self.deprived = {
            kind: _deprived(areas.assign(met=meets_criterion(areas, policy.ratio * factor)), policy)
            for kind, factor in OTHER_THRESHOLDS.items()
        }
        self.comparable: pd.Series | None = None
        self.touched = set(areas.loc[areas["unit_id"].isin(list(incomparable)), "forum_id"])
        if incomparable:
            same = areas[~areas["unit_id"].isin(list(incomparable)) & areas["count"].notna() & areas["base"].notna()]
            sums = same.groupby(["forum_id", "year", "indicator"], sort=False, as_index=False)[["count", "base"]].sum()
            city = areas[["year", "indicator", "city_share"]].drop_duplicates()
            sums = (
                sums.merge(city, on=["year", "indicator"]).rename(columns={"forum_id": "unit_id"}).assign(level=Level.FORUM.value, met=0.0)
            )
            sums["ratio"] = sums["count"] / sums["base"] / sums["city_share"]
            self.comparable = _index(summarise_units(sums, policy))


def _index(units: pd.DataFrame) -> pd.Series:
    return units.set_index(["unit_id", "year"])["index"]


def _deprived(areas: pd.DataFrame, policy: Policy) -> pd.Series:
    units = summarise_units(areas, policy).merge(areas[["unit_id", "forum_id"]].drop_duplicates(), on="unit_id")
    return units.groupby(["forum_id", "year"])["deprived"].sum()


def _conclude_forum(forum_id: str, looks: _Looks, status: pd.DataFrame) -> Conclusion:
    known, deprived, index = {}, {}, {}
    for year in (looks.periods.before, looks.periods.now):
        of_year = status.loc[status["year"] == year, "deprived"]
        known[year], deprived[year] = int(of_year.notna().sum()), int(of_year.sum())
        index[year] = float(looks.index.get((forum_id, year), float("nan")))
    before, now = looks.periods.before, looks.periods.now
    by_number = sign_of(deprived[now] - deprived[before])
    by_index = direction_of(index[now] - index[before])
    checks = tuple(_checks(forum_id, looks, by_number, by_index))
    unknown = set(status.loc[status["deprived"].isna(), "year"])
    comparable = not set(status["unit_id"]) <= looks.incomparable
    return Conclusion(
        verdict=judge_forum(by_number, by_index, checks, unknown=bool(unknown)) if comparable else Verdict.NOT_COMPARABLE,
        deprived_before=deprived[before],
        deprived_now=deprived[now],
        known_before=known[before],
        known_now=known[now],
        status_unknown=bool(unknown),
        index_before=index[before],
        index_now=index[now],
        checks=checks,
        unknown_now=now in unknown,
    )


def _checks(forum_id: str, looks: _Looks, by_number: int, by_index: int | None) -> Iterator[Check]:
    """The checks on page 4: leave one indicator out, move the threshold, keep only comparable areas, start from another year."""
    before, now = looks.periods.before, looks.periods.now
    series = [(CheckKind.WITHOUT_INDICATOR, one, index, before) for one, index in looks.without.items()]
    if looks.comparable is not None and forum_id in looks.touched:
        series.append((CheckKind.COMPARABLE_AREAS, "", looks.comparable, before))
    others = [year for year in looks.years if year not in (before, now) and year < now]
    if others:
        other = min(others, key=lambda year: (abs(year - before), year))
        series.append((CheckKind.OTHER_YEAR, str(other), looks.index, other))
    for kind, subject, index, first in series:
        change = float(index.get((forum_id, now), float("nan"))) - float(index.get((forum_id, first), float("nan")))
        if not isnan(change):
            yield Check(kind, subject, change, None, direction_of(change) == by_index)
    for kind, numbers in looks.deprived.items():
        pair = (int(numbers.get((forum_id, before), 0)), int(numbers.get((forum_id, now), 0)))
        yield Check(kind, "", None, pair, sign_of(pair[1] - pair[0]) == by_number)
