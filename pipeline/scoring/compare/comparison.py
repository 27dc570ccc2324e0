"""The result of comparing two years: output of the stage compare, from which reports are composed. Contains no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pandas as pd

from pipeline.input import tables
from pipeline.input.frame_columns import Columns, Holds
from pipeline.input.plan_budgets import SUMS
from pipeline.scoring.compare.verdict import Verdict

DRAWS: Final = 1000  # alternative calculations
LIMIT_SPREAD: Final = 0.05  # a draw's limits are up to this much lower or higher
FIRM_FROM: Final = 0.90  # a status that changes in more than one draw in ten is not robust


class Incomparable(StrEnum):
    """Why two years are not compared: of an area, of an indicator, or of a single number."""

    NEW = "new"
    CLOSED = "closed"
    BOUNDARY = "boundary"
    DEFINITION = "definition"
    MISSING = "missing"


@dataclass(frozen=True)
class Shift:
    """A different definition of an indicator in the two years, for every unit alike, which prevents the comparison."""

    before: str
    now: str


@dataclass(frozen=True)
class MovedLine:
    """A relative line in kroner that followed incomes. The definition is the same, so the years are compared."""

    before: int
    now: int


class CheckKind(StrEnum):
    """The kinds of checks, each a changed assumption under which a forum's conclusion is drawn again."""

    WITHOUT_INDICATOR = "without_indicator"
    THRESHOLD_LOWER = "threshold_lower"
    THRESHOLD_HIGHER = "threshold_higher"
    DIFFERENCE = "difference"
    COMPARABLE_AREAS = "comparable_areas"


@dataclass(frozen=True)
class Check:
    """The result of one check: the rule of the conclusion, applied to changed numbers.

    Attributes:
        subject: The indicator left out, or the fraction by which limits are changed, for example ``0.05``.
        index_change: Change of the index under the check; NaN if it cannot be computed.
        residents: Shares of residents in deprived areas before and now, under the check; NaN if unknown.
        verdict: The rule's verdict on these numbers; unknown if the check cannot be made.
        holds: The verdict is that of the forum's own numbers. A check that cannot be made does not hold.
        moved: Areas whose status changes with the limits, each with the year.
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
        verdict: The verdict in the report: `core`, or unclear if the checks do not confirm it; not comparable if no area is the same in
            both years; unknown if an indicator is missing.
        core: The rule's verdict on the forum's own numbers, with which the checks are compared.
        least: The smallest change of the index that counts as a change for a forum of this size; NaN without an index.
        index_before: The forum's index; NaN if an indicator is missing; `index_now` likewise.
        residents_before: Share of the residents who live in deprived areas, 0-1; NaN if the status of an area is unknown.
        deprived_before: Number of deprived areas among the `known_before` with a known status; `now` likewise.
        checks: All checks, including those that cannot be made; none where the verdict is not comparable or unknown.
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
        """Number of checks with the same verdict as the forum's own numbers."""
        return sum(check.holds for check in self.checks)

    def count(self, verdict: Verdict) -> int:
        """Return how many checks have this verdict; unknown: how many cannot be made."""
        return sum(check.verdict is verdict for check in self.checks)


CHANGES: Final = Columns(
    "Comparison.changes",
    {
        Holds.TEXT: "level unit_id indicator verdict reason",
        Holds.NUMBER: "count_before base_before share_before count_now base_now share_now change_pp low_pp high_pp low_now high_now",
    },
)
DECOMPOSITION: Final = Columns("Comparison.decomposition", {Holds.TEXT: "level unit_id indicator", Holds.NUMBER: "total own city"})
ROBUSTNESS: Final = Columns(
    "Comparison.robustness",
    {
        Holds.TEXT: "level unit_id",
        Holds.NUMBER: "direction direction_draws direction_without rank_low rank_high status_draws_before status_without_before "
        "status_limits_before status_draws_now status_without_now status_limits_now",
    },
)
PLANS: Final = Columns(
    "ComparedMoney.plans",
    {
        **tables.PLANS.holds,
        Holds.WHOLE: f"{' '.join(SUMS)} estates yearly_dkk shortfall_dkk",
        Holds.FLAG: "tmf_ok lbf_ok period_ok applicant_ok agreement_ok approval_ok commitment_ok",
        Holds.TEXT: f"{tables.PLANS.holds[Holds.TEXT]} phase",
        Holds.VALUE: "years",
    },
    optional=tables.PLANS.optional,
)
FUNDING: Final = Columns(
    "ComparedMoney.funding",
    {
        Holds.TEXT: "forum_id arrangement",
        Holds.WHOLE: f"{' '.join(SUMS)} first_year last_year yearly_dkk",
        Holds.NUMBER: "fixed_dkk",
        Holds.VALUE: "posts",
    },
)
POSTS: Final = Columns("ComparedMoney.posts", {Holds.TEXT: "forum_id administration", Holds.FLAG: "in_hours", Holds.NUMBER: "hours dkk"})
ACTIVITIES: Final = Columns(
    "ComparedOrganisation.activities",
    {Holds.TEXT: "forum_id arrangement level theme cell", Holds.FLAG: "across bridges counted"},
)
GROUPS: Final = Columns("ComparedOrganisation.groups", {Holds.TEXT: "forum_id arrangement"})


@dataclass(frozen=True)
class ComparedMoney:
    """The money before and now.

    Attributes:
        plans: One row per plan: `Tables.plans` with the sums of `plan_budgets.sum_plans` under the present arrangement, the number of
            estates, the length of the period in years, yearly_dkk, the agreements that it keeps, and shortfall_dkk.
        funding: One row per forum and arrangement, with the sums of `plan_budgets.sum_plans` (under the present arrangement of the plans
            that run on the reported day); yearly_dkk is before the total by the years, now the sum of the plans'; fixed_dkk the same in
            prices of the reported year, NaN without a price index; posts is the set of
            municipal budget items: an administration's cash or its hours.
        posts: The municipal budget items of the earlier arrangement.
    """

    plans: pd.DataFrame
    funding: pd.DataFrame
    posts: pd.DataFrame


@dataclass(frozen=True)
class ComparedOrganisation:
    """The organisation before and now.

    Attributes:
        activities: One row per activity: across (covers several estates), counted (of the earlier arrangement, or of a plan that runs on
            the reported day).
        groups: One row per steering group.
    """

    activities: pd.DataFrame
    groups: pd.DataFrame


@dataclass(frozen=True)
class Comparison:
    """The results of the comparison.

    Attributes:
        changes: One row per unit and indicator: change_pp with the interval low_pp, high_pp (percentage points), low_now, high_now (interval
            of the share now), verdict, reason (`Incomparable`; empty if the pair is compared; else change, its interval and a verdict are
            missing). All intervals are of the settings' level; dwellings have none.
        incomparable: area_id → why its two years are not compared.
        shifts: indicator → its two definitions, if they differ; compared indicators are absent.
        moved_lines: indicator → its relative line in the two years, if it moved under the same definition.
        near: Row of `Scores.shares` → 1.0 if the share is close to its threshold, 0.0 if not, NaN without a number.
        conclusions: forum_id → main result and its checks.
        decomposition: One row per unit and indicator: parts of the index change in points, own + city = total. All units that
            have every share in both years, except areas that are not the same in both.
        robustness: One row per area and forum: direction (−1, 0, 1: the printed index falls, is unchanged, rises; NaN if not
            compared), direction_draws (share of the draws with the same direction; NaN without one), direction_without (number of
            indicators that can be left out), rank_low and rank_high (90 % interval of the present rank among areas or forums, 1 is the
            highest index); for areas only, also of the status: status_draws_before,
            status_without_before, status_limits_before (at how many of the limits 5 % lower and higher it is unchanged), …_now.
    """

    changes: pd.DataFrame
    incomparable: Mapping[str, Incomparable]
    shifts: Mapping[str, Shift]
    moved_lines: Mapping[str, MovedLine]
    near: pd.Series
    conclusions: Mapping[str, Conclusion]
    decomposition: pd.DataFrame
    robustness: pd.DataFrame
    money: ComparedMoney
    organisation: ComparedOrganisation
