"""Compose page 2's neighbourhood matrix: the areas, then districts, forum and city."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.report.compose.lookup import Row
from pipeline.report.compose.material import Material, figure, share_figure, tri_state
from pipeline.report.model.figures import MISSING, Figure
from pipeline.report.model.indicators import AreaRow, AreaYear
from pipeline.report.words.comparability import explain_area
from pipeline.report.words.firmness import mark_firmness
from pipeline.report.words.notes import count_status, name_status_before, name_status_now
from pipeline.scoring.compare.comparison import DRAWS, FIRM_FROM
from pipeline.scoring.compare.verdict import Verdict
from pipeline.scoring.scores import Level

Status = Mapping[str, tuple[bool | None, bool | None]]


def find_status(material: Material, forum_id: str) -> dict[str, tuple[bool | None, bool | None]]:
    """Return each area's status before and now; None if unknown or without that year."""
    return {
        area["area_id"]: (_deprived(material, area["area_id"], material.before), _deprived(material, area["area_id"], material.now))
        for area in material.areas[forum_id]
    }


def _deprived(material: Material, area_id: str, year: int) -> bool | None:
    unit = material.units.get((Level.AREA, area_id, year))
    return None if unit is None else tri_state(unit["deprived"])


def compose_areas(material: Material, forum_id: str) -> tuple[AreaRow, ...]:
    """Return two lines for each area of the forum, in the order of the workbook."""
    return tuple(_area(material, area) for area in material.areas[forum_id])


def _area(material: Material, area: Row) -> AreaRow:
    area_id = area["area_id"]
    reason = material.comparison.incomparable.get(area_id)
    status = (_deprived(material, area_id, material.before), _deprived(material, area_id, material.now))
    words_before = name_status_before(status[0], material.language)
    words_now = name_status_now(None if reason else status[0], status[1], material.language)
    before = _unit_year(material, Level.AREA, area_id, material.before, words_before)
    return AreaRow(
        name=area["area"],
        residents_now=_residents(material, [area_id], material.now),
        before=None if reason else before,
        now=_unit_year(material, Level.AREA, area_id, material.now, words_now),
        verdicts=_verdicts(material, Level.AREA, area_id),
        not_comparable=explain_area(reason, material.before, material.now, material.language) if reason else "",
    )


def mark_firm(material: Material, areas: tuple[AreaRow, ...]) -> str:
    """Return the meaning of the mark behind a status; empty if no status has it."""
    return mark_firmness(DRAWS, 1 - FIRM_FROM, material.language) if count_unfirm(areas) else ""


def count_unfirm(areas: tuple[AreaRow, ...]) -> int:
    """Return how many statuses, before and now, are not robust."""
    return sum(not year.firm for row in areas for year in (row.before, row.now) if year is not None)


def is_firm(material: Material, level: Level, unit_id: str, year: int) -> bool:
    """Return whether a status holds in most draws; a status that is not shown is not marked."""
    row = material.robustness.get((level, unit_id))
    name = "before" if year == material.before else "now"
    return not (row is not None and row[f"status_draws_{name}"] < FIRM_FROM)


def compose_totals(material: Material, forum_id: str, forum: str, city: str) -> tuple[AreaRow, ...]:
    """Return the districts if there are several, then the forum, then the city."""
    return (*_districts(material, forum_id), _forum(material, forum_id, forum), _city(material, city))


def _districts(material: Material, forum_id: str) -> Iterator[AreaRow]:
    own = material.rows_of("tables.districts", forum_id)
    peopled = {area["district_id"] for area in material.areas[forum_id]}
    if len(peopled) < 2:
        return
    for district_id, name in zip(own["district_id"], own["district"], strict=True):
        areas = [area["area_id"] for area in material.areas[forum_id] if area["district_id"] == district_id]
        if areas:
            yield _sum_row(material, Level.DISTRICT, district_id, name, areas)


def _forum(material: Material, forum_id: str, name: str) -> AreaRow:
    return _sum_row(material, Level.FORUM, forum_id, name, [area["area_id"] for area in material.areas[forum_id]])


def _sum_row(material: Material, level: Level, unit_id: str, name: str, areas: list[str]) -> AreaRow:
    years = {
        year: _unit_year(material, level, unit_id, year, count_status(*count_deprived(material, areas, year), material.language))
        for year in (material.before, material.now)
    }
    return AreaRow(
        name=name,
        residents_now=_residents(material, areas, material.now),
        before=years[material.before],
        now=years[material.now],
        verdicts=_verdicts(material, level, unit_id),
        not_comparable="",
    )


def count_deprived(material: Material, areas: Sequence[str], year: int) -> tuple[int, int]:
    """Return how many of the areas are deprived, and of how many the status is known."""
    known = [status for area in areas if (status := _deprived(material, area, year)) is not None]
    return sum(known), len(known)


def _city(material: Material, name: str) -> AreaRow:
    residents = material.tables.city_years.set_index("year")["residents"]
    years = [
        AreaYear(
            shares=tuple(Figure(material.city[year, indicator.id]) for indicator in material.policy.indicators),
            met=tuple(None for _ in material.policy.indicators),
            near=tuple(False for _ in material.policy.indicators),
            criteria=MISSING,
            index=Figure(100.0),
            status="",
        )
        for year in (material.before, material.now)
    ]
    return AreaRow(name, int(residents[material.now]), years[0], years[1], (), "")


def _unit_year(material: Material, level: Level, unit_id: str, year: int, status: str) -> AreaYear | None:
    unit = material.units.get((level, unit_id, year))
    if unit is None:
        return None
    rows = [material.shares[level, unit_id, year, indicator.id] for indicator in material.policy.indicators]
    return AreaYear(
        shares=tuple(share_figure(row) for row in rows),
        met=tuple(tri_state(row["met"]) for row in rows),
        near=tuple(row["near"] == 1.0 for row in rows),
        criteria=figure(unit["criteria"]),
        index=figure(unit["index"]),
        status=status,
        firm=is_firm(material, level, unit_id, year),
        deprived=tri_state(unit["deprived"]) if level is Level.AREA else None,
    )


def _verdicts(material: Material, level: Level, unit_id: str) -> tuple[Verdict, ...]:
    return tuple(Verdict(material.changes[level, unit_id, indicator.id]["verdict"]) for indicator in material.policy.indicators)


def _residents(material: Material, areas: list[str], year: int) -> int | None:
    counted = [material.residents[area, year] for area in areas if (area, year) in material.residents]
    return sum(counted) if counted else None
