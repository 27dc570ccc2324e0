"""Rules between cells, rows, sheets and years; each breach is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from pipeline.input.cell_values import show
from pipeline.input.schema.forum_workbook import MAP_SIDE
from pipeline.input.schema.indicators import INDICATORS
from pipeline.input.schema.plan_workbook import MUNICIPAL
from pipeline.input.schema.workbooks import ABOUT_FIELDS, DISTRICT_THEMES, INDICATOR_WORKBOOK, SCHEMA_FIELD, SCHEMA_VERSION, YES_NO
from pipeline.input.validate.advice import advise_absent
from pipeline.input.validate.definitions import check_definitions
from pipeline.input.validate.parsed import Parsed, ParsedTable
from pipeline.input.validate.price_index import check_price_index
from pipeline.input.validate.sums import check_areas, check_districts, check_plan_totals, check_rest
from pipeline.language.same_name import fold
from pipeline.problems.missing import advise_sheet
from pipeline.problems.model import Code, Count, FinePercent, Phrase, Place, Problem
from pipeline.settings.email_address import domain_of
from pipeline.settings.settings import Settings

SHARE_TOLERANCE = 0.0005  # a share typed with one decimal of a percent
NEVER_EMPTY = ("areas", "city_years", "area_years", "forums", "districts", "recipients")  # there may be no plans yet
NO_DAY = re.compile(r"\d{5}([.,]\d+)?|SAND|FALSK")  # Excel's number of a day, where the cell is not formatted as a date; a yes or no


def check_rules(parsed: Parsed, settings: Settings | None) -> list[Problem]:
    """Return every breach of every rule, in the order of the sheets; without settings, of the rules that need none."""
    problems = [problem for rule in RULES for problem in rule(parsed)]
    if settings is None:
        return problems
    by_settings = (_years, check_definitions, _forums_counted, check_districts, check_price_index, _domains)
    return [*problems, *(problem for rule in by_settings for problem in rule(parsed, settings))]


def _about(parsed: Parsed) -> Iterator[Problem]:
    for table in parsed.all("about"):
        rows = {str(field): row for row, field in table.frame["field"].items()}
        for field in ABOUT_FIELDS:
            if field not in rows:
                yield Problem(Code.ABOUT_MISSING, Place(table.raw.file, table.raw.title), {"field": field})
        values = dict(zip(table.frame["field"], table.frame["value"], strict=True))
        extracted = str(values.get("Udtrukket"))
        if NO_DAY.fullmatch(extracted):
            place = table.place(rows["Udtrukket"], "value")
            advice = Phrase("date_number" if extracted[0].isdigit() else "date_plain")
            yield Problem(Code.NOT_A_DATE, place, {"column": "Udtrukket", "found": show(extracted), "advice": advice})
        sample = values.get("Eksempeldata")
        if sample is not None and sample not in YES_NO:
            place = table.place(rows["Eksempeldata"], "value")
            facts = {"column": "Eksempeldata", "found": show(sample), "choices": ", ".join(YES_NO), "advice": Phrase("choose")}
            yield Problem(Code.NOT_A_CHOICE, place, facts)
        version = values.get(SCHEMA_FIELD)
        if version is not None and version not in map(str, range(1, SCHEMA_VERSION + 1)):
            facts = {"found": show(version), "known": SCHEMA_VERSION}
            yield Problem(Code.SCHEMA_VERSION_UNKNOWN, table.place(rows[SCHEMA_FIELD], "value"), facts)


def _rows(parsed: Parsed) -> Iterator[Problem]:
    for name in NEVER_EMPTY:
        for table in parsed.all(name):
            if table.frame.empty:
                yield Problem(Code.ROWS_MISSING, Place(table.raw.file, table.raw.title))


def _counts(parsed: Parsed) -> Iterator[Problem]:
    """Count ≤ base, base > 0, and the source's own share equals count over base."""
    for table in (*parsed.all("area_years"), *parsed.all("city_years")):
        for indicator in INDICATORS:
            counts, bases = table.frame[indicator.count_name], table.frame[indicator.base_name]
            for row in table.frame.index[counts > bases]:
                facts = {
                    "count": Count(counts[row]),
                    "base": Count(bases[row]),
                    "base_cell": str(table.place(row, indicator.base_name).cell),
                }
                yield Problem(Code.COUNT_OVER_BASE, table.place(row, indicator.count_name), facts)
            for row in table.frame.index[bases == 0]:
                advice = advise_absent(table.raw.sheet.column(indicator.base_name))
                yield Problem(Code.BASE_ZERO, table.place(row, indicator.base_name), {"advice": advice})
            if indicator.share_name in table.frame:
                shares, expected = table.frame[indicator.share_name], counts / bases.where(bases > 0)
                for row in table.frame.index[(shares - expected).abs() > SHARE_TOLERANCE]:
                    facts_of_share = {"found": FinePercent(shares[row]), "expected": FinePercent(expected[row])}
                    yield Problem(Code.SHARE_MISMATCH, table.place(row, indicator.share_name), facts_of_share)


def _city_counts(parsed: Parsed) -> Iterator[Problem]:
    """The city's count is what an area's share is compared with: nothing is a multiple of 0."""
    for table in parsed.all("city_years"):
        for indicator in INDICATORS:
            for row in table.frame.index[table.frame[indicator.count_name] == 0]:
                yield Problem(Code.CITY_COUNT_ZERO, table.place(row, indicator.count_name))


def _names(parsed: Parsed) -> Iterator[Problem]:
    """A yearly sheet that repeats the areas' names has the right one in every row: otherwise ids and numbers may have slipped apart."""
    areas = parsed.one("areas")
    if areas is None:
        return
    names = dict(zip(areas.frame["area_id"], areas.frame["area"], strict=True))
    for table in parsed.all("area_years"):
        for row, area_id, name in zip(table.frame.index, table.frame["area_id"], table.frame["area"], strict=True):
            expected = names.get(area_id)
            if name is not None and expected is not None and parsed.names.resolve("omraader", name, [expected]) is None:
                facts = {"found": name, "area_id": area_id, "expected": expected}
                yield Problem(Code.NAME_MISMATCH, table.place(row, "area"), facts)


def _areas_have_forums(parsed: Parsed) -> Iterator[Problem]:
    districts = parsed.one("districts")
    if districts is None:
        return
    without = set(districts.frame.loc[~districts.filled("forum_id"), "district_id"])
    for table, row, values in parsed.rows("areas"):
        if values["district_id"] in without:
            facts = {"area": values["area"], "found": values["district_id"]}
            yield Problem(Code.AREA_WITHOUT_FORUM, table.place(row, "district_id"), facts)


def _forums_apart(parsed: Parsed) -> Iterator[Problem]:
    """Each forum has a name and a place on the map of its own; of a row written twice, its id alone is told."""
    ids: set[str] = set()
    names: dict[str, str] = {}
    places: dict[tuple[float, float], str] = {}
    for table, row, forum in parsed.rows("forums"):
        for column in ("map_column", "map_row"):
            if forum[column] not in range(1, MAP_SIDE + 1) and pd.notna(forum[column]):
                facts = {"column": table.raw.sheet.column(column).header, "found": int(forum[column]), "most": MAP_SIDE}
                yield Problem(Code.MAP_PLACE_OUTSIDE, table.place(row, column), facts)
        if forum["forum_id"] is not None:
            if fold(forum["forum_id"]) in ids:
                continue
            ids.add(fold(forum["forum_id"]))
        if forum["forum"] is not None:
            place = table.place(row, "forum")
            first = names.setdefault(" ".join(forum["forum"].casefold().split()), str(place.cell))
            if first != place.cell:
                yield Problem(Code.DUPLICATE_KEY, place, {"found": forum["forum"], "first": first})
                continue
        if pd.notna(forum["map_column"]) and pd.notna(forum["map_row"]):
            place = table.place(row, "map_row")
            first = places.setdefault((forum["map_column"], forum["map_row"]), str(place.cell))
            if first != place.cell:
                yield Problem(Code.DUPLICATE_KEY, place, {"found": f"{forum['map_column']:.0f} / {forum['map_row']:.0f}", "first": first})


def _forums_complete(parsed: Parsed) -> Iterator[Problem]:
    districts, areas, recipients = parsed.one("districts"), parsed.one("areas"), parsed.one("recipients")
    if districts is None or areas is None or recipients is None:
        return
    peopled = set(districts.frame.loc[districts.frame["district_id"].isin(set(areas.frame["district_id"])), "forum_id"])
    addressed = set(recipients.frame["forum_id"])
    for table, row, values in parsed.rows("forums"):
        if values["forum_id"] not in peopled and not districts.unread("forum_id") and not areas.unread("district_id"):
            yield Problem(Code.FORUM_WITHOUT_AREA, table.place(row, "forum_id"), {"forum": values["forum"]})
        if values["forum_id"] not in addressed and not recipients.unread("forum_id"):
            yield Problem(Code.FORUM_WITHOUT_RECIPIENT, table.place(row, "forum_id"), {"forum": values["forum"]})


def _domains(parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """Yield the recipients whose domain the settings do not allow."""
    if settings.delivery is not None:
        allowed = settings.delivery.allowed_domains
        for table, row, values in parsed.rows("recipients"):
            domain = domain_of(values["email"]) if isinstance(values["email"], str) else None
            if domain is not None and domain not in allowed:
                yield Problem(Code.DOMAIN_NOT_ALLOWED, table.place(row, "email"), {"found": domain, "domains": ", ".join(allowed)})


def _forums_counted(parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """Every forum with areas has numbers of at least one of them in the reported year: without, there is nothing to report."""
    districts, areas = parsed.one("districts"), parsed.one("areas")
    sheets = [table for table in parsed.all("area_years") if table.year == settings.periods.now]
    if districts is None or areas is None or not sheets or sheets[0].unread("area_id") or areas.unread("district_id"):
        return
    forum_of = dict(zip(districts.frame["district_id"], districts.frame["forum_id"], strict=True))
    owners = areas.frame["district_id"].map(forum_of)
    counted = set(owners[areas.frame["area_id"].isin(set(sheets[0].frame["area_id"]))])
    for table, row, values in parsed.rows("forums"):
        if values["forum_id"] in set(owners) - counted:
            facts = {"forum": values["forum"], "year": settings.periods.now}
            yield Problem(Code.FORUM_NOT_COUNTED, table.place(row, "forum_id"), facts)


def _budget_lines(parsed: Parsed) -> Iterator[Problem]:
    for table in parsed.all("budget"):
        for row in table.frame.index[table.filled("budget_dkk") == table.filled("hours")]:
            yield Problem(Code.KRONER_OR_HOURS, table.place(row, "budget_dkk"))
        source, payer = MUNICIPAL
        municipal = table.frame[source] == payer
        for row in table.frame.index[table.frame[source].notna() & (municipal != table.filled("administration"))]:
            yield Problem(Code.ADMINISTRATION_MISMATCH, table.place(row, "administration"))


def _activities(parsed: Parsed) -> Iterator[Problem]:
    for table, row, values in parsed.rows("activities"):
        if values["level"] == "district" and values["theme"] is not None and values["theme"] not in DISTRICT_THEMES.values():
            yield Problem(Code.THEME_MISMATCH, table.place(row, "theme"), {"themes": "; ".join(DISTRICT_THEMES)})


def _plans(parsed: Parsed) -> Iterator[Problem]:
    budget = parsed.one("budget")
    present = budget.frame[budget.frame["arrangement"] == "now"].groupby("plan_id")["budget_dkk"].sum().to_dict() if budget else {}
    uncertain = budget is not None and any(budget.unread(column) for column in ("plan_id", "arrangement", "budget_dkk"))
    for table, row, values in parsed.rows("plans"):
        if budget is not None and values["plan_id"] is not None and not uncertain and not present.get(values["plan_id"], 0) > 0:
            yield Problem(Code.PLAN_WITHOUT_BUDGET, table.place(row, "plan_id"), {"plan": values["plan_id"]})


def _periods(parsed: Parsed) -> Iterator[Problem]:
    for one in parsed.tables:
        for column in one.raw.sheet.columns:
            if column.after is None:
                continue
            first, last = column.after, column.name
            for table, row, values in parsed.rows(one.name):
                if values[first] is not None and values[last] is not None and values[last] <= values[first]:
                    yield Problem(Code.PERIOD_REVERSED, table.place(row, last), {"start": values[first], "found": values[last]})


def _years(parsed: Parsed, settings: Settings) -> Iterator[Problem]:
    """The compared years have a sheet, and the sheets and the city's rows are of the same years: a renamed sheet does not drop out unseen."""
    file = f"input/{INDICATOR_WORKBOOK.filename}"
    tables: list[ParsedTable] = parsed.all("area_years")
    years = {table.year for table in tables}
    for table in tables[:1]:
        file = table.raw.file
    for year in (settings.periods.before, settings.periods.now):
        if years and year not in years | parsed.unread_years:
            advice = advise_sheet(str(year), parsed.copies, Phrase("year_add"))
            facts = {"year": year, "known": ", ".join(map(str, sorted(years))) or "-", "advice": advice}
            yield Problem(Code.YEAR_MISSING, Place(file), facts)
    city = parsed.one("city_years")
    if city is not None and not city.unread("year"):
        for year in sorted(years - {int(year) for year in city.frame["year"].dropna()}):
            yield Problem(Code.CITY_YEAR_MISSING, Place(file, city.raw.title), {"year": year})
        told = {settings.periods.before, settings.periods.now} | parsed.unread_years
        for row, year in city.frame["year"].dropna().astype(int).items():
            if years and year not in years | told:
                yield Problem(Code.CITY_YEAR_WITHOUT_SHEET, city.place(row, "year"), {"year": year})


RULES = (
    *(_about, _rows, _counts, _city_counts, _names, check_areas, check_rest, _areas_have_forums),
    *(_forums_apart, _forums_complete, _budget_lines, _activities, _plans, _periods, check_plan_totals),
)
