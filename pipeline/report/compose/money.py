"""Page 3's money: funding before and now, plans, municipal posts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.input.plan_budgets import SUMS, share_of
from pipeline.input.plan_phase import Phase
from pipeline.language.danish_dates import show_years
from pipeline.report.compose.lookup import Row, records
from pipeline.report.compose.material import Material
from pipeline.report.model.money import AdministrationRow, Funding, Money, PhaseTotal, PlanCheck, PlanRow
from pipeline.report.words.headings import head_plans


def compose_money(material: Material, forum_id: str) -> Money:
    """Return all of a forum's money."""
    plans = records(material.rows_of("comparison.plans", forum_id))
    rows = tuple(_plan(material, plan) for plan in plans)
    running = [row for row in rows if row.phase is Phase.RUNNING]
    funding, posts = (material.rows_of(table, forum_id) for table in ("comparison.funding", "comparison.posts"))
    before = compose_funding(material, funding, "before")
    money = material.settings.money
    return Money(
        before=before,
        now=compose_funding(material, funding, "now"),
        plans=rows,
        totals=total_phases(rows),
        administrations=tuple(_post(material, post, before.total_dkk) for post in records(posts)),
        plans_in_order=sum(row.tmf_ok for row in running),
        shortfall_dkk=sum(row.shortfall_dkk for row in running if not row.tmf_ok),
        hourly_rate_dkk=money.hourly_rate_dkk,
        tmf_share=float(money.tmf_share),
        lbf_max_share=float(money.lbf_max_share),
        max_years=material.settings.plans.max_years,
        plan_heading=head_plans(
            total_phases(rows),
            sum(not row.tmf_ok for row in rows),
            sum(row.approval.day is None for row in rows),
            sum(not row.period_ok for row in rows),
            material.language,
        ),
    )


def compose_funding(material: Material, funding: pd.DataFrame, arrangement: str) -> Funding:
    """Return who pays under one arrangement, for one forum or (with all forums' rows) for the city."""
    rows = funding[funding["arrangement"] == arrangement]
    if rows.empty:
        return Funding("", 0, 0, 0, 0, 0, 0, 0)
    sums = {name: int(rows[name].sum()) for name in SUMS}
    return Funding(
        years=show_years(int(rows["first_year"].min()), int(rows["last_year"].max())),
        yearly_dkk=int(rows["yearly_dkk"].sum()),
        total_dkk=sums["total_dkk"],
        lbf_dkk=sums["lbf_dkk"],
        municipality_dkk=sums["municipality_dkk"],
        housing_dkk=sums["housing_dkk"],
        other_dkk=sums["other_dkk"],
        municipal_posts=len(frozenset[str]().union(*rows["posts"])),
        fixed_dkk=int(rows["fixed_dkk"].sum()) if material.settings.prices else None,
    )


def total_phases(plans: Sequence[PlanRow]) -> tuple[PhaseTotal, ...]:
    """Return number and budget of the running, planned and ended plans."""
    of_phase = {phase: [plan.budget_dkk for plan in plans if plan.phase is phase] for phase in Phase}
    return tuple(PhaseTotal(phase, len(budgets), sum(budgets)) for phase, budgets in of_phase.items())


def _plan(material: Material, plan: Row) -> PlanRow:
    total = int(plan["total_dkk"])
    return PlanRow(
        plan=plan["plan"],
        applicant=plan["applicant"],
        applicant_ok=bool(plan["applicant_ok"]),
        estates=int(plan["estates"]),
        start=plan["start"],
        end=plan["end"],
        period_ok=bool(plan["period_ok"]),
        phase=Phase(plan["phase"]),
        budget_dkk=total,
        lbf_share=float(share_of(plan["lbf_dkk"], total)),
        lbf_ok=bool(plan["lbf_ok"]),
        tmf_share=float(share_of(plan["tmf_dkk"], total)),
        tmf_ok=bool(plan["tmf_ok"]),
        housing_share=float(share_of(plan["housing_dkk"], total)),
        shortfall_dkk=int(plan["shortfall_dkk"]),
        agreement=PlanCheck(plan["agreement_date"], bool(plan["agreement_ok"])),
        commitment=PlanCheck(plan["commitment_date"], bool(plan["commitment_ok"])),
        approval=PlanCheck(plan["approval_date"], bool(plan["approval_ok"])),
    )


def _post(material: Material, post: Row, total_dkk: int) -> AdministrationRow:
    name = material.settings.administration_name(post["administration"], material.language.code, material.before)
    dkk = int(post["dkk"])
    return AdministrationRow(name, int(post["hours"]) if post["in_hours"] else None, dkk, float(share_of(dkk, total_dkk)))
