"""The tables of index and status: units, forums side by side, parts of the index change, checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from math import floor, fsum, isnan

from pipeline.language.rounding import round_printed
from pipeline.report.compose.areas import count_deprived, find_status, is_firm
from pipeline.report.compose.indicators import count_above
from pipeline.report.compose.lookup import records
from pipeline.report.compose.material import Material, tri_state
from pipeline.report.compose.overview import count_verdicts
from pipeline.report.model.figures import FigureState
from pipeline.report.tables.addresses import in_indicators
from pipeline.report.tables.indicators import UNIT, name_unit
from pipeline.report.tables.model import Dataset, Value
from pipeline.report.tables.shaping import counted, make_dataset, shown, yes_or_no
from pipeline.report.tables.units import Unit, list_units
from pipeline.report.words.notes import describe_check, name_status_before
from pipeline.report.words.verdict_facts import relative_level
from pipeline.report.words.verdict_words import DEPRIVATION, say_check
from pipeline.scoring.compare.verdict import Verdict
from pipeline.scoring.scores import CITY, Level

UNITS = (*UNIT, "year", "residents", "criteria", "index", "status", "firm", "deprived", "known", "cells", "criteria_known")
DEPRIVED = ("forum", "deprived_before", "known_before", "deprived_now", "known_now", "residents_before", "residents_now")
CONCLUSIONS = (
    *("forum", "verdict", "index_before", "index_now", "index_change", "least_points", "over_before", "over_now"),
    *("residents_before", "residents_now", "improved", "worsened", "unchanged", "unclear", "not_judged", "above_city"),
    *("left", "entered", "checks", "checks_holding", "checks_worse", "checks_better", "checks_unchanged", "checks_mixed"),
    *("checks_unclear", "checks_unmade", "not_firm", "direction_draws", "findings"),
)
CHECKED = (Verdict.WORSE, Verdict.BETTER, Verdict.UNCHANGED, Verdict.MIXED, Verdict.UNCLEAR, Verdict.UNKNOWN)
PARTS = ("forum", "indicator", "from", "total", "own", "city", "to")
CHECKS = ("forum", "check", "index_change", "residents_before", "residents_now", "check_verdict", "holds")


def tabulate_units(material: Material) -> Dataset:
    """Return every unit's index, criteria and status in the two years."""
    cells = {(row["area_id"], row["year"]): row["cell"] for row in records(material.tables.area_years)}
    city = {row["year"]: row for row in records(material.tables.city_years)}
    rows: list[tuple[str, Sequence[Value]]] = []
    for unit in list_units(material):
        for year in (material.before, material.now):
            if unit.level == CITY:
                values: Sequence[Value] = (
                    int(city[year]["residents"]),
                    None,
                    100.0,
                    None,
                    None,
                    None,
                    None,
                    in_indicators([city[year]["cell"]]),
                    None,
                )
            elif (unit.level, unit.id, year) in material.units:
                counted_areas = [area for area in unit.areas if (area, year) in material.residents]
                residents = sum(material.residents[area, year] for area in counted_areas)
                address = in_indicators(cells[area, year] for area in counted_areas)
                values = (residents, *_score(material, unit, year), address, _count_known(material, unit, year))
            else:
                continue
            rows.append((unit.forum_id, (*name_unit(material, unit), year, *values)))
    return make_dataset("units", UNITS, rows, material.language)


def _score(material: Material, unit: Unit, year: int) -> Sequence[Value]:
    row = material.units[unit.level, unit.id, year]
    criteria, index = counted(row["criteria"]), shown(row["index"])
    if unit.level == Level.AREA:
        known = tri_state(row["deprived"])
        status = name_status_before(known, material.language)
        firm = FigureState.MISSING if known is None else yes_or_no(float(is_firm(material, Level.AREA, unit.id, year)), material.language)
        return criteria, index, status, firm, None, None
    return criteria, index, None, None, *count_deprived(material, unit.areas, year)


def _count_known(material: Material, unit: Unit, year: int) -> int:
    """Return of how many criteria it is known whether the unit meets them."""
    rows = (material.shares.get((unit.level, unit.id, year, indicator.id)) for indicator in material.policy.indicators)
    return sum(row is not None and not isnan(row["met"]) for row in rows)


def tabulate_deprived_areas(material: Material) -> Dataset:
    """Return how many areas of each forum are deprived, and the share of residents in them, which every report shows on its map."""
    rows = []
    for forum in material.forums:
        result = material.comparison.conclusions[forum["forum_id"]]
        areas = (result.deprived_before, result.known_before, result.deprived_now, result.known_now)
        rows.append(("", (forum["forum"], *areas, shown(result.residents_before), shown(result.residents_now))))
    return make_dataset("deprived_areas", DEPRIVED, rows, material.language)


def tabulate_conclusions(material: Material) -> Dataset:
    """Return the conclusion's counts for each forum; the last row is the city's."""
    findings = Counter(one.about.get("forum", "") for one in material.tables.findings)
    rows: list[tuple[str, Sequence[Value]]] = []
    for forum in material.forums:
        forum_id = forum["forum_id"]
        rows.append((forum_id, (forum["forum"], *_conclude(material, forum_id), findings[forum_id])))
    gaps = (None,) * (len(CONCLUSIONS) - 2)
    rows.append(("", (material.language.gettext("The whole city"), *gaps, findings.total())))
    return make_dataset("conclusions", CONCLUSIONS, rows, material.language)


def _conclude(material: Material, forum_id: str) -> Iterator[Value]:
    result = material.comparison.conclusions[forum_id]
    yield material.language.gettext(DEPRIVATION[result.verdict])
    yield shown(result.index_before)
    yield shown(result.index_now)
    yield shown(round_printed(result.index_now - result.index_before, 1))
    yield shown(result.least)
    yield from (FigureState.MISSING if isnan(index) else relative_level(index) for index in (result.index_before, result.index_now))
    yield from (shown(result.residents_before), shown(result.residents_now))
    changes = (material.changes[Level.FORUM, forum_id, one.id] for one in material.policy.indicators if one.judged)
    yield from astuple(count_verdicts([Verdict(change["verdict"]) for change in changes]))
    yield count_above(material, forum_id)
    statuses = [status for area, status in find_status(material, forum_id).items() if area not in material.comparison.incomparable]
    yield from (statuses.count((True, False)), statuses.count((False, True)))
    yield from (len(result.checks), result.holding)
    yield from (result.count(verdict) for verdict in CHECKED)
    yield _count_unfirm(material, forum_id)
    yield _direction(material, forum_id)


def _count_unfirm(material: Material, forum_id: str) -> int:
    """Count as the reports do: the earlier year of an area that changed between the two is not shown."""
    apart = material.comparison.incomparable
    areas = [area["area_id"] for area in material.areas[forum_id]]
    statuses = [(area, year) for area in areas for year in (material.before, material.now) if year == material.now or area not in apart]
    return sum(not is_firm(material, Level.AREA, area, year) for area, year in statuses)


def _direction(material: Material, forum_id: str) -> Value:
    row = material.robustness.get((Level.FORUM, forum_id))
    if row is None or isnan(row["direction"]) or isnan(row["direction_draws"]) or row["direction"] == 0:
        return FigureState.MISSING
    return floor(float(row["direction_draws"]) * 100) / 100


def tabulate_verdicts(material: Material) -> Dataset:
    """Return how many forums have each verdict."""
    told = [conclusion.verdict for conclusion in material.comparison.conclusions.values()]
    rows = [("", (material.language.gettext(word), told.count(verdict))) for verdict, word in DEPRIVATION.items()]
    return make_dataset("verdicts", ("verdict", "forums"), rows, material.language)


def tabulate_parts(material: Material) -> Dataset:
    """Return the parts of each forum's index change, and their sum, if the index may be shown."""
    rows: list[tuple[str, Sequence[Value]]] = []
    for forum in material.forums:
        own = records(material.rows_of("comparison.decomposition", forum["forum_id"], "unit_id"))
        by_indicator = {part["indicator"]: part for part in own if part["level"] == Level.FORUM}
        if not by_indicator:
            continue
        ordered = [(material.label(one), by_indicator[one.id]) for one in material.policy.indicators]
        first = level = material.comparison.conclusions[forum["forum_id"]].index_before
        for label, part in ordered:
            moved = level + part["total"]
            rows.append((forum["forum_id"], (forum["forum"], label, level, part["total"], part["own"], part["city"], moved)))
            level = moved
        sums = (fsum(part[name] for _, part in ordered) for name in ("total", "own", "city"))
        rows.append((forum["forum_id"], (forum["forum"], material.language.gettext("Change in all"), first, *sums, level)))
    return make_dataset("decomposition", PARTS, rows, material.language)


def tabulate_checks(material: Material) -> Dataset:
    """Return the checks of each forum's conclusion, one row each."""
    labels = {indicator.id: material.plain_label(indicator) for indicator in material.policy.indicators}
    rows: list[tuple[str, Sequence[Value]]] = []
    for forum in material.forums:
        for check in material.comparison.conclusions[forum["forum_id"]].checks:
            label, group, _ = describe_check(check, labels, material.language)
            values = (shown(round_printed(check.index_change, 1)), *(shown(share) for share in check.residents))
            holds = yes_or_no(float(check.holds), material.language)
            rows.append(
                (forum["forum_id"], (forum["forum"], f"{group}: {label}", *values, say_check(check.verdict, material.language), holds))
            )
    return make_dataset("robustness", CHECKS, rows, material.language)
