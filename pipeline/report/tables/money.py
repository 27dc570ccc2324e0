"""The tables of money: sources of funding, the plans one by one and in total, the administrations' budget items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from pipeline.input.plan_budgets import SUMS, select_funding, share_of
from pipeline.input.plan_phase import Phase
from pipeline.language.language import N_
from pipeline.report.compose.lookup import Parts, Row, records
from pipeline.report.compose.material import Material
from pipeline.report.model.figures import FigureState
from pipeline.report.tables.addresses import in_plans
from pipeline.report.tables.model import Dataset, Value
from pipeline.report.tables.shaping import make_dataset, yes_or_no

SHARES = ("lbf_share", "municipality_share", "tmf_share", "housing_share")
FUNDING = (
    "forum",
    "arrangement",
    "first_year",
    "last_year",
    "yearly_dkk",
    "fixed_dkk",
    *SUMS,
    *SHARES,
    "other_share",
    "posts",
    "budget_cells",
)
PLANS = (
    *(
        "forum",
        "plan_id",
        "plan",
        "applicant",
        "applicant_ok",
        "start",
        "end",
        "years",
        "period_ok",
        "phase",
        "estates",
        "plan_yearly_dkk",
        *SUMS,
        *SHARES,
        "lbf_ok",
    ),
    *("tmf_ok", "shortfall_dkk", "agreement", "agreement_date", "agreement_ok", "commitment_date", "commitment_ok", "approval_date"),
    *("approval_ok", "plan_cells", "budget_cells", "estate_cells"),
)
TOTALS = (
    *("forum", "phase", "plans", "budget_sum", "plans_in_order", "plans_off", "plans_unapproved", "plans_too_long", "plans_ending"),
    *("agreements", "commitments", "approvals", "shortfall_sum"),
)
POSTS = ("forum", "administration", "hours", "post_dkk", "post_share", "budget_cells")
ARRANGEMENTS: Mapping[str, str] = {"before": N_("Before"), "now": N_("Now")}
PHASES: Mapping[Phase, str] = {Phase.ENDED: N_("ended"), Phase.RUNNING: N_("running"), Phase.PLANNED: N_("planned")}


def budget_of_forums(material: Material) -> pd.DataFrame:
    """Return the budget lines that who pays is made of, with the forum of their plan."""
    lines = select_funding(material.tables.budget, material.comparison.money.plans)
    return lines.assign(forum_id=lines["plan_id"].map(material.tables.forum_of_plan))


def tabulate_funding(material: Material) -> Dataset:
    """Return the funding by source, per forum and arrangement and for the whole city."""
    funding, lines = material.comparison.money.funding, budget_of_forums(material)
    split = Parts(funding), Parts(lines)
    forums = [(forum["forum_id"], forum["forum"]) for forum in material.forums]
    rows: list[tuple[str, Sequence[Value]]] = []
    for forum_id, name in (*forums, ("", material.language.gettext("The whole city"))):
        for arrangement, word in ARRANGEMENTS.items():
            of_forum = [parts.of(forum_id) for parts in split] if forum_id else [funding, lines]
            own, own_lines = (frame[frame["arrangement"] == arrangement] for frame in of_forum)
            if len(own):
                figures = _fund(own, in_plans(own_lines["cell"]))
                rows.append((forum_id, (name, material.language.gettext(word), *figures)))
    return make_dataset("funding", FUNDING, rows, material.language)


def _fund(funding: pd.DataFrame, cells: str) -> Sequence[Value]:
    sums = {name: int(funding[name].sum()) for name in SUMS}
    shares = [_share(sums, name) for name in (*SHARES, "other_share")]
    posts = len(frozenset[str]().union(*funding["posts"]))
    return (
        int(funding["first_year"].min()),
        int(funding["last_year"].max()),
        int(funding["yearly_dkk"].sum()),
        None if funding["fixed_dkk"].isna().any() else int(funding["fixed_dkk"].sum()),
        *sums.values(),
        *shares,
        posts,
        cells,
    )


def _share(sums: Mapping[str, int], name: str) -> float:
    return float(share_of(sums[name.replace("share", "dkk")], sums["total_dkk"]))


def tabulate_plans(material: Material) -> Dataset:
    """Return the plans one by one."""
    tables, language = material.tables, material.language
    names = dict(zip(tables.forums["forum_id"], tables.forums["forum"], strict=True))
    lines = tables.budget[tables.budget["arrangement"] == "now"].groupby("plan_id")["cell"].agg(list)
    estates = tables.estates.groupby("plan_id")["cell"].agg(list)
    rows = []
    for plan in records(material.comparison.money.plans):
        key = plan["plan_id"]
        addresses = (in_plans([plan["cell"]]), in_plans(lines.get(key, ())), in_plans(estates.get(key, ())))
        rows.append((plan["forum_id"], (names[plan["forum_id"]], *_plan(plan, material), *addresses)))
    return make_dataset("plans", PLANS, rows, language)


def _plan(plan: Row, material: Material) -> Sequence[Value]:
    language = material.language
    sums = {name: int(plan[name]) for name in SUMS}

    def kept(name: str) -> Value:
        return yes_or_no(float(plan[name]), language)

    def told(name: str) -> str | date | FigureState:
        found = plan[name]  # None or NaN if the workbook has none
        return found if isinstance(found, str | date) else FigureState.MISSING

    return (
        *(plan["plan_id"], plan["plan"], plan["applicant"], kept("applicant_ok"), plan["start"], plan["end"]),
        *(float(plan["years"]), kept("period_ok")),
        *(language.gettext(PHASES[Phase(plan["phase"])]), int(plan["estates"]), int(plan["yearly_dkk"]), *sums.values()),
        *(*(_share(sums, name) for name in SHARES), kept("lbf_ok"), kept("tmf_ok"), int(plan["shortfall_dkk"])),
        *(told("agreement"), told("agreement_date"), kept("agreement_ok")),
        *(told("commitment_date"), kept("commitment_ok"), told("approval_date"), kept("approval_ok")),
    )


def tabulate_plan_totals(material: Material) -> Dataset:
    """Return how many plans there are of each phase and how many keep what was agreed, by forum and in the whole city."""
    plans = material.comparison.money.plans
    forums = [(forum["forum_id"], forum["forum"]) for forum in material.forums]
    rows = []
    for forum_id, name in (*forums, ("", material.language.gettext("The whole city"))):
        own = records(material.rows_of("comparison.money.plans", forum_id) if forum_id else plans)
        for phase in Phase:
            of_phase = [plan for plan in own if plan["phase"] == phase]
            rows.append((forum_id, (name, material.language.gettext(PHASES[phase]), *_total(of_phase, material.now))))
        rows.append((forum_id, (name, material.language.gettext("Total"), *_total(own, material.now))))
    return make_dataset("plan_totals", TOTALS, rows, material.language)


def _total(plans: Sequence[Row], now: int) -> Sequence[Value]:
    off = [plan for plan in plans if not plan["tmf_ok"]]
    return (
        *(len(plans), sum(int(plan["total_dkk"]) for plan in plans), len(plans) - len(off), len(off)),
        sum(plan["approval_date"] is None for plan in plans),
        sum(not plan["period_ok"] for plan in plans),
        sum(plan["end"].year == now for plan in plans),
        *(sum(bool(plan[paper]) for plan in plans) for paper in ("agreement_ok", "commitment_ok", "approval_ok")),
        sum(int(plan["shortfall_dkk"]) for plan in off),
    )


def tabulate_posts(material: Material) -> Dataset:
    """Return the municipal budget items of the earlier arrangement."""
    comparison, lines = material.comparison, budget_of_forums(material)
    before = Parts(lines[(lines["arrangement"] == "before") & (lines["source"] == "municipality")])
    totals = comparison.money.funding[comparison.money.funding["arrangement"] == "before"].set_index("forum_id")["total_dkk"]
    names = dict(zip(material.tables.forums["forum_id"], material.tables.forums["forum"], strict=True))
    rows = []
    for post in records(comparison.money.posts):
        forum_id, in_hours = post["forum_id"], bool(post["in_hours"])
        of_forum = before.of(forum_id)
        own = of_forum[(of_forum["administration"] == post["administration"]) & (of_forum["hours"].notna() == in_hours)]
        name = material.settings.administration_name(post["administration"], material.language.code, material.before)
        hours, kroner = int(post["hours"]) if in_hours else None, int(post["dkk"])
        rows.append((forum_id, (names[forum_id], name, hours, kroner, float(share_of(kroner, totals[forum_id])), in_plans(own["cell"]))))
    return make_dataset("posts", POSTS, rows, material.language)
