"""Check that the indicators' definitions cover every year, so that a change of definition cannot hide in a gap."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.input.schema.indicator_workbook import DEFINITIONS
from pipeline.input.schema.indicators import INDICATORS
from pipeline.input.validate.parsed import Parsed
from pipeline.problems.model import Code, Place, Problem
from pipeline.settings.settings import Settings

HEADERS = {indicator.id: indicator.header for indicator in INDICATORS}


def check_definitions(parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """Yield each year without a sheet, each year that an indicator lacks, and each line that is missing in some years only.

    An indicator without any row has the same definition in all years; one with a row must have one in every year with a sheet, because an
    unrecorded definition may differ. If a compared year has no sheet, only that is reported.
    """
    table = parsed.one(DEFINITIONS.name)
    years = {sheet.year for sheet in parsed.all("area_years")}
    if table is None or not {settings.periods.before, settings.periods.now} <= years:
        return
    for row, year in table.frame["year"].dropna().astype(int).items():
        if year not in years | parsed.unread_years:
            yield Problem(Code.DEFINITION_YEAR_WITHOUT_SHEET, table.place(row, "year"), {"year": year})
    if table.unread("indicator") or table.unread("year"):
        return
    for indicator, rows in table.frame.groupby("indicator", sort=False):
        facts: dict[str, object] = {"indicator": HEADERS[str(indicator)]}
        for year in sorted(years - set(rows["year"].dropna().astype(int))):
            yield Problem(Code.DEFINITION_MISSING, Place(table.raw.file, table.raw.title), facts | {"year": year})
        without = rows.index[~table.filled("line_dkk")[rows.index]]
        if 0 < len(without) < len(rows):
            for row, year in rows.loc[without, "year"].astype(int).items():
                yield Problem(Code.LINE_MISSING, table.place(row, "line_dkk"), facts | {"year": year})
