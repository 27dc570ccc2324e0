"""The forums' shares over all years of a report, for the charts that draw them as lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import isnan

from pipeline.input.tables import Tables
from pipeline.language.rounding import round_printed
from pipeline.language.same_name import fold
from pipeline.report.compose.lookup import Lookup, Row, records
from pipeline.scoring.scores import Level
from pipeline.settings.policy.model import Policy
from pipeline.settings.settings import Periods

Lines = Mapping[str, Mapping[str, tuple[float | None, ...]]]


@dataclass(frozen=True)
class Trends:
    """Each indicator's shares, year by year.

    Attributes:
        years: The years from the earlier to the reported one.
        joined: indicator → for each of those years but the first, whether definition and line are those of the year before it.
        lines: indicator → forum_id → its shares in those years, None where missing.
    """

    years: tuple[int, ...]
    joined: Mapping[str, tuple[bool, ...]]
    lines: Lines

    @cached_property
    def drawn(self) -> Lines:
        """`lines` as they are drawn beside another forum's, without a number: no report changes by what nobody can see in it."""
        return {
            indicator: {forum: tuple(None if share is None else round_printed(share, 3) for share in line) for forum, line in lines.items()}
            for indicator, lines in self.lines.items()
        }


def gather_trends(tables: Tables, policy: Policy, periods: Periods, shares: Lookup) -> Trends:
    """Return the trends of all forums.

    Args:
        tables: The years, the forums and the definitions.
        policy: The indicators.
        periods: The two years compared.
        shares: (level, unit, year, indicator) → row of `Scores.shares`.
    """
    years = tuple(year for year in tables.years if periods.before <= year <= periods.now)
    forums = [str(forum) for forum in tables.forums["forum_id"]]
    lines = {
        indicator.id: {forum: tuple(_share(shares.get((Level.FORUM, forum, year, indicator.id))) for year in years) for forum in forums}
        for indicator in policy.indicators
    }
    return Trends(years, _joined(tables, policy, years), lines)


def _joined(tables: Tables, policy: Policy, years: tuple[int, ...]) -> dict[str, tuple[bool, ...]]:
    """Compare each year's definition with the year before; an indicator without definitions is the same in all years."""
    editions = {(row["indicator"], row["year"]): fold(row["definition"]) for row in records(tables.definitions)}
    return {
        indicator.id: tuple(editions.get((indicator.id, one)) == editions.get((indicator.id, next_)) for one, next_ in pairwise(years))
        for indicator in policy.indicators
    }


def _share(row: Row | None) -> float | None:
    return None if row is None or isnan(row["share"]) else float(row["share"])
