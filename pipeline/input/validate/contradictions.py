"""Findings where two places of the workbooks say different things, and nobody can know which is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from pipeline.input.schema.indicators import INDICATORS, Base
from pipeline.input.tables import Tables
from pipeline.input.validate.parsed import Parsed, ParsedTable
from pipeline.problems.model import Code, Count, Place, Problem
from pipeline.settings.settings import Settings


def find_contradictions(tables: Tables, parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """Yield a finding for each contradiction, with the plan or area and the forum that it concerns."""
    compared = (settings.periods.before, settings.periods.now)
    forums = tables.areas.set_index("area_id")["forum_id"]
    yield from _estates_elsewhere(tables, parsed, forums)
    yield from _lines_twice(tables, parsed)
    yield from _areas_without_numbers(tables, parsed, compared)
    for table in parsed.all("area_years"):
        if table.year in compared:
            yield from _bases(table, tables)


def _estates_elsewhere(tables: Tables, parsed: Parsed, forums: pd.Series) -> Iterator[Problem]:
    """Plans of one forum with estates in areas of another: one finding for each plan and other forum."""
    names = tables.forums.set_index("forum_id")["forum"]
    plans = tables.plans.set_index("plan_id")
    found: dict[tuple[str, str], list[Place]] = {}
    for table, row, estate in parsed.rows("estates"):
        forum = forums.get(estate["area_id"])
        if estate["plan_id"] in plans.index and forum is not None and forum != plans.at[estate["plan_id"], "forum_id"]:
            found.setdefault((estate["plan_id"], forum), []).append(table.place(row, "area_id"))
    for (plan_id, forum), cells in found.items():
        own = str(plans.at[plan_id, "forum_id"])
        place = replace(cells[0], more=tuple(str(one.cell) for one in cells[1:]))
        facts = {"plan": plans.at[plan_id, "plan"], "forum": names[own], "number": len(cells), "other": names[forum]}
        yield Problem(Code.ESTATE_ELSEWHERE, place, facts, {"plan": plan_id, "forum": own})


def _lines_twice(tables: Tables, parsed: Parsed) -> Iterator[Problem]:
    """Lines of a long budget that are there twice, to the krone; a wide one has each payer once."""
    plans = tables.plans.set_index("plan_id")["plan"]
    for table in parsed.all("budget"):
        firsts: dict[tuple[object, ...], int] = {}
        for row, line in zip(
            table.frame.index, table.frame.astype(object).where(table.frame.notna(), None).to_numpy().tolist(), strict=True
        ):
            first = firsts.setdefault(tuple(line), row)
            if first != row:
                values = dict(zip(table.frame.columns, line, strict=True))
                facts = {"plan": plans.get(values["plan_id"], values["plan_id"]), "year": int(values["year"])}
                facts |= {"first": str(table.place(first, "plan_id").cell)}
                about = {"plan": values["plan_id"], "forum": tables.forum_of_plan[values["plan_id"]]}
                yield Problem(Code.BUDGET_LINE_TWICE, table.place(row, "plan_id"), facts, about)


def _areas_without_numbers(tables: Tables, parsed: Parsed, compared: tuple[int, int]) -> Iterator[Problem]:
    """Areas of which neither compared year has numbers."""
    before, now = compared
    counted = set(tables.area_years.loc[tables.area_years["year"].isin(compared), "area_id"])
    forums = tables.areas.set_index("area_id")["forum_id"]
    for table, row, area in parsed.rows("areas"):
        if area["area_id"] not in counted:
            about = {"area": area["area_id"], "forum": str(forums[area["area_id"]])}
            facts = {"area": area["area"], "before": before, "now": now}
            yield Problem(Code.AREA_WITHOUT_NUMBERS, table.place(row, "area_id"), facts, about)


def _bases(table: ParsedTable, tables: Tables) -> Iterator[Problem]:
    """Bases of all residents that are not the residents, of some that are more, and of all dwellings that are not the same."""
    areas = tables.areas.set_index("area_id")
    dwellings = next(indicator for indicator in INDICATORS if indicator.base_is is Base.DWELLINGS)
    for indicator in INDICATORS:
        expected = "residents" if indicator.base_is is not Base.DWELLINGS else dwellings.base_name
        bases, others = table.frame[indicator.base_name], table.frame[expected]
        wrong = bases > others if indicator.base_is is Base.SOME_RESIDENTS else (bases != others) & bases.notna() & others.notna()
        for row in table.frame.index[wrong]:
            area_id = table.frame.at[row, "area_id"]
            other = table.raw.sheet.column(expected).header
            facts = {"area": areas.at[area_id, "area"], "column": table.raw.sheet.column(indicator.base_name).header, "other": other}
            facts |= {"found": Count(bases[row]), "expected": Count(others[row]), "year": table.year}
            about = {"area": str(area_id), "forum": str(areas.at[area_id, "forum_id"]), "indicator": indicator.id}
            yield Problem(Code.BASES_DIFFER, table.place(row, indicator.base_name), facts, about)
