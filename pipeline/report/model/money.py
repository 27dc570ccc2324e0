"""The money's part of a report: who pays before and now, the plans, the administrations' posts. Whole kroner; shares are fractions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.input.plan_phase import Phase


@dataclass(frozen=True, slots=True)
class Funding:
    """Who pays under one arrangement.

    Attributes:
        years: The budget years, such as ``2008–2011``; empty where there is no money.
        yearly_dkk: Kroner a year: before, the total by the number of years; now, the sum of each plan's budget by its length.
        lbf_dkk: Landsbyggefonden; `municipality_dkk`, `housing_dkk`, `other_dkk` likewise.
        municipal_posts: Number of municipal posts (administrations; cash and hours apart).
        fixed_dkk: Kroner a year in prices of the reported year; None without a price index.
    """

    years: str
    yearly_dkk: int
    total_dkk: int
    lbf_dkk: int
    municipality_dkk: int
    housing_dkk: int
    other_dkk: int
    municipal_posts: int
    fixed_dkk: int | None = None

    def share(self, part_dkk: int) -> float:
        """Return a part as a fraction of the total; 0.0 where there is no money at all."""
        return part_dkk / self.total_dkk if self.total_dkk else 0.0


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
class PlanRow:
    """One plan of the forum.

    Attributes:
        estates: Number of estates that the plan covers.
        shortfall_dkk: TMF's agreed share of the budget less what TMF pays; negative where TMF pays more. Others may pay the rest.
        tmf_ok: TMF's share is the agreed one, within the tolerance of the settings.
        lbf_ok: LBF's share is at most the agreed one.
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
    budget_dkk: int
    lbf_share: float
    lbf_ok: bool
    tmf_share: float
    tmf_ok: bool
    housing_share: float
    shortfall_dkk: int
    agreement: PlanCheck
    commitment: PlanCheck
    approval: PlanCheck


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
    """All of page 3's money.

    Attributes:
        before: The earlier arrangement; `now` the plans that run on the reported day.
        totals: Running, planned and ended plans, in this order, all three.
        plans_in_order: Running plans whose municipal share is the agreed one.
        shortfall_dkk: Sum of the running plans' shortfalls that are above the tolerance.
        max_years: The agreed longest period of a plan.
        hourly_rate_dkk: Kroner an hour by which hours were converted.
        tmf_share: The agreed municipal share; `lbf_max_share` LBF's agreed highest share.
        plan_heading: Heading of the plan table, composed.
    """

    before: Funding
    now: Funding
    plans: tuple[PlanRow, ...]
    totals: tuple[PhaseTotal, ...]
    administrations: tuple[AdministrationRow, ...]
    plans_in_order: int
    shortfall_dkk: int
    hourly_rate_dkk: int
    tmf_share: float
    lbf_max_share: float
    max_years: int
    plan_heading: str

    @property
    def running(self) -> tuple[PlanRow, ...]:
        """The plans that run on the reported day."""
        return tuple(plan for plan in self.plans if plan.phase is Phase.RUNNING)
