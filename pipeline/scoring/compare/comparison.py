"""A comparison of two years: what the stage compare leaves and the report is composed of. Holds no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pandas as pd

from pipeline.report.model.figures import Verdict

DRAWS: Final = 1000  # other ways to reckon
LIMIT_SPREAD: Final = 0.05  # in a draw limits are up to so much lower and higher
FIRM_FROM: Final = 0.90  # a status that changes in more than one draw in ten is not firm


class Incomparable(StrEnum):
    """Why two years are not compared: of an area, of an indicator, or of a single number."""

    NEW = "new"
    CLOSED = "closed"
    BOUNDARY = "boundary"
    DEFINITION = "definition"
    MISSING = "missing"


@dataclass(frozen=True)
class Shift:
    """Another definition of an indicator in the two years, for every unit alike, which stops the comparison."""

    before: str
    now: str


@dataclass(frozen=True)
class MovedLine:
    """A relative line in kroner that followed the incomes. The definition is the same, so the years are compared."""

    before: int
    now: int


class CheckKind(StrEnum):
    """One way of reckoning a forum's conclusion again."""

    WITHOUT_INDICATOR = "without_indicator"
    THRESHOLD_LOWER = "threshold_lower"
    THRESHOLD_HIGHER = "threshold_higher"
    DIFFERENCE = "difference"
    COMPARABLE_AREAS = "comparable_areas"


@dataclass(frozen=True)
class Check:
    """The result of one check: the rule of the conclusion, applied to changed numbers.

    Attributes:
        subject: The indicator left out; by what part the limits are lower or higher, such as ``0.05``.
        index_change: Change of the index, as the check reckons it; NaN where it cannot.
        residents: Shares of residents in deprived areas before and now, as the check reckons them; NaN where not known.
        verdict: What the rule says of these numbers; unknown where the check cannot be made.
        holds: The verdict is that of the forum's own numbers. A check that cannot be made does not hold.
        moved: Areas with the year in which other limits give them another status.
    """

    kind: CheckKind
    subject: str
    index_change: float
    residents: tuple[float, float]
    verdict: Verdict
    holds: bool
    moved: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Conclusion:
    """A forum's main result.

    Attributes:
        verdict: What the report says: `core`, or unclear where the checks do not confirm it; not comparable where no area is the same in
            both years; unknown where an indicator is missing.
        core: What the rule says of the forum's own numbers. It is what the checks are held against.
        least: The smallest change of the index that is called one in a forum of this size; NaN without an index.
        index_before: The forum's index; NaN where an indicator is missing; `index_now` likewise.
        residents_before: Part of the residents that live in deprived areas, 0-1; NaN where the status of an area is not known.
        deprived_before: Number of deprived areas among `known_before` with a known status; `now` likewise.
        checks: All of them, also those that cannot be made.
    """

    verdict: Verdict
    core: Verdict
    least: float
    index_before: float
    index_now: float
    residents_before: float
    residents_now: float
    deprived_before: int
    deprived_now: int
    known_before: int
    known_now: int
    checks: tuple[Check, ...]

    @property
    def holding(self) -> int:
        """Number of checks that give the same verdict as the forum's own numbers."""
        return sum(check.holds for check in self.checks)

    def count(self, verdict: Verdict) -> int:
        """Return how many checks say this; unknown: how many cannot be made."""
        return sum(check.verdict is verdict for check in self.checks)


@dataclass(frozen=True)
class Comparison:
    """Everything that was compared.

    Attributes:
        changes: level, unit_id, indicator, count_before, base_before, share_before, …_now, change_pp, low_pp, high_pp
            (interval of the change, percentage points), low_now, high_now (interval of the share now), verdict, reason (`Incomparable`;
            empty where the pair is compared; else change, its interval and a verdict are missing). All intervals are of the settings'
            level; dwellings have none.
        incomparable: area_id → why its two years are not compared.
        shifts: indicator → its two definitions, where they differ; those that are compared are not in it.
        moved_lines: indicator → its relative line in the two years, where it moved and the definition is the same.
        near: Row of `Scores.shares` → 1.0 where the share is close to its threshold, 0.0 where not, NaN without a number.
        conclusions: forum_id → main result and its checks.
        decomposition: level, unit_id, indicator, total, own, city: parts of the index change in points, own + city = total. All units that
            have every share in both years, but areas that are not the same in both.
        robustness: level (area, forum), unit_id; direction (−1, 0, 1: the index falls, prints the same, rises; NaN where it is not
            compared), direction_draws (part of the draws with the same direction; NaN without one), direction_without (number of
            indicators that can be left out), rank_low and rank_high (90 % interval of the rank among the areas or forums now, 1 the
            highest index); areas alone, for the status likewise: status_draws_before,
            status_without_before, status_limits_before (at how many of the limits 5 % lower and higher it stays), …_now.
        plans: One row a plan: the columns of `Tables.plans`, the sums of `plan_budgets.sum_plans` under the present arrangement, estates
            (number), phase, years (length of the period), yearly_dkk, and which agreements it keeps: tmf_ok, lbf_ok, period_ok, applicant_ok, agreement_ok, approval_ok,
            commitment_ok; shortfall_dkk.
        funding: forum_id, arrangement, the sums of `plan_budgets.sum_plans` (under the present arrangement of the plans that run on the
            reported day), first_year, last_year, yearly_dkk (before: the total by the years; now: the sum of the plans'), posts (set of
            municipal posts: an administration's cash or its hours).
        posts: forum_id, administration, in_hours, hours, dkk: the municipal posts of the earlier arrangement.
        activities: forum_id, arrangement, level, theme, across (covers several estates), bridges, counted (of the earlier arrangement, or
            of a plan that runs on the reported day), cell.
        groups: forum_id, arrangement: one row a steering group.
    """

    changes: pd.DataFrame
    incomparable: Mapping[str, Incomparable]
    shifts: Mapping[str, Shift]
    moved_lines: Mapping[str, MovedLine]
    near: pd.Series
    conclusions: Mapping[str, Conclusion]
    decomposition: pd.DataFrame
    robustness: pd.DataFrame
    plans: pd.DataFrame
    funding: pd.DataFrame
    posts: pd.DataFrame
    activities: pd.DataFrame
    groups: pd.DataFrame
