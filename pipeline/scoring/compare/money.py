"""The money before and now: who pays, what each plan keeps of the agreements, the administrations' posts."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from pipeline.input.frame_columns import checked
from pipeline.input.plan_budgets import SUMS, select_funding, share_of, sum_plans, sum_present_plans, value_lines
from pipeline.input.plan_phase import Phase
from pipeline.input.reported_day import find_phase, years_between
from pipeline.input.tables import Tables
from pipeline.language.rounding import round_whole
from pipeline.problems.model import Code
from pipeline.scoring.compare.comparison import FUNDING, PLANS, POSTS, ComparedMoney
from pipeline.scoring.compare.fixed_prices import sum_fixed
from pipeline.settings.settings import Settings

AGREEMENTS = {
    "tmf_ok": {Code.TMF_SHARE_OFF},
    "lbf_ok": {Code.LBF_SHARE_OVER},
    "period_ok": {Code.PLAN_TOO_LONG},
    "applicant_ok": {Code.APPLICANT_NOT_HOUSING},
    "agreement_ok": {Code.AGREEMENT_MISSING, Code.AGREEMENT_SHARED},
    "approval_ok": {Code.APPROVAL_MISSING, Code.APPROVAL_AFTER_COMMITMENT},
    "commitment_ok": {Code.COMMITMENT_MISSING, Code.COMMITMENT_AFTER_START},
}


def compare_money(tables: Tables, settings: Settings) -> ComparedMoney:
    """Return the money before and now."""
    plans = checked(compare_plans(tables, settings), PLANS)
    return ComparedMoney(plans, checked(compare_funding(tables, plans, settings), FUNDING), checked(sum_posts(tables, settings), POSTS))


def compare_plans(tables: Tables, settings: Settings) -> pd.DataFrame:
    """Return `ComparedMoney.plans`: each plan with its sums, its phase and the agreements that it keeps.

    Whether an agreement is kept was decided once, as a finding of the input; here it is only looked up.
    """
    sums = sum_present_plans(tables.budget, settings.money.hourly_rate_dkk)
    plans = tables.plans.merge(sums, left_on="plan_id", right_index=True, how="left", validate="one_to_one")
    plans["estates"] = plans["plan_id"].map(tables.estates.groupby("plan_id").size()).fillna(0).astype(int)
    periods = list(zip(plans["start"], plans["end"], strict=True))
    plans["phase"] = [find_phase(start, end, settings.periods.present_day) for start, end in periods]
    plans["years"] = pd.Series([years_between(start, end) for start, end in periods], index=plans.index, dtype=object)
    plans["yearly_dkk"] = [round_whole(int(total) / years) for total, years in zip(plans["total_dkk"], plans["years"], strict=True)]
    for name, codes in AGREEMENTS.items():
        broken = {finding.about["plan"] for finding in tables.findings if finding.code in codes}
        plans[name] = ~plans["plan_id"].isin(list(broken))
    agreed = Fraction(settings.money.tmf_share)
    plans["shortfall_dkk"] = [
        round_whole((agreed - share_of(tmf, total)) * int(total)) for tmf, total in zip(plans["tmf_dkk"], plans["total_dkk"], strict=True)
    ]
    return plans


def compare_funding(tables: Tables, plans: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return `ComparedMoney.funding`: each forum's sums under each arrangement.

    Args:
        tables: The checked input.
        plans: `ComparedMoney.plans`, with the phases.
        settings: The hourly rate, the price index, the reported year.
    """
    budget = select_funding(tables.budget, plans)
    lines = value_lines(budget, settings.money.hourly_rate_dkk)
    lines["forum_id"] = lines["plan_id"].map(tables.forum_of_plan)
    sums = sum_plans(budget, settings.money.hourly_rate_dkk).reset_index()
    sums["forum_id"] = sums["plan_id"].map(tables.forum_of_plan)
    funding = sums.groupby(["forum_id", "arrangement"], as_index=False)[list(SUMS)].sum()
    years = lines.groupby(["forum_id", "arrangement"], as_index=False)["year"].agg(first_year="min", last_year="max")
    municipal = _municipal(lines)
    posts: dict[tuple[str, str], set[str]] = {}
    for forum_id, arrangement, post in zip(municipal["forum_id"], municipal["arrangement"], municipal["post"], strict=True):
        posts.setdefault((forum_id, arrangement), set()).add(post)
    merged = funding.merge(years, on=["forum_id", "arrangement"])
    keys = list(zip(merged["forum_id"], merged["arrangement"], strict=True))
    yearly = plans[plans["phase"] == Phase.RUNNING].groupby("forum_id")["yearly_dkk"].sum()
    length = merged["last_year"] - merged["first_year"] + 1
    fixed = sum_fixed(lines, plans, settings.prices, settings.periods.now) if settings.prices else {}
    before = [round_whole(Fraction(int(total), int(years))) for total, years in zip(merged["total_dkk"], length, strict=True)]
    return merged.assign(
        yearly_dkk=[int(yearly[forum]) if when == "now" else own for (forum, when), own in zip(keys, before, strict=True)],
        fixed_dkk=pd.Series([fixed.get(key) for key in keys], index=merged.index, dtype=float),
        posts=pd.Series([frozenset(posts.get(key, ())) for key in keys], index=merged.index, dtype=object),
    )


def sum_posts(tables: Tables, settings: Settings) -> pd.DataFrame:
    """Return `ComparedMoney.posts`: the municipal posts of the earlier arrangement by forum, administration, cash or hours."""
    lines = value_lines(tables.budget, settings.money.hourly_rate_dkk)
    lines["forum_id"] = lines["plan_id"].map(tables.forum_of_plan)
    before = _municipal(lines)
    before = before[before["arrangement"] == "before"]
    keys = ["forum_id", "administration", "in_hours"]
    return before.groupby(keys, as_index=False)[["hours", "line_dkk"]].sum().rename(columns={"line_dkk": "dkk"})


def _municipal(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the municipality's lines; a post is an administration's cash or its hours."""
    municipal = lines[lines["source"] == "municipality"].assign(in_hours=lambda frame: frame["hours"].notna())
    return municipal.assign(post=municipal["administration"] + municipal["in_hours"].map({True: " hours", False: " cash"}))
