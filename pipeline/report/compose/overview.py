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
        before, now = residents_figures(material.comparison.conclusions[forum["forum_id"]])
        tiles.append(
            Tile(
                forum=forum["forum"],
                column=int(forum["map_column"]),
                row=int(forum["map_row"]),
                residents_before=before,
                residents_now=now,
                own=False,
            )
        )
    return tuple(tiles)


def residents_figures(conclusion: Conclusion) -> tuple[Figure, Figure]:
    """Return the share of residents in deprived areas before and now."""
    return figure(conclusion.residents_before), figure(conclusion.residents_now)


def index_figures(conclusion: Conclusion) -> tuple[Figure, Figure]:
    """Return the index before and now."""
    return figure(conclusion.index_before), figure(conclusion.index_now)


def compose_key_figures(material: Material, forum_id: str, indicators: Sequence[IndicatorRow]) -> KeyFigures:
    """Return a forum's key figures."""
    conclusion = material.comparison.conclusions[forum_id]
    residents_before, residents_now = residents_figures(conclusion)
    index_before, index_now = index_figures(conclusion)
    return KeyFigures(
        before=Deprivation(residents_before, index_before),
        now=Deprivation(residents_now, index_now),
        verdicts=count_verdicts([row.verdict for row in indicators if row.judged]),
    )


def count_verdicts(judged: Sequence[Verdict]) -> VerdictCounts:
    """Count the verdicts of the judged indicators."""
    better, worse, unchanged, unclear = (judged.count(one) for one in (Verdict.BETTER, Verdict.WORSE, Verdict.UNCHANGED, Verdict.UNCLEAR))
    return VerdictCounts(better, worse, unchanged, unclear, not_judged=len(judged) - better - worse - unchanged - unclear)
