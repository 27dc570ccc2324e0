"""Gather what the sentences on a forum are made of."""

from __future__ import annotations

from pipeline.language.language import lower_first
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
        missing=_missing(indicators, (material.before, material.now)),
        parts=parts,
        rule=material.policy.conclusion,
    )


def _labels(indicators: tuple[IndicatorRow, ...], verdict: Verdict) -> tuple[str, ...]:
    return tuple(lower_first(row.label) for row in indicators if row.judged and row.verdict is verdict)


def _missing(indicators: tuple[IndicatorRow, ...], years: tuple[int, int]) -> dict[str, tuple[int, ...]]:
    """Return the years in which a share is not stated, per indicator that lacks one."""
    found = {
        lower_first(row.label): tuple(year for year, one in zip(years, (row.before, row.now), strict=True) if not one.share.shown)
        for row in indicators
    }
    return {label: without for label, without in found.items() if without}


def _unknown(material: Material, forum_id: str) -> tuple[tuple[str, int], ...]:
    """Return the areas whose status is not known, each with the year."""
    return tuple(
        (area["area_id"], year)
        for area in material.areas[forum_id]
        for year in (material.before, material.now)
        if (unit := material.units.get((Level.AREA, area["area_id"], year))) is not None and tri_state(unit["deprived"]) is None
    )
