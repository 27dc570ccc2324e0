"""Chart of the forums' indices: ring before, dot now, on one scale with the city as its spine. In the workbook's order, not ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from pipeline.language.language import Language
from pipeline.language.typeface import SEMIBOLD, text_width
from pipeline.render.charts.scale import Scale, domain
from pipeline.render.charts.svg import BETTER, INK, SECONDARY, WHITE, WORSE, Drawing, Stroke, TextStyle
from pipeline.report.model.city import ForumLine
from pipeline.report.model.figures import Figure
from pipeline.scoring.compare.verdict import Verdict

WIDTH: Final = 54.0
ROW: Final = 25.0
AXIS: Final = 12.0
EDGE: Final = 4.5
CITY: Final = 100.0
SIZE: Final = 7.2
HUES: Final = {Verdict.BETTER: BETTER, Verdict.WORSE: WORSE}
APART: Final = {Verdict.NOT_COMPARABLE}


@dataclass(frozen=True, slots=True)
class IndexMarks:
    """The axis for the table's header and one drawing per forum."""

    axis: Markup
    rows: tuple[Markup, ...]


def index_marks(lines: Sequence[ForumLine], language: Language, before: int, now: int, width: float = WIDTH) -> IndexMarks:
    """Draw every forum's index of both years on one scale."""
    scale = shared_scale(lines, width)
    return IndexMarks(_axis(scale, language, width), tuple(_row(line, scale, language, before, now, width) for line in lines))


def shared_scale(lines: Sequence[ForumLine], width: float = WIDTH) -> Scale:
    """Return the scale that fits every shown index and the city."""
    shown = [figure.value for line in lines for figure in (line.before.index, line.now.index) if figure.value is not None]
    return Scale(*domain([CITY, *shown]), EDGE, width - EDGE)


def _row(line: ForumLine, scale: Scale, language: Language, before: int, now: int, width: float) -> Markup:
    words = language.gettext("{forum}: index {before} in {year_before}, {now} in {year_now}, the city {city}").format(
        forum=line.forum,
        before=_word(line.before.index, language),
        now=_word(line.now.index, language),
        city=language.number(CITY),
        year_before=before,
        year_now=now,
    )
    drawing, middle, hue = Drawing(width, ROW, words), ROW / 2, HUES.get(line.verdict, SECONDARY)
    drawing.line(scale(CITY), 0, scale(CITY), ROW, Stroke(dash="2 1.6"))
    first, last = (None if figure.value is None else scale(figure.value) for figure in (line.before.index, line.now.index))
    if first is not None and last is not None and line.verdict not in APART:
        drawing.line(first, middle, last, middle, Stroke(hue, 1.5))
    if first is not None:
        drawing.circle(first, middle, 3.5, fill=WHITE, stroke=Stroke(hue, 1.15))
    if last is not None:
        drawing.circle(last, middle, 2.7, fill=hue)
    return drawing.markup()


def _axis(scale: Scale, language: Language, width: float) -> Markup:
    words = language.gettext("Scale: the index, the city {city}. Right of the city a forum is more deprived.").format(
        city=language.number(CITY)
    )
    drawing, label = Drawing(width, AXIS, words), language.gettext("city {city}").format(city=language.number(CITY))
    half = text_width(label, SIZE, SEMIBOLD) / 2
    drawing.text(min(max(scale(CITY), half), width - half), 7, label, TextStyle(SIZE, SEMIBOLD, INK), anchor="middle")
    drawing.line(scale(CITY), AXIS - 3, scale(CITY), AXIS)
    return drawing.markup()


def _word(figure: Figure, language: Language) -> str:
    if figure.value is not None:
        return language.number(figure.value)
    return language.gettext("not stated")
