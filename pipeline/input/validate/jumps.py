"""Find jumps: residents and bases that change more between two years' sheets than is plausible, often a shifted row or a typing error."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import isnan

from pipeline.input.schema.indicators import INDICATORS
from pipeline.input.tables import Tables
from pipeline.input.validate.parsed import Parsed, ParsedTable
from pipeline.problems.model import Code, Count, Place, Problem, SetPercent
from pipeline.settings.settings import Settings

COMPARED = ("residents", *(indicator.base_name for indicator in INDICATORS))


def find_jumps(tables: Tables, parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """Yield one finding per area and year with a jump since the previous sheet.

    It names the first number that jumped and has the cells of all of them. An area with a new boundary counts as another area, and a number
    withheld in one of the two years is not compared.
    """
    limit = Fraction(settings.checks.base_change_limit)
    names, forums = (dict(zip(tables.areas["area_id"], tables.areas[name], strict=True)) for name in ("area", "forum_id"))
    reported = [table for table in parsed.all("area_years") if table.year <= settings.periods.now]
    for earlier, later in pairwise(sorted(reported, key=lambda table: table.year)):
        before = {record["area_id"]: record for record in earlier.frame.to_dict("records")}
        for row, now in zip(later.frame.index, later.frame.to_dict("records"), strict=True):
            area_id = now["area_id"]
            then = before.get(area_id)
            if then is None or then["boundary_version"] != now["boundary_version"]:
                continue
            jumped = [name for name in COMPARED if _jumps(then[name], now[name], limit)]
            if jumped:
                facts = {
                    "area": names[area_id],
                    "column": later.raw.sheet.column(jumped[0]).header,
                    "before": earlier.year,
                    "expected": Count(then[jumped[0]]),
                    "year": later.year,
                    "found": Count(now[jumped[0]]),
                    "limit": SetPercent(limit),
                }
                yield Problem(Code.BASE_JUMPED, _cells(later, row, jumped), facts, {"area": area_id, "forum": forums[area_id]})


def _jumps(before: float, now: float, limit: Fraction) -> bool:
    """Return whether a number changes by more than this fraction of it; NaN, a withheld number, never does."""
    return not isnan(before) and not isnan(now) and abs(Fraction(now) - Fraction(before)) > limit * Fraction(before)


def _cells(table: ParsedTable, row: object, columns: list[str]) -> Place:
    cell, *more = (str(table.place(row, column).cell) for column in columns)
    return Place(table.raw.file, table.raw.title, cell, tuple(more))
