"""Check totals against the sum of their parts, where the workbooks hold both. Each mismatch is an error."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import isnan

import pandas as pd

from pipeline.input.schema.indicators import INDICATORS
from pipeline.input.validate.parsed import Parsed
from pipeline.problems.model import Code, Count, Problem, SetPercent
from pipeline.settings.settings import Settings


def check_areas(parsed: Parsed) -> Iterator[Problem]:
    """Yield each number of the city that is less than the sum of its areas."""
    city = parsed.one("city_years")
    if city is None:
        return
    names = ["residents", *(name for indicator in INDICATORS for name in (indicator.count_name, indicator.base_name))]
    for table in parsed.all("area_years"):
        rows = city.frame.index[city.frame["year"] == table.year]
        for name in names if len(rows) else ():
            total, whole = table.frame[name].sum(), city.frame.loc[rows[0], name]
            if total > whole:
                facts = {"year": table.year, "sum": Count(total), "city": Count(whole)}
                yield Problem(Code.AREAS_OVER_CITY, city.place(rows[0], name), facts)


def check_rest(parsed: Parsed) -> Iterator[Problem]:
    """Yield each indicator and year in which the city outside the areas would have a count above its base.

    Any reader can subtract the areas from the city; an impossible result is an error in one of the two.
    """
    city = parsed.one("city_years")
    if city is None:
        return
    for table in parsed.all("area_years"):
        rows = city.frame.index[city.frame["year"] == table.year]
        for indicator in INDICATORS if len(rows) else ():
            areas = table.frame[[indicator.count_name, indicator.base_name]].dropna()  # a withheld area belongs to the rest
            whole = city.frame.loc[rows[0], [indicator.count_name, indicator.base_name]]
            count, base = (whole - areas.sum()).astype(float)
            if count > base >= 0:
                facts = {"year": table.year, "count": Count(count), "base": Count(base)}
                yield Problem(Code.CITY_REST_IMPOSSIBLE, city.place(rows[0], indicator.count_name), facts)


def check_districts(parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """Yield each year in which the districts' residents do not add up to the city's, within the tolerance of the settings.

    Years in only one of the two sheets are ignored, and so is a year with an unreadable cell.
    """
    city, tolerance = parsed.one("city_years"), Fraction(settings.checks.city_tolerance)
    for table in parsed.all("district_years"):
        if city is None or table.unread("year"):
            return
        totals = table.frame.groupby("year")["residents"].agg(lambda residents: residents.sum(skipna=False)).to_dict()
        for row, year, whole in zip(city.frame.index, city.frame["year"], city.frame["residents"], strict=True):
            total = totals.get(year, float("nan"))
            if not isnan(total) and not isnan(whole) and abs(int(total) - int(whole)) > tolerance * int(whole):
                facts = {"city": Count(whole), "year": int(year), "sum": Count(total), "limit": SetPercent(tolerance)}
                yield Problem(Code.DISTRICTS_NOT_CITY, city.place(row, "residents"), facts)


def check_plan_totals(parsed: Parsed) -> Iterator[Problem]:
    """Yield each plan whose total is not the sum of its present kroner; staff hours are excluded from both."""
    budget = parsed.one("budget")
    if budget is None or any(budget.unread(column) for column in ("plan_id", "arrangement", "budget_dkk")):
        return
    sums = budget.frame[budget.frame["arrangement"] == "now"].groupby("plan_id")["budget_dkk"].sum()
    for table, row, plan in parsed.rows("plans"):
        total, expected = plan["budget_total_dkk"], sums.get(plan["plan_id"], 0)
        if pd.notna(total) and expected > 0 and total != expected:  # a plan without kroner is reported already
            yield Problem(Code.PLAN_BUDGET_SUM, table.place(row, "budget_total_dkk"), {"found": Count(total), "expected": Count(expected)})
