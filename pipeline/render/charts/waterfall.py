"""Waterfall chart of the index change: one drawing per row of the table, on one scale.

Dark lowers the index, grey raises it, hatched is an indicator that is not judged. No verdict colours: a share can fall while its ratio to
the city rises.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from markupsafe import Markup

from pipeline.language.language import Language
from pipeline.render.charts.scale import Scale, domain
from pipeline.render.charts.svg import CONTEXT, INK, SECONDARY, WHITE, Drawing, Stroke, hatch
from pipeline.report.model.indicators import Decomposition, DecompositionPart

WIDTH: Final = 204.1
ROW: Final = 13.6
BAR: Final = 8.8
SLIMMEST: Final = 0.8


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The drawings: the earlier index, each part, the present index."""

    start: Markup
    parts: tuple[Markup, ...]
    end: Markup


def waterfall_rows(decomposition: Decomposition, language: Language, before: int, now: int) -> Waterfall:
    """Draw the parts one after the other, from the earlier index to the present one."""
    scale, levels = shared_scale(decomposition), running_levels(decomposition)
    steps = zip(decomposition.parts, levels, levels[1:], strict=False)
    return Waterfall(
        start=_end_point(scale, levels[0], levels[0], language, before, first=True),
        parts=tuple(_part(part, scale, start, end, levels[0], language) for part, start, end in steps),
        end=_end_point(scale, levels[-1], levels[0], language, now, first=False),
    )


def running_levels(decomposition: Decomposition) -> list[float]:
    """Return the earlier index, and the level after each part; the last one is the present index."""
    return list(accumulate((part.total for part in decomposition.parts), initial=decomposition.index_before))


def shared_scale(decomposition: Decomposition) -> Scale:
    """Return the scale that fits every level."""
    return Scale(*domain([*running_levels(decomposition), decomposition.index_now]), 2.0, WIDTH - 12.0)


def _end_point(scale: Scale, level: float, origin: float, language: Language, year: int, *, first: bool) -> Markup:
    words = language.gettext("Index {year}: {index}").format(year=year, index=language.number(level, 1))
    drawing, middle, x = Drawing(WIDTH, ROW, words), ROW / 2, scale(level)
    _origin(drawing, scale(origin), middle if first else 0.0)
    drawing.line(x, middle if first else 0.0, x, ROW if first else middle, Stroke(SECONDARY))
    drawing.circle(x, middle, 3.2, fill=WHITE if first else INK, stroke=Stroke(width=1.2))
    return drawing.markup()


def _part(part: DecompositionPart, scale: Scale, start: float, end: float, origin: float, language: Language) -> Markup:
    words = language.gettext("{label}: {points} index points, from {start} to {end}").format(
        label=part.label, points=language.signed(part.total), start=language.number(start, 1), end=language.number(end, 1)
    )
    drawing, middle, top = Drawing(WIDTH, ROW, words), ROW / 2, (ROW - BAR) / 2
    _origin(drawing, scale(origin), 0.0)
    drawing.line(scale(start), 0, scale(start), middle, Stroke(SECONDARY))
    drawing.line(scale(end), middle, scale(end), ROW, Stroke(SECONDARY))
    left, width = min(scale(start), scale(end)), max(abs(scale(end) - scale(start)), SLIMMEST)
    if part.judged:
        drawing.rect(left, top, width, BAR, fill=INK if part.total < 0 else CONTEXT)
    else:
        drawing.rect(left, top, width, BAR, fill=WHITE)
        drawing.path(hatch(left, top, width, BAR), stroke=Stroke(width=0.7))
        drawing.rect(left, top, width, BAR, stroke=Stroke(width=0.7))
    return drawing.markup()


def _origin(drawing: Drawing, x: float, top: float) -> None:
    """Draw the earlier level as a dotted line."""
    drawing.line(x, top, x, ROW, Stroke(CONTEXT, dash="1 1.6"))
