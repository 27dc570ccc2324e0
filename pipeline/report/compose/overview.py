"""Compose the opening of a report: metadata, map tiles, key figures."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.report.compose.material import Material, figure
from pipeline.report.model.figures import Figure
from pipeline.report.model.indicators import IndicatorRow
from pipeline.report.model.overview import Deprivation, KeyFigures, Meta, Tile, VerdictCounts
from pipeline.scoring.compare.comparison import Conclusion
from pipeline.scoring.compare.verdict import Verdict


def compose_meta(material: Material) -> Meta:
    """Return the metadata printed on every page."""
    return Meta(
        municipality=material.settings.municipality,
        before=material.before,
        now=material.now,
        measured_on=material.language.day_of_year(material.settings.periods.present_day),
        policy=material.policy.name.text(material.language.code),
        policy_version=material.policy.version,
        sample=material.tables.sample,
        forums=len(material.tables.forums),
        indicators=len(material.policy.indicators),
    )


def compose_tiles(material: Material) -> tuple[Tile, ...]:
    """Return the schematic map of the city, in the order of the workbook; no forum is marked as the report's own."""
    tiles = []
    for forum in material.forums:
        before, now = deprived_areas(material.comparison.conclusions[forum["forum_id"]])
        tiles.append(
            Tile(
                forum=forum["forum"],
                column=int(forum["map_column"]),
                row=int(forum["map_row"]),
                deprived_before=before,
                deprived_now=now,
                own=False,
            )
        )
    return tuple(tiles)


def deprived_areas(conclusion: Conclusion) -> tuple[Figure, Figure]:
    """Return the number of deprived areas before and now."""
    return Figure(conclusion.deprived_before), Figure(conclusion.deprived_now)


def index_figures(conclusion: Conclusion) -> tuple[Figure, Figure]:
    """Return the index before and now."""
    return figure(conclusion.index_before), figure(conclusion.index_now)


def compose_key_figures(material: Material, forum_id: str, indicators: Sequence[IndicatorRow]) -> KeyFigures:
    """Return a forum's key figures."""
    conclusion = material.comparison.conclusions[forum_id]
    deprived_before, deprived_now = deprived_areas(conclusion)
    index_before, index_now = index_figures(conclusion)
    judged = [row.verdict for row in indicators if row.judged]
    clear = {Verdict.BETTER, Verdict.WORSE, Verdict.UNCHANGED, Verdict.UNCLEAR}
    return KeyFigures(
        before=Deprivation(deprived_before, conclusion.known_before, index_before),
        now=Deprivation(deprived_now, conclusion.known_now, index_now),
        verdicts=VerdictCounts(
            better=judged.count(Verdict.BETTER),
            worse=judged.count(Verdict.WORSE),
            unchanged=judged.count(Verdict.UNCHANGED),
            unclear=judged.count(Verdict.UNCLEAR),
            not_judged=sum(verdict not in clear for verdict in judged),
        ),
    )
