"""Slope chart: one indicator over all years, as a multiple of the last year's threshold, which thus has the same height in every chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from pipeline.language.language import Language
from pipeline.language.typeface import REGULAR, SEMIBOLD, text_width
from pipeline.render.charts.labels import spread
from pipeline.render.charts.scale import Scale, domain
from pipeline.render.charts.svg import CONTEXT, HAIR, INK, LINE_GREY, SECONDARY, WHITE, Drawing, Stroke, TextStyle
from pipeline.render.formats import Formats
from pipeline.report.model.figures import Figure
from pipeline.report.model.indicators import Slope

WIDTH: Final = 78.8
HEIGHT: Final = 94.0
TOP: Final = 3.0
BOTTOM: Final = HEIGHT - 11.0
LEFT: Final = 22.6  # space for 100,0 beside the first point
RIGHT: Final = WIDTH - LEFT
SIZE: Final = 7.4
LINE: Final = 8.4
YEAR: Final = 7.2
MANY: Final = 12  # with more other forums their lines are thin and light, so as not to hide the forum's own
TICK: Final = 3.6  # half the width of a single year's mark

Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class EndLabel:
    """A number beside the first or last point: its baseline and its alignment."""

    words: str
    baseline: float
    own: bool


def slope_charts(slopes: Sequence[Slope], language: Language) -> tuple[Markup, ...]:
    """Draw every indicator on one scale."""
    if not slopes:
        return ()
    height = shared_scale(slopes)
    return tuple(_chart(each, height, language) for each in slopes)


def shared_scale(slopes: Sequence[Slope]) -> Scale:
    """Return the vertical scale that fits all lines of all charts; greater is higher."""
    values = []
    for each in slopes:
        lines = (values_of(each.own), each.city, each.threshold, *each.peers)
        values += [value / each.threshold[-1] for line in lines for value in line if value is not None]
    return Scale(*domain(values), BOTTOM, TOP)


def values_of(line: Sequence[Figure]) -> tuple[float | None, ...]:
    """Return the values of a line."""
    return tuple(figure.value for figure in line)


def runs(
    line: Sequence[float | None], across: Sequence[float], height: Scale, unit: float, joined: Sequence[bool] | None = None
) -> list[Points]:
    """Return a line's unbroken stretches as points; it breaks at a missing year and where a year is not joined to the previous one."""
    stretches: list[Points] = [[]]
    for x, value, to_last in zip(across, line, (True, *(joined or [True] * (len(across) - 1))), strict=True):
        if value is None or not to_last:
            stretches.append([])
        if value is not None:
            stretches[-1].append((x, height(value / unit)))
    return [stretch for stretch in stretches if stretch]


def end_labels(each: Slope, height: Scale, language: Language, end: int) -> list[EndLabel]:
    """Return the numbers of the forum and the city at the first (0) or last (−1) year, moved apart."""
    known = [
        (figure, value, own)
        for figure, own in ((each.own[end], True), (Figure(each.city[end]), False))
        if (value := figure.value) is not None
    ]
    centres = [height(value / each.threshold[-1]) for _, value, _ in known]
    placed = spread(centres, [LINE] * len(known), TOP, BOTTOM)
    write = Formats(language).share
    return [EndLabel(write(figure), y + SIZE * 0.33, own) for (figure, _, own), y in zip(known, placed, strict=True)]


def _chart(each: Slope, height: Scale, language: Language) -> Markup:
    drawing, unit = Drawing(WIDTH, HEIGHT, each.alt), each.threshold[-1]
    first, last = each.years[0], each.years[-1]
    across = [LEFT + (year - first) / ((last - first) or 1) * (RIGHT - LEFT) for year in each.years]
    for x in across:
        drawing.line(x, TOP if x in (across[0], across[-1]) else BOTTOM - 3, x, BOTTOM, Stroke(HAIR))
    others = [_level(stretch) for peer in each.peers for stretch in runs(peer, across, height, unit, each.joined)]
    if len(each.peers) > MANY:
        drawing.polylines(others, Stroke(LINE_GREY, 0.35))
    else:
        drawing.polylines(others, Stroke(CONTEXT, 0.7))
    for stretch in runs(each.threshold, across, height, unit, each.joined):
        drawing.polyline(_level(stretch), Stroke(dash="3 1.8"))
    for stretch in runs(each.city, across, height, unit, each.joined):
        drawing.polyline(_level(stretch), Stroke(width=1.0, dash="1 1.5"))
    _draw_own(drawing, runs(values_of(each.own), across, height, unit, each.joined), each)
    for end, x, anchor in ((0, LEFT - 5.2, "end"), (-1, RIGHT + 5.2, "start")):
        for label in end_labels(each, height, language, end):
            weight, fill = (SEMIBOLD, INK) if label.own else (REGULAR, SECONDARY)
            drawing.text(x, label.baseline, label.words, TextStyle(SIZE, weight, fill), anchor=anchor)
    _draw_years(drawing, each.years, across)
    return drawing.markup()


def _level(stretch: Points) -> Points:
    """Return a stretch unchanged, and a single year as a short horizontal line."""
    if len(stretch) > 1:
        return stretch
    ((x, y),) = stretch
    return [(x - TICK, y), (x + TICK, y)]


def _draw_own(drawing: Drawing, stretches: list[Points], each: Slope) -> None:
    """Draw the forum's line: ring at the first year, dot at the last."""
    for stretch in stretches:
        drawing.polyline(stretch, Stroke(width=1.8))
        if len(stretch) == 1:
            drawing.circle(*stretch[0], 1.7, fill=INK)
    if stretches and each.own[0].shown:
        drawing.circle(*stretches[0][0], 2.9, fill=WHITE, stroke=Stroke(width=1.2))
    if stretches and each.own[-1].shown:
        drawing.circle(*stretches[-1][-1], 2.7, fill=INK)


def _draw_years(drawing: Drawing, years: Sequence[int], across: Sequence[float]) -> None:
    """Label the first and the last year, and those between that fit."""
    taken = [across[0], across[-1]]
    apart = text_width("2000", YEAR) + 3
    for year, x in zip(years, across, strict=True):
        ends = x in (across[0], across[-1])
        if ends or all(abs(x - other) >= apart for other in taken):
            drawing.text(x, HEIGHT - 1.6, str(year), TextStyle(YEAR), anchor="middle")
            taken.append(x)
