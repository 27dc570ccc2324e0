"""A comparison of two years: what the stage compare leaves and the report is composed of. Holds no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

import pandas as pd

from pipeline.report import Verdict

PRINTED_LEVEL: Final = 0.95  # of every interval that a report shows
DRAWS: Final = 1000  # other ways to reckon
LIMIT_SPREAD: Final = 0.05  # limits so much lower and higher: within it in a draw, at it in a check
FIRM_FROM: Final = 0.90  # a status that changes in more than one draw in ten is not firm
HOLDS_FROM: Final = Fraction(7, 10)  # a conclusion is clear where at least this part of its checks hold


class Incomparable(StrEnum):
    """Why two years are not compared: of an area, of an indicator, or of a single number."""

    NEW = "new"
    CLOSED = "closed"
    BOUNDARY = "boundary"
    DEFINITION = "definition"
    LINE = "line"
    MISSING = "missing"


@dataclass(frozen=True)
class Shift:
    """What separates an indicator's two years, for every unit alike.

    Attributes:
        reason: Another definition, or a relative line that moved.
        before: The earlier definition, or the earlier line in kroner; `now` likewise.
    """

    reason: Incomparable
    before: str | int
    now: str | int


class CheckKind(StrEnum):
    """One way of looking again at a forum's conclusion."""

    WITHOUT_INDICATOR = "without_indicator"
    THRESHOLD_LOWER = "threshold_lower"
    THRESHOLD_HIGHER = "threshold_higher"
    COMPARABLE_AREAS = "comparable_areas"
    OTHER_YEAR = "other_year"


@dataclass(frozen=True)
class Check:
    """The result of one robustness check.

    Attributes:
        subject: The indicator left out, or the other earlier year.
        index_change: Change of the index, where the check looks at the index.
        deprived: Number of deprived areas before and now, where it looks at the criteria.
        holds: The direction is that of the main result.
    """

    kind: CheckKind
    subject: str
    index_change: float | None
    deprived: tuple[int, int] | None
    holds: bool


@dataclass(frozen=True)
class Conclusion:
    """A forum's main result.

    Attributes:
        verdict: Better, worse or unchanged by the number of deprived areas; unclear where number and index disagree, where
            fewer than seven of ten checks hold, or where the status of an area is unknown; not comparable where no area is the
            same in both years.
        deprived_before: Number of deprived areas among `known_before` with a known status; `now` likewise.
        status_unknown: The source withholds a number that decides the status of an area in one of the years; `unknown_now` in the
            reported one.
        index_before: The forum's index; NaN where an indicator is missing.
    """

    verdict: Verdict
    deprived_before: int
    deprived_now: int
    known_before: int
    known_now: int
    status_unknown: bool
    index_before: float
    index_now: float
    checks: tuple[Check, ...]
    unknown_now: bool = False

    @property
    def holding(self) -> int:
        """Number of checks that agree."""
        return sum(check.holds for check in self.checks)


@dataclass(frozen=True)
class Comparison:
    """Everything that was compared.

    Attributes:
        changes: level, unit_id, indicator, count_before, base_before, share_before, …_now, change_pp, low_pp, high_pp
            (95 % interval, percentage points), low_now, high_now (95 % interval of the share now), verdict, reason (`Incomparable`;
            empty where the pair is compared; else change, its interval and a verdict are missing).
        judging_level: The level at which an interval must not hold 0 for a change to be called better or worse, such as 0.998.
        incomparable: area_id → why its two years are not compared.
        shifts: indicator → what separates its two years; those that are compared are not in it.
        near: Row of `Scores.shares` → 1.0 where the share is close to its threshold, 0.0 where not, NaN without a number.
        conclusions: forum_id → main result and robustness.
        decomposition: level, unit_id, indicator, total, own, city: parts of the index change in points, own + city = total. All units that
            have every share in both years, but areas that are not the same in both.
        robustness: level (area, forum), unit_id; direction (−1, 0, 1: the index falls, prints the same, rises; NaN where it is not
            compared), direction_draws (part of the draws with the same direction; NaN without one), direction_without (number of
            indicators that can be left out), rank_low and rank_high (90 % interval of the rank among the areas or forums now, 1 the
            highest index); areas alone, for the status likewise: status_draws_before,
            status_without_before, status_limits_before (at how many of the limits 5 % lower and higher it stays), …_now.
        plans: One row a plan: the columns of `Tables.plans`, the sums of `budget.sum_plans` under the present arrangement, estates
            (number), phase, and which agreements it keeps: tmf_ok, lbf_ok, period_ok, applicant_ok, agreement_ok, approval_ok,
            commitment_ok; shortfall_dkk.
        funding: forum_id, arrangement, the sums of `budget.sum_plans`, first_year, last_year, posts (set of municipal posts:
            an administration's cash or its hours).
        posts: forum_id, administration, in_hours, hours, dkk: the municipal posts of the earlier arrangement.
        activities: forum_id, arrangement, level, theme, across (covers several estates), bridges.
        groups: forum_id, arrangement: one row a steering group.
    """

    changes: pd.DataFrame
    judging_level: Decimal
    incomparable: Mapping[str, Incomparable]
    shifts: Mapping[str, Shift]
    near: pd.Series
    conclusions: Mapping[str, Conclusion]
    decomposition: pd.DataFrame
    robustness: pd.DataFrame
    plans: pd.DataFrame
    funding: pd.DataFrame
    posts: pd.DataFrame
    activities: pd.DataFrame
    groups: pd.DataFrame
