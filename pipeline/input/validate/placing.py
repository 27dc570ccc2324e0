"""Add to every problem the area, plan or other row that it concerns, and the year, as named in the workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from pipeline.input.cell_values import OUR_YEARS, year_of
from pipeline.input.schema.columns import Kind
from pipeline.input.validate.parsed import Parsed, ParsedTable
from pipeline.problems.model import Problem

CELL: Final = re.compile(r"[A-Z]*(\d+)")


def place_problems(problems: Iterable[Problem], parsed: Parsed) -> list[Problem]:
    """Return the problems with area and period filled in, if their row has them."""
    tables = {(table.raw.file, table.raw.title): table for table in parsed.tables}
    names = _area_names(parsed)
    placed = []
    for problem in problems:
        table = tables.get((problem.place.file, problem.place.sheet or ""))
        placed.append(_placed(problem, table, names) if table is not None else problem)
    return placed


def _area_names(parsed: Parsed) -> dict[str, str]:
    areas = parsed.one("areas")
    if areas is None:
        return {}
    pairs = zip(areas.frame["area_id"], areas.frame["area"], strict=True)
    return {area_id: name for area_id, name in pairs if area_id is not None and name is not None}


def _placed(problem: Problem, table: ParsedTable, names: dict[str, str]) -> Problem:
    period = table.raw.title.strip() if table.raw.sheet.yearly else ""
    match = CELL.match(problem.place.cell or "")
    row = int(match[1]) if match else 0
    if row not in table.frame.index:
        return replace(problem, period=period)
    values: dict[str, Any] = {str(name): table.frame.at[row, name] for name in table.frame.columns}
    year = values.get("year") if pd.notna(values.get("year")) else _year_above(problem, table)
    if year is not None:
        period = str(int(year))
    return replace(problem, area=names.get(str(values.get("area_id")), "") or _first_text(table, values), period=period)


def _year_above(problem: Problem, table: ParsedTable) -> int | None:
    """Return the year that heads the problem's column in a wide sheet."""
    letter = (problem.place.cell or "").rstrip("0123456789")
    header = next((column.header for column in table.raw.sheet.columns if letter and table.raw.letters.get(column.name) == letter), None)
    return year_of(header, OUR_YEARS)


def _first_text(table: ParsedTable, values: Mapping[str, Any]) -> str:
    """Return the row's name, or its id if it has none."""
    for kinds in ({Kind.TEXT}, {Kind.ID, Kind.REFERENCE}):
        for column in table.raw.sheet.columns:
            value = values.get(column.name)
            if column.kind in kinds and isinstance(value, str):
                return value
    return ""
