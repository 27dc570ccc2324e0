"""A forum's index before and now, small enough for a row: one scale serves all rows, the city (100) is one vertical."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from pipeline.render.charts.dumbbell import HUES
from pipeline.render.charts.scale import Scale, domain
from pipeline.render.charts.svg import CONTEXT, SECONDARY, WHITE, Drawing
from pipeline.report import DistrictReport, Figure, Verdict
from pipeline.report.figures import State
from pipeline.wording import Language

WIDTH: Final = 116.0
HEIGHT: Final = 18.0
CITY: Final = 100.0


def shared_scale(reports: Sequence[DistrictReport]) -> Scale:
    """Return the scale on which every index and the city find room."""
    figures = [figure.value for report in reports for figure in (report.key_figures.index_before, report.key_figures.index_now)]
    return Scale(*domain([CITY, *(value for value in figures if value is not None)]), 5.0, WIDTH - 5.0)


def standings(reports: Sequence[DistrictReport], language: Language) -> tuple[Markup, ...]:
    """Draw one row a forum on one scale."""
    scale = shared_scale(reports)
    return tuple(_row(report, scale, language) for report in reports)


def _row(report: DistrictReport, scale: Scale, language: Language) -> Markup:
    figures, meta = report.key_figures, report.meta
    words = language.gettext("Index: {earlier} in {before}, {present} in {now}; the city {city}").format(
        earlier=_word(figures.index_before, language),
        before=meta.before,
        present=_word(figures.index_now, language),
        now=meta.now,
        city=language.number(CITY),
    )
    drawing, middle, hue = Drawing(WIDTH, HEIGHT, words), HEIGHT / 2, HUES.get(report.verdict.kind, SECONDARY)
    drawing.line(scale(CITY), 0, scale(CITY), HEIGHT, stroke=CONTEXT, dash="2 1.6")
    before, now = figures.index_before.value, figures.index_now.value
    if before is not None and now is not None and report.verdict.kind is not Verdict.NOT_COMPARABLE:
        drawing.line(scale(before), middle, scale(now), middle, stroke=hue, width=1.6)
    if before is not None:
        drawing.circle(scale(before), middle, 3.6, fill=WHITE, stroke=hue, line=1.3)
    if now is not None:
        drawing.circle(scale(now), middle, 3.4, fill=hue)
    return drawing.markup()


def _word(figure: Figure, language: Language) -> str:
    if figure.value is not None:
        return language.number(figure.value, 1)
    return language.gettext("hidden") if figure.state is State.HIDDEN else language.gettext("not stated")
