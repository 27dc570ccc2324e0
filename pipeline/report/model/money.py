"""The money's part of a report: who pays before and now, the plans, the administrations' posts. Whole kroner; shares are fractions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.input.plan_phase import Phase


@dataclass(frozen=True, slots=True)
class YearlyBudget:
    """Kroner a year under one arrangement.

    Attributes:
        dkk: Before, the total by the number of years; now, the sum of each plan's budget by its length.
        years: The budget years, such as ``2008–2011``; empty where there is no money.
        fixed_dkk: The same kroner in prices of the reported year; None without a price index.
    """

    dkk: int
    years: str
    fixed_dkk: int | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """Who pays under one arrangement.

    Attributes:
        lbf_dkk: Landsbyggefonden; `municipality_dkk`, `housing_dkk`, `other_dkk` likewise.
        municipal_posts: Number of municipal posts (administrations; cash and hours apart).
    """

    yearly: YearlyBudget
    total_dkk: int
    lbf_dkk: int
    municipality_dkk: int
    housing_dkk: int
    other_dkk: int
    municipal_posts: int

    def share(self, part_dkk: int) -> float:
        """Return a part as a fraction of the total; 0.0 where there is no money at all."""
        return part_dkk / self.total_dkk if self.total_dkk else 0.0


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """The key figures of the plans, for one forum or the city.

    Attributes:
        running: Number of plans that run on the reported day; `planned`, `ended` likewise.
        in_order: Running plans whose municipal share is the agreed one.
        before: The budget of the earlier arrangement; `now` of the running plans.
    """

    running: int
    planned: int
    ended: int
    in_order: int
    before: YearlyBudget
    now: YearlyBudget


@dataclass(frozen=True, slots=True)
class AgreedTerms:
    """What is agreed for every plan: TMF's share, LBF's highest share, the longest period in years."""

    tmf_share: float
    lbf_max_share: float
    max_years: int


@dataclass(frozen=True, slots=True)
class PhaseTotal:
    """Number and budget of the plans of one phase."""

    phase: Phase
    plans: int
    budget_dkk: int


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """One of a plan's three papers: its date, and whether it is in place and in time.

    Attributes:
        day: The date; None where the paper is missing.
        ok: In place and not too late.
    """

    day: date | None
    ok: bool


@dataclass(frozen=True, slots=True)
class PlanPapers:
    """A plan's three papers: the agreement, LBF's commitment, the municipality's approval."""

    agreement: PlanCheck
    commitment: PlanCheck
    approval: PlanCheck


@dataclass(frozen=True, slots=True)
class PlanBudget:
    """A plan's budget and who pays it.

    Attributes:
        shortfall_dkk: TMF's agreed share of the budget less what TMF pays; negative where TMF pays more. Others may pay the rest.
        tmf_ok: TMF's share is the agreed one, within the tolerance of the settings.
        lbf_ok: LBF's share is at most the agreed one.
    """

    total_dkk: int
    lbf_share: float
    lbf_ok: bool
    tmf_share: float
    tmf_ok: bool
    housing_share: float
    shortfall_dkk: int


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan of the forum.

    Attributes:
        estates: Number of estates that the plan covers.
        period_ok: The period is at most the agreed number of years.
        applicant_ok: The applicant is a housing organisation.
    """

    plan: str
    applicant: str
    applicant_ok: bool
    estates: int
    start: date
    end: date
    period_ok: bool
    phase: Phase
    budget: PlanBudget
    papers: PlanPapers


@dataclass(frozen=True, slots=True)
class AdministrationRow:
    """One municipal post under the earlier arrangement.

    Attributes:
        hours: Staff hours, where the post is hours; its kroner are then hours × the rate of the settings.
        share: Part of all plans' budget of that arrangement.
    """

    administration: str
    hours: int | None
    dkk: int
    share: float


@dataclass(frozen=True, slots=True)
class Money:
    """The money of one forum or of the city.

    Attributes:
        before: The earlier arrangement; `now` the plans that run on the reported day.
        shortfall_dkk: Sum of the running plans' shortfalls that are above the tolerance.
    """

    before: Funding
    now: Funding
    figures: PlanFigures
    shortfall_dkk: int
    agreed: AgreedTerms


@dataclass(frozen=True, slots=True)
class ForumMoney(Money):
    """All of page 3's money.

    Attributes:
        totals: Running, planned and ended plans, in this order, all three.
        hourly_rate_dkk: Kroner an hour by which hours were converted.
        plan_heading: Heading of the plan table, composed.
    """

    plans: tuple[PlanRow, ...]
    totals: tuple[PhaseTotal, ...]
    administrations: tuple[AdministrationRow, ...]
    hourly_rate_dkk: int
    plan_heading: str

    @property
    def running(self) -> tuple[PlanRow, ...]:
        """The plans that run on the reported day."""
        return tuple(plan for plan in self.plans if plan.phase is Phase.RUNNING)
