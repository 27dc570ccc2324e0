"""Page 3's money: funding before and now, plans, municipal posts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from pipeline.input.plan_budgets import SUMS, share_of
from pipeline.input.plan_phase import Phase
from pipeline.language.danish_dates import show_years
from pipeline.report.compose.lookup import Row, records
from pipeline.report.compose.material import Material
from pipeline.report.model.money import (
    AdministrationRow,
    AgreedTerms,
    ForumMoney,
    Funding,
    PhaseTotal,
    PlanBudget,
    PlanCheck,
    PlanFigures,
    PlanPapers,
    PlanRow,
    YearlyBudget,
)
from pipeline.report.words.headings import head_plans

PAPERS: Final = ("agreement", "commitment", "approval")


def compose_money(material: Material, forum_id: str) -> ForumMoney:
    """Return all of a forum's money."""
    plans = records(material.rows_of("comparison.money.plans", forum_id))
    rows = tuple(_plan(plan) for plan in plans)
    current = [row for row in rows if row.phase is Phase.RUNNING]
    funding, posts = (material.rows_of(table, forum_id) for table in ("comparison.money.funding", "comparison.money.posts"))
    before, now = compose_funding(funding, "before"), compose_funding(funding, "now")
    totals = total_phases(rows)
    running, planned, ended = (total.plans for total in totals)
    return ForumMoney(
        before=before,
        now=now,
        figures=PlanFigures(running, planned, ended, sum(row.budget.tmf_ok for row in current), before.yearly, now.yearly),
        shortfall_dkk=sum(row.budget.shortfall_dkk for row in current if not row.budget.tmf_ok),
        agreed=compose_terms(material),
        plans=rows,
        totals=totals,
        administrations=tuple(_post(material, post, before.total_dkk) for post in records(posts)),
        hourly_rate_dkk=material.settings.money.hourly_rate_dkk,
        plan_heading=head_plans(
            totals,
            sum(not row.budget.tmf_ok for row in rows),
            sum(row.papers.agreement.day is None for row in rows),
            sum(row.papers.approval.day is None for row in rows),
            sum(not row.period_ok for row in rows),
            material.language,
        ),
    )


def compose_terms(material: Material) -> AgreedTerms:
    """Return what is agreed for every plan."""
    money = material.settings.money
    return AgreedTerms(float(money.tmf_share), float(money.lbf_max_share), material.settings.plans.max_years)


def compose_funding(funding: pd.DataFrame, arrangement: str) -> Funding:
    """Return who pays under one arrangement, for one forum or (with all forums' rows) for the city."""
    rows = funding[funding["arrangement"] == arrangement]
    if rows.empty:
        return Funding(YearlyBudget(0, ""), 0, 0, 0, 0, 0, 0)
    sums = {name: int(rows[name].sum()) for name in SUMS}
    fixed = None if rows["fixed_dkk"].isna().any() else int(rows["fixed_dkk"].sum())
    years = show_years(int(rows["first_year"].min()), int(rows["last_year"].max()))
    return Funding(
        yearly=YearlyBudget(int(rows["yearly_dkk"].sum()), years, fixed),
        total_dkk=sums["total_dkk"],
        lbf_dkk=sums["lbf_dkk"],
        municipality_dkk=sums["municipality_dkk"],
        housing_dkk=sums["housing_dkk"],
        other_dkk=sums["other_dkk"],
        municipal_posts=len(frozenset[str]().union(*rows["posts"])),
    )


def total_phases(plans: Sequence[PlanRow]) -> tuple[PhaseTotal, ...]:
    """Return number and budget of the running, planned and ended plans."""
    of_phase = {phase: [plan.budget.total_dkk for plan in plans if plan.phase is phase] for phase in Phase}
    return tuple(PhaseTotal(phase, len(budgets), sum(budgets)) for phase, budgets in of_phase.items())


def _plan(plan: Row) -> PlanRow:
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
        budget=PlanBudget(
            total_dkk=total,
            lbf_share=float(share_of(plan["lbf_dkk"], total)),
            lbf_ok=bool(plan["lbf_ok"]),
            tmf_share=float(share_of(plan["tmf_dkk"], total)),
            tmf_ok=bool(plan["tmf_ok"]),
            housing_share=float(share_of(plan["housing_dkk"], total)),
            shortfall_dkk=int(plan["shortfall_dkk"]),
        ),
        papers=PlanPapers(*(PlanCheck(plan[f"{paper}_date"], bool(plan[f"{paper}_ok"])) for paper in PAPERS)),
    )


def _post(material: Material, post: Row, total_dkk: int) -> AdministrationRow:
    name = material.settings.administration_name(post["administration"], material.language.code, material.before)
    dkk = int(post["dkk"])
    return AdministrationRow(name, int(post["hours"]) if post["in_hours"] else None, dkk, float(share_of(dkk, total_dkk)))
