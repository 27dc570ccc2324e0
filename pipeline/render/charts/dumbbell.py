"""Dumbbell chart of page 1: each indicator's share before and now, in multiples of the reported year's threshold.

All rows share one scale, so the threshold is one dashed vertical, and movement along the axis is the change of the share itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from pipeline.language.language import Language
from pipeline.language.typeface import SEMIBOLD, text_width
from pipeline.render.charts.scale import Scale, domain
from pipeline.render.charts.svg import BAND, BETTER, CONTEXT, INK, SECONDARY, WHITE, WORSE, Drawing, Stroke, TextStyle, coordinate
from pipeline.report.model.indicators import IndicatorRow
from pipeline.scoring.compare.verdict import Verdict

WIDTH: Final = 155.9
ROW: Final = 36.2
AXIS: Final = 24.0
MIDDLE: Final = 18.6
BAND_HEIGHT: Final = 5.2
SMALLEST_WHISKER: Final = 4.2
AIR: Final = 1.6  # between a label and the threshold's line
HUES: Final = {Verdict.BETTER: BETTER, Verdict.WORSE: WORSE}


@dataclass(frozen=True, slots=True)
class Marks:
    """The positions of one row's marks, in points from the left; None if a figure is missing."""

    before: float | None
    now: float | None
    whisker: tuple[float, float] | None
    city: float
    threshold_before: float
    peers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Dumbbells:
    """The axis for the table's header and one drawing per row."""

    axis: Markup
    rows: tuple[Markup, ...]


def dumbbells(rows: Sequence[IndicatorRow], language: Language, now: int) -> Dumbbells:
    """Draw all rows on one scale."""
    scale = shared_scale(rows)
    drawn = tuple(_row(row, scale, language, first=number == 0) for number, row in enumerate(rows))
    return Dumbbells(_axis(scale, language, now), drawn)


def shared_scale(rows: Sequence[IndicatorRow]) -> Scale:
    """Return the scale that fits every mark of every row and the threshold (1)."""
    low, high = domain([1.0, *(value for row in rows for value in _ratios(row))])
    return Scale(max(low, 0.0), high, 5.0, WIDTH - 5.0)


def _ratios(row: IndicatorRow) -> list[float]:
    shares = [figure.value for figure in (row.before.share, row.now.share) if figure.value is not None]
    ends = [row.chart.interval_now.low, row.chart.interval_now.high] if row.chart.interval_now and row.now.share.shown else []
    return [share / row.now.threshold for share in (*shares, *ends, *row.chart.peers_now, row.now.city, row.before.threshold)]


def place(row: IndicatorRow, scale: Scale) -> Marks:
    """Return the positions of one row's marks."""

    def at(share: float) -> float:
        return scale(share / row.now.threshold)

    def shown(share: float | None) -> float | None:
        return None if share is None else at(share)

    whisker = None
    if row.now.share.shown and row.chart.interval_now:
        ends = at(row.chart.interval_now.low), at(row.chart.interval_now.high)
        whisker = ends if (ends[1] - ends[0]) / 2 >= SMALLEST_WHISKER else None
    return Marks(
        before=shown(row.before.share.value),
        now=shown(row.now.share.value),
        whisker=whisker,
        city=at(row.now.city),
        threshold_before=at(row.before.threshold),
        peers=tuple(at(peer) for peer in row.chart.peers_now),
    )


def _row(row: IndicatorRow, scale: Scale, language: Language, *, first: bool) -> Markup:
    marks, spine = place(row, scale), scale(1.0)
    drawing = Drawing(WIDTH, ROW, row.chart.alt)
    _draw_peers(drawing, marks)
    drawing.line(marks.threshold_before, MIDDLE - 9, marks.threshold_before, MIDDLE + 6.6, Stroke(CONTEXT, 0.9, dash="1.6 1.2"))
    drawing.line(spine, 0, spine, ROW, Stroke(dash="2 1.6"))
    _draw_threshold(drawing, spine, language.percent(row.now.threshold))
    _draw_city(drawing, marks.city, spine, language.share(row.now.city), language.gettext("city") if first else "")
    _draw_change(drawing, marks, HUES.get(row.verdict, SECONDARY), joined=not row.not_comparable)
    return drawing.markup()


def _draw_peers(drawing: Drawing, marks: Marks) -> None:
    """Draw the range of all forums as a band, the others as ticks in it."""
    everyone = [*marks.peers, *([marks.now] if marks.now is not None else [])]
    top = MIDDLE - BAND_HEIGHT / 2
    if len(everyone) > 1:
        drawing.rect(min(everyone), top, max(everyone) - min(everyone), BAND_HEIGHT, fill=BAND)
    ticks = "".join(f"M{coordinate(peer)} {coordinate(top)}v{coordinate(BAND_HEIGHT)}" for peer in marks.peers)
    drawing.path(ticks, stroke=Stroke(CONTEXT, 0.7))


def _draw_threshold(drawing: Drawing, spine: float, words: str) -> None:
    fits = spine + 2.2 + text_width(words, 7) <= WIDTH
    drawing.text(spine + 2.2 if fits else spine - 2.2, 7.6, words, anchor="start" if fits else "end")


def _draw_city(drawing: Drawing, x: float, spine: float, number: str, name: str) -> None:
    """Draw the city's tick with its number below, beside the threshold's line; the first row labels it."""
    words = f"{name} {number}" if name else number
    half = text_width(words, 7) / 2
    drawing.line(x, MIDDLE - 6, x, MIDDLE + 6, Stroke(width=1.2))
    drawing.text(_beside(spine, min(max(x, half), WIDTH - half), half + AIR), 34, words, anchor="middle")


def _beside(line: float, x: float, half: float) -> float:
    """Return the middle of a label nearest to `x` that a vertical line does not cross: on the wanted side of it, if there is space."""
    if abs(x - line) >= half:
        return x
    left = (x < line and line - 2 * half >= 0) or line + 2 * half > WIDTH
    return line - half if left else line + half


def _draw_change(drawing: Drawing, marks: Marks, hue: str, *, joined: bool) -> None:
    """Draw ring and dot; a line joins them only if the two years are compared."""
    if joined and marks.before is not None and marks.now is not None:
        drawing.line(marks.before, MIDDLE, marks.now, MIDDLE, Stroke(hue, 1.5))
    if marks.whisker:
        low, high = marks.whisker
        drawing.line(low, MIDDLE, high, MIDDLE, Stroke(hue, 0.9))
        for end in marks.whisker:
            drawing.line(end, MIDDLE - 2.6, end, MIDDLE + 2.6, Stroke(hue, 0.9))
    if marks.before is not None:
        drawing.circle(marks.before, MIDDLE, 3.5, fill=WHITE, stroke=Stroke(hue, 1.15))
    if marks.now is not None:
        drawing.circle(marks.now, MIDDLE, 2.7, fill=hue)


def _axis(scale: Scale, language: Language, now: int) -> Markup:
    words = language.gettext("Scale: the share as a multiple of the limit in {now}. Right of the limit the criterion is met.").format(
        now=now
    )
    drawing = Drawing(WIDTH, AXIS, words)
    threshold, spine = language.gettext("limit {now}").format(now=now), scale(1.0)
    half = text_width(threshold, 7.2, SEMIBOLD) / 2
    drawing.text(min(max(spine, half), WIDTH - half), 17.5, threshold, TextStyle(7.2, SEMIBOLD, INK), anchor="middle")
    drawing.line(spine, 20, spine, AXIS)
    return drawing.markup()
