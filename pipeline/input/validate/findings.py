"""Findings: what is right enough to be reported but not as agreed. They stop nothing; the reports print them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

import pandas as pd

from pipeline.input.cell_values import IMPOSSIBLE, WITHHELD
from pipeline.input.plan_budgets import share_of, sum_present_plans
from pipeline.input.reported_day import last_day
from pipeline.input.schema.indicators import INDICATORS
from pipeline.input.tables import Tables
from pipeline.input.validate.contradictions import find_contradictions
from pipeline.input.validate.copies import find_copies
from pipeline.input.validate.jumps import find_jumps
from pipeline.input.validate.parsed import Parsed
from pipeline.language.danish_dates import show_years
from pipeline.problems.model import Code, Percent, Place, Problem
from pipeline.settings.settings import Settings

PROVISIONAL: Final = "*"
MARKS: Final = {WITHHELD: Code.COUNT_WITHHELD, IMPOSSIBLE: Code.COUNT_IMPOSSIBLE, PROVISIONAL: Code.COUNT_PROVISIONAL}


def find_findings(tables: Tables, parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """Yield every finding, with the plan, area and forum that it concerns.

    Args:
        tables: The typed tables.
        parsed: The same values with their addresses.
        settings: The agreed shares, the longest period, the two years, how far bases may jump.
    """
    yield from _plan_papers(parsed)
    yield from _plan_periods(tables, parsed, settings)
    yield from _plan_money(tables, parsed, settings)
    yield from _plan_estates(parsed)
    yield from _areas(tables, parsed, settings)
    yield from find_contradictions(tables, parsed, settings)
    yield from find_jumps(tables, parsed, settings)
    yield from find_copies(parsed, settings.periods.now)
    yield from _later_sheets(parsed, settings)
    yield from _undated_groups(parsed, settings)


def _later_sheets(parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """Sheets of years after the reported one: they wait for their counting day, or the reports look back."""
    now = settings.periods.now
    for table in parsed.all("area_years"):
        if table.year > now:
            yield Problem(Code.SHEET_LATER, Place(table.raw.file, table.raw.title), {"now": now})


def _undated_groups(parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """Steering groups of the present arrangement without a first day, where the reports look back: the workbook is of a later day."""
    if all(table.year <= settings.periods.now for table in parsed.all("area_years")):
        return
    cells = [
        table.place(row, "group_id")
        for table, row, group in parsed.rows("steering_groups")
        if group["arrangement"] == "now" and group["from_day"] is None
    ]
    if cells:
        place = replace(cells[0], more=tuple(str(one.cell) for one in cells[1:]))
        yield Problem(Code.GROUPS_UNDATED, place, {"number": len(cells), "day": settings.periods.present_day})


def _plan_papers(parsed: Parsed) -> Iterator[Problem]:
    """Applicant, agreement, approval not later than commitment, agreement and commitment before the start (the seed's three facts and the agreement)."""
    first_with: dict[str, str] = {}
    for table, row, plan in parsed.rows("plans"):
        about = {"plan": plan["plan_id"], "forum": plan["forum_id"]}
        facts: dict[str, object] = {"plan": plan["plan"]}
        start, approval, commitment = plan["start"], plan["approval_date"], plan["commitment_date"]
        if plan["applicant_type"] != "housing_organisation":
            yield Problem(Code.APPLICANT_NOT_HOUSING, table.place(row, "applicant_type"), facts | {"found": plan["applicant"]}, about)
        if plan["agreement"] is None or plan["agreement_date"] is None:
            lacking = "agreement" if plan["agreement"] is None else "agreement_date"
            yield Problem(Code.AGREEMENT_MISSING, table.place(row, lacking), facts, about)
        elif plan["agreement"] in first_with:
            shared = facts | {"found": plan["agreement"], "other": first_with[plan["agreement"]]}
            yield Problem(Code.AGREEMENT_SHARED, table.place(row, "agreement"), shared, about)
        if plan["agreement_date"] is not None and plan["agreement_date"] > start:
            late = facts | {"found": plan["agreement_date"], "expected": start}
            yield Problem(Code.AGREEMENT_AFTER_START, table.place(row, "agreement_date"), late, about)
        first_with.setdefault(plan["agreement"], plan["plan"])
        if approval is None:
            yield Problem(Code.APPROVAL_MISSING, table.place(row, "approval_date"), facts | {"start": start}, about)
        elif commitment is not None and approval > commitment:
            late = facts | {"found": approval, "expected": commitment}
            yield Problem(Code.APPROVAL_AFTER_COMMITMENT, table.place(row, "approval_date"), late, about)
        if commitment is None:
            yield Problem(Code.COMMITMENT_MISSING, table.place(row, "commitment_date"), facts | {"start": start}, about)
        elif commitment >= start:
            late = facts | {"found": commitment, "expected": start}
            yield Problem(Code.COMMITMENT_AFTER_START, table.place(row, "commitment_date"), late, about)


def _plan_periods(tables: Tables, parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    budget_years = tables.budget[tables.budget["arrangement"] == "now"].groupby("plan_id")["year"].agg(["min", "max"])
    lines = [(table, row, line) for table, row, line in parsed.rows("budget") if line["arrangement"] == "now"]
    for table, row, plan in parsed.rows("plans"):
        about = {"plan": plan["plan_id"], "forum": plan["forum_id"]}
        start, end = plan["start"], plan["end"]
        if end > last_day(start, settings.plans.max_years):
            facts = {"plan": plan["plan"], "start": start, "end": end, "years": settings.plans.max_years}
            yield Problem(Code.PLAN_TOO_LONG, table.place(row, "end"), facts, about)
        first, last = (int(year) for year in budget_years.loc[plan["plan_id"]])
        if first < start.year or last > end.year:
            facts = {"plan": plan["plan"], "found": show_years(first, last), "expected": show_years(start.year, end.year)}
            outside = next(
                of.place(place, "year")
                for of, place, line in lines
                if line["plan_id"] == plan["plan_id"] and not start.year <= line["year"] <= end.year
            )
            yield Problem(Code.BUDGET_YEAR_OUTSIDE_PLAN, outside, facts, about)


def _plan_money(tables: Tables, parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """TMF pays the agreed share of every plan, LBF at most its highest share."""
    agreed, tolerance = Fraction(settings.money.tmf_share), Fraction(settings.money.tolerance_pp) / 100
    highest = Fraction(settings.money.lbf_max_share)
    sums = sum_present_plans(tables.budget, settings.money.hourly_rate_dkk)
    for _, _, plan in parsed.rows("plans"):
        about = {"plan": plan["plan_id"], "forum": plan["forum_id"]}
        total, tmf, lbf = (sums.loc[plan["plan_id"], name] for name in ("total_dkk", "tmf_dkk", "lbf_dkk"))
        if abs(share_of(tmf, total) - agreed) > tolerance:
            facts = {"plan": plan["plan"], "found": Percent(share_of(tmf, total)), "expected": Percent(agreed)}
            yield Problem(Code.TMF_SHARE_OFF, _budget_cells(parsed, plan["plan_id"], "administration", "TMF"), facts, about)
        if share_of(lbf, total) - highest > tolerance:
            facts = {"plan": plan["plan"], "found": Percent(share_of(lbf, total)), "expected": Percent(highest)}
            yield Problem(Code.LBF_SHARE_OVER, _budget_cells(parsed, plan["plan_id"], "source", "lbf"), facts, about)


def _budget_cells(parsed: Parsed, plan_id: str, column: str, payer: str) -> Place:
    """Return the cells of a plan's present kroner and hours from one payer, as ``F12, G15``."""
    table = parsed.all("budget")[0]
    lines = table.frame[(table.frame["plan_id"] == plan_id) & (table.frame[column] == payer) & (table.frame["arrangement"] == "now")]
    in_kroner = lines["budget_dkk"].notna()
    cells = [str(table.place(row, "budget_dkk" if in_kroner[row] else "hours").cell) for row in lines.index]
    return Place(table.raw.file, table.raw.title, cells[0] if cells else None, tuple(cells[1:]))


def _plan_estates(parsed: Parsed) -> Iterator[Problem]:
    estates = parsed.one("estates")
    covered = set(estates.frame["plan_id"]) if estates is not None else set()
    for table, row, plan in parsed.rows("plans"):
        if plan["plan_id"] not in covered:
            about = {"plan": plan["plan_id"], "forum": plan["forum_id"]}
            yield Problem(Code.PLAN_WITHOUT_ESTATE, table.place(row, "plan_id"), {"plan": plan["plan"]}, about)


def _areas(tables: Tables, parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """Areas that are not the same in the two years, and numbers that the source withholds in one of them."""
    before, now = settings.periods.before, settings.periods.now
    names, forums = (tables.areas.set_index("area_id")[name] for name in ("area", "forum_id"))
    sheets = {table.year: table for table in parsed.all("area_years")}
    rows = {year: pd.Series(sheets[year].frame.index, index=sheets[year].frame["area_id"]) for year in (before, now)}
    versions = {year: sheets[year].frame.set_index("area_id")["boundary_version"] for year in (before, now)}
    for area_id in tables.areas["area_id"]:
        about = {"area": area_id, "forum": str(forums[area_id])}
        facts: dict[str, object] = {"area": names[area_id], "before": before, "now": now}
        if area_id in rows[now] and area_id not in rows[before]:
            yield Problem(Code.AREA_NEW, sheets[now].place(rows[now][area_id], "area_id"), facts, about)
        elif area_id in rows[before] and area_id not in rows[now]:
            yield Problem(Code.AREA_CLOSED, sheets[before].place(rows[before][area_id], "area_id"), facts, about)
        elif area_id in rows[now] and versions[before][area_id] != versions[now][area_id]:
            place = sheets[now].place(rows[now][area_id], "boundary_version")
            changed = facts | {"found": versions[now][area_id], "expected": versions[before][area_id]}
            yield Problem(Code.BOUNDARY_CHANGED, place, changed, about)
    yield from _marked_numbers(tables, parsed, settings)


def _marked_numbers(tables: Tables, parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """Numbers of the compared years that the source withholds, that cannot occur, or that are provisional."""
    names, forums = (tables.areas.set_index("area_id")[name].to_dict() for name in ("area", "forum_id"))
    for table in parsed.all("area_years"):
        if table.year not in (settings.periods.before, settings.periods.now):
            continue
        area_ids = {int(str(row)): area_id for row, area_id in table.frame["area_id"].items()}
        for indicator in INDICATORS:
            counts, bases = (table.raw.frame[name] for name in (indicator.count_name, indicator.base_name))
            for row, area_id in area_ids.items():
                marked = next(
                    ((column, MARKS[mark]) for column, cell in ((counts, counts[row]), (bases, bases[row])) if (mark := _mark(cell))), None
                )
                if marked is not None:
                    about = {"area": area_id, "forum": str(forums[area_id]), "indicator": indicator.id}
                    facts = {"area": names[area_id], "year": table.year, "column": indicator.header}
                    yield Problem(marked[1], table.place(row, str(marked[0].name)), facts, about)


def _mark(cell: object) -> str:
    """Return the source's mark in a cell: all of it, or the sign at a number's end."""
    if not isinstance(cell, str):
        return ""
    return cell if cell in MARKS else cell[-1:] if cell[-1:] == PROVISIONAL else ""
