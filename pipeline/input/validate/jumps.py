"""Find jumps: residents and bases that change more between two years' sheets than is plausible, often a shifted row or a typing error."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from math import isnan
from typing import Final

from pipeline.input.schema.indicators import INDICATORS, IndicatorColumns
from pipeline.input.tables import Tables
from pipeline.input.validate.parsed import Parsed, ParsedTable
from pipeline.problems.model import Code, Count, Place, Problem, SetPercent
from pipeline.settings.settings import Settings

SHARE_FACTOR: Final = 5
"""Times by which a share changes if a digit is missing or too many, and hardly ever by itself."""
LEAST_CHANGE: Final = Fraction(5, 100)
"""Small shares change by such a factor by themselves."""
COMPARED: Final = ("residents", *(indicator.base_name for indicator in INDICATORS))


def find_jumps(tables: Tables, parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """Yield findings of an area's jumps since the previous sheet: one of its residents and bases, one of its shares.

    Each names the first number that jumped and has the cells of all of them. An area with a new boundary counts as another area, and a number
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
            about = {"area": area_id, "forum": forums[area_id]}
            said = {"area": names[area_id], "before": earlier.year, "year": later.year}
            if jumped := [name for name in COMPARED if _jumps(then[name], now[name], limit)]:
                first = jumped[0]
                numbers = {"expected": Count(then[first]), "found": Count(now[first]), "limit": SetPercent(limit)}
                facts = said | {"column": later.raw.sheet.column(first).header} | numbers
                yield Problem(Code.BASE_JUMPED, _cells(later, row, jumped), facts, about)
            least = settings.small_numbers.smallest_shown
            if jumped := [one.count_name for one in INDICATORS if _share_jumps(then, now, one, least)]:
                facts = said | {"column": later.raw.sheet.column(jumped[0]).header}
                yield Problem(Code.SHARE_JUMPED, _cells(later, row, jumped), facts, about)


def _jumps(before: float, now: float, limit: Fraction) -> bool:
    """Return whether a number changes by more than this fraction of it; NaN, a withheld number, never does."""
    return not isnan(before) and not isnan(now) and abs(Fraction(now) - Fraction(before)) > limit * Fraction(before)


def _share_jumps(then: Mapping[Hashable, float], now: Mapping[Hashable, float], indicator: IndicatorColumns, least: int) -> bool:
    """Return whether an area's share changes as it does when a digit of the count is missing or too many.

    Counts below `least` are not looked at, and the others are rounded to the nearest five, so that the answer says nothing that the reports do not.
    """
    shares = []
    for year in (then, now):
        count, base = year[indicator.count_name], year[indicator.base_name]
        if isnan(count) or isnan(base) or not base or 0 < count < least or 0 < base - count < least:
            return False
        shares.append(Fraction(5 * round(count / 5)) / Fraction(base))
    low, high = sorted(shares)
    return high > SHARE_FACTOR * low and high - low >= LEAST_CHANGE


def _cells(table: ParsedTable, row: object, columns: list[str]) -> Place:
    cell, *more = (str(table.place(row, column).cell) for column in columns)
    return Place(table.raw.file, table.raw.title, cell, tuple(more))
