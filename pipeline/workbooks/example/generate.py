"""Write the three input workbooks of the example, at any size.

Enters: sizes and a seed. Leaves: `indikatorer.xlsx`, `helhedsplaner.xlsx`, `fora.xlsx`; the same arguments give the same bytes.
Never: a real indicator. Places and their residents are real up to a certain size, everything else is invented, and the files say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from pipeline.input.schema.columns import Workbook
from pipeline.input.schema.workbooks import ABOUT_FIELDS, FORUMS, INDICATOR_WORKBOOK, LONG_SHEETS_VERSION, PLANS, SCHEMA_FIELD
from pipeline.workbooks.example.activity_numbers import organisation_tables
from pipeline.workbooks.example.budget_numbers import budget_table, present_totals
from pipeline.workbooks.example.forum_tables import forum_tables
from pipeline.workbooks.example.geography import invent_geography
from pipeline.workbooks.example.indicator_numbers import draw_indicators
from pipeline.workbooks.example.plan_numbers import draw_plans, plan_tables
from pipeline.workbooks.style import Filled, write_workbook
from pipeline.workbooks.tables import Table

NEWEST_COUNT: Final = 2025
CONTACT: Final = "Teknik- og Miljøforvaltningen, boligsocialt sekretariat, boligsocial@kommune.example"
SOURCES: Final = {
    INDICATOR_WORKBOOK.name: "Opdigtede tal til afprøvning. Befolkningstal for bydele 2011, 2015 og 2019 efter Københavns Kommunes statistik, "
    "tabel Be4.3; øvrige år er fremskrevet.",
    PLANS.name: "Opdigtede planer, beløb og indsatser til afprøvning.",
    FORUMS.name: "Fora efter Politik for udsatte byområder, 2011. Opdigtede modtagere til afprøvning.",
}

EXAMPLE_YEARS: Final = (2011, 2015, 2019, 2025)


def write_example(
    folder: Path,
    *,
    forums: int = 6,
    areas: int = 24,
    years: Sequence[int] = EXAMPLE_YEARS,
    plans: int = 33,
    seed: int = 2011,
) -> list[Path]:
    """Write the example's workbooks into a folder.

    Args:
        folder: Target folder; created if missing.
        forums: Number of forums; the six real ones first.
        areas: Number of neighbourhoods, at least one per forum; the 24 named ones first.
        years: Years of the indicators, in any order.
        plans: Number of plans; 0 leaves only the headers in the sheets of plans.
        seed: Random seed.

    Returns:
        The files, in the order of the schema.

    Raises:
        ValueError: the sizes are impossible.
    """
    if not years:
        raise ValueError("years: found none, expected at least one")
    if plans < 0:
        raise ValueError(f"plans: found {plans}, expected 0 or more")
    ascending = sorted(set(years))
    chance = [np.random.default_rng(source) for source in np.random.SeedSequence(seed).spawn(6)]
    geography = invent_geography(forums, areas, chance[0])
    indicators = draw_indicators(geography, ascending, chance[1])
    drawn = draw_plans(geography, plans, indicators.dwellings, indicators.levels, chance[2])
    budget = budget_table(drawn, chance[3])
    plan_sheets = (
        plan_tables(drawn, geography, present_totals(budget)) | {"budget": budget} | organisation_tables(geography, drawn, chance[4])
    )
    indicator_sheets = {
        "areas": indicators.areas,
        "city_years": indicators.city,
        "district_years": indicators.districts,
        "definitions": indicators.definitions,
    }
    folder.mkdir(parents=True, exist_ok=True)
    extracted = date(max(NEWEST_COUNT, ascending[-1]) + 1, 2, 2)
    return [
        _write(folder, INDICATOR_WORKBOOK, indicator_sheets, extracted, indicators.years),
        _write(folder, PLANS, plan_sheets, extracted),
        _write(folder, FORUMS, forum_tables(geography, chance[5]), extracted),
    ]


def _write(
    folder: Path, workbook: Workbook, tables: Mapping[str, Table], extracted: date, yearly: Mapping[int, Table] | None = None
) -> Path:
    """Write one workbook: `Om` first, a yearly sheet once per year."""
    with_about = {"about": _about(workbook, extracted), **tables}
    sheets: list[Filled] = []
    for sheet in workbook.sheets:
        if sheet.title is None:
            sheets += [Filled(sheet, str(year), table) for year, table in (yearly or {}).items()]
        else:
            sheets.append(Filled(sheet, sheet.title, with_about[sheet.name]))
    return write_workbook(folder / workbook.filename, sheets)


def _about(workbook: Workbook, extracted: date) -> Table:
    """Return the origin of the workbook, marked as an example."""
    known = {
        "source": SOURCES[workbook.name],
        "extracted": f"{extracted:%d-%m-%Y}",
        "contact": CONTACT,
        "version": f"Eksempel, {extracted:%Y}",
        "sample": "ja",
    }
    return {"field": [*ABOUT_FIELDS, SCHEMA_FIELD], "value": [*(known[name] for name in ABOUT_FIELDS.values()), str(LONG_SHEETS_VERSION)]}
