"""The first stages by themselves: a check of the project's own input, and scoring as many areas as a country has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from benchmarks.look import Look
from benchmarks.row import Row, time_row
from benchmarks.turns import take_turns
from pipeline.disclosure.protect import protect_input
from pipeline.input.check_input import check_input
from pipeline.input.schema.workbooks import WORKBOOKS
from pipeline.input.tables import Tables
from pipeline.scoring.score_areas import score_areas

INPUT = Path(__file__).parents[1] / "input"
AREAS, FEW_AREAS = 33_000, 3_300


def measure_check(look: Look) -> list[Row]:
    """Measure a check of all workbooks, settings and policies against pandas reading the workbooks alone."""
    paths = [INPUT / workbook.filename for workbook in WORKBOOKS]
    works = {"ours": lambda: check_input(INPUT), "pandas": lambda: [pd.read_excel(path, None) for path in paths]}
    taken = take_turns(works, look.rounds)
    return [time_row("check of input/", taken["ours"], "pandas.read_excel", taken["pandas"], "pandas reads the sheets and checks nothing.")]


def measure_score(look: Look) -> list[Row]:
    """Measure scoring: the sample's areas many times over, in the sample's forums."""
    intake = check_input(INPUT)
    number = look.size(AREAS, FEW_AREAS)
    tables = repeat_areas(protect_input(intake).tables, -(-number // len(intake.tables.areas)))
    taken = take_turns({"ours": lambda: score_areas(tables, intake.policy, intake.settings.periods)}, look.rounds)
    years = tables.indicators["year"].nunique()
    return [time_row(f"score {len(tables.areas):,} areas in {years} years", taken["ours"])]


def repeat_areas(tables: Tables, times: int) -> Tables:
    """Return tables with every area repeated this often, each time with an id of its own."""

    def repeated(frame: pd.DataFrame) -> pd.DataFrame:
        copies = [frame.assign(area_id=frame["area_id"] + f"-{number}") for number in range(times)]
        return pd.concat(copies, ignore_index=True)

    return replace(tables, areas=repeated(tables.areas), area_years=repeated(tables.area_years), indicators=repeated(tables.indicators))
