"""Gather what the sentences on a forum are made of."""

from __future__ import annotations

from pipeline.language.language import lower_first
from pipeline.report.compose.indicators import year_share
from pipeline.report.compose.material import Material, tri_state
from pipeline.report.model.indicators import Decomposition, IndicatorRow
from pipeline.report.words.verdict_facts import AreaFacts, VerdictFacts
from pipeline.scoring.compare.area_changes import find_area_changes
from pipeline.scoring.compare.verdict import Verdict
from pipeline.scoring.scores import Level


def gather_facts(
    material: Material, forum_id: str, forum: str, indicators: tuple[IndicatorRow, ...], parts: Decomposition | None
) -> VerdictFacts:
    """Return a forum's facts; `indicators` and `parts` are the forum's, composed."""
    comparison = material.comparison
    result = comparison.conclusions[forum_id]
    own_years = material.rows_of("area_years", forum_id)
    return VerdictFacts(
        forum=forum,
        result=result,
        years=(material.before, material.now),
        residents=sum(material.residents.get((area["area_id"], material.now), 0) for area in material.areas[forum_id]),
        indicators={indicator.id: lower_first(material.label(indicator)) for indicator in material.policy.indicators},
        areas=AreaFacts(
            names={area["area_id"]: area["area"] for area in material.areas[forum_id]},
            unknown=_unknown(material, forum_id),
            changes=find_area_changes(own_years, comparison.incomparable, material.before, material.now),
        ),
        improved=_labels(indicators, Verdict.BETTER),
        worsened=_labels(indicators, Verdict.WORSE),
        missing=_missing(material, forum_id),
        parts=parts,
        rule=material.policy.conclusion,
    )


def _labels(indicators: tuple[IndicatorRow, ...], verdict: Verdict) -> tuple[str, ...]:
    return tuple(lower_first(row.label) for row in indicators if row.judged and row.verdict is verdict)


def _missing(material: Material, forum_id: str) -> dict[str, tuple[int, ...]]:
    """Return the years in which the source lacks a number of one of the forum's areas, per indicator that has no share in both years."""
    areas = [area["area_id"] for area in material.areas[forum_id]]
    cells = material.tables.indicators
    gone = cells[cells["count"].isna() & cells["area_id"].isin(areas) & cells["year"].isin((material.before, material.now))]
    found = {}
    for indicator in material.policy.indicators:
        if not all(year_share(material, forum_id, year, indicator).share.shown for year in (material.before, material.now)):
            years = sorted({int(year) for year in gone.loc[gone["indicator"] == indicator.id, "year"]})
            found[lower_first(material.label(indicator))] = tuple(years) or (material.before, material.now)
    return found


def _unknown(material: Material, forum_id: str) -> tuple[tuple[str, int], ...]:
    """Return the areas whose status is not known, each with the year."""
    return tuple(
        (area["area_id"], year)
        for area in material.areas[forum_id]
        for year in (material.before, material.now)
        if (unit := material.units.get((Level.AREA, area["area_id"], year))) is not None and tri_state(unit["deprived"]) is None
    )
