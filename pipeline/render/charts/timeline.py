"""Timeline of the plans' periods, with the two years of the indicators as bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from pipeline.input.plan_phase import Phase
from pipeline.language.danish_dates import show_years
from pipeline.language.language import Language
from pipeline.language.typeface import text_width
from pipeline.render.charts.labels import spread
from pipeline.render.charts.scale import Scale
from pipeline.render.charts.svg import BAND, CONTEXT, INK, THIN, WHITE, Drawing, Stroke, TextStyle, coordinate, hatch
from pipeline.report.model.money import PlanRow

WIDTH: Final = 88.4
ROW: Final = 22.6
AXIS: Final = 18.0
BAR: Final = 8.8
AIR: Final = 2.6
SIZE: Final = 7.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """The axis for the table's header and one drawing per plan."""

    axis: Markup
    rows: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One plan's bar: its ends, and the position of its years (`anchor` start or end beside it, middle above it)."""

    left: float
    right: float
    label: float
    anchor: str


def timeline_rows(plans: Sequence[PlanRow], language: Language, before: int, now: int) -> Timeline:
    """Draw all plans on one axis."""
    scale = shared_scale(plans, before, now)
    return Timeline(_axis(scale, language, before, now), tuple(_row(plan, scale, language, before, now) for plan in plans))


def shared_scale(plans: Sequence[PlanRow], before: int, now: int) -> Scale:
    """Return the scale in years that fits both measured years and every plan."""
    low = min([float(before), *(year_of(plan.start) for plan in plans)])
    high = max([now + 1.0, *(year_of(plan.end) for plan in plans)])
    return Scale(low, high, 1.0, WIDTH - 1.0)


def year_of(day: date) -> float:
    """Return a date as a year with its fraction."""
    first, following = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + (day - first).days / (following - first).days


def place(plan: PlanRow, scale: Scale) -> Bar:
    """Return the position of a plan's bar and its years: left of the bar, else right of it, else above."""
    left, right = scale(year_of(plan.start)), scale(year_of(plan.end))
    room = text_width(years(plan), SIZE) + AIR
    if left - room >= 0:
        return Bar(left, right, left - AIR, "end")
    if right + room <= WIDTH:
        return Bar(left, right, right + AIR, "start")
    half = room / 2
    return Bar(left, right, min(max((left + right) / 2, half), WIDTH - half), "middle")


def years(plan: PlanRow) -> str:
    """Return a plan's first and last year."""
    return show_years(plan.start.year, plan.end.year)


def _row(plan: PlanRow, scale: Scale, language: Language, before: int, now: int) -> Markup:
    words = language.gettext("Period {start} to {end}, {phase}").format(
        start=language.day(plan.start), end=language.day(plan.end), phase=_phase(plan.phase, language)
    )
    drawing, top, bar = Drawing(WIDTH, ROW, words), (ROW - BAR) / 2, place(plan, scale)
    _draw_measured(drawing, scale, (before, now), 0, ROW)
    width = max(bar.right - bar.left, 1.0)
    drawing.rect(bar.left, top, width, BAR, fill=INK if plan.phase is Phase.RUNNING else WHITE)
    if plan.phase is Phase.PLANNED:
        drawing.path(hatch(bar.left, top, width, BAR), stroke=THIN)
    drawing.path(_new_years(plan, scale, top), stroke=Stroke(WHITE if plan.phase is Phase.RUNNING else CONTEXT, 0.5))
    drawing.rect(bar.left, top, width, BAR, stroke=Stroke(width=0.8))
    baseline = top - 1.6 if bar.anchor == "middle" else ROW / 2 + 2.4
    drawing.text(bar.label, baseline, years(plan), TextStyle(SIZE), anchor=bar.anchor)
    return drawing.markup()


def _new_years(plan: PlanRow, scale: Scale, top: float) -> str:
    """Return a notch at each new year within the plan."""
    inside = (year for year in range(plan.start.year + 1, plan.end.year + 1) if year_of(plan.start) < year < year_of(plan.end))
    return "".join(f"M{coordinate(scale(year))} {coordinate(top + 1.2)}v{coordinate(BAR - 2.4)}" for year in inside)


def _draw_measured(drawing: Drawing, scale: Scale, measured: Sequence[int], top: float, height: float) -> None:
    for year in measured:
        drawing.rect(scale(year), top, scale(year + 1) - scale(year), height, fill=BAND)


def _axis(scale: Scale, language: Language, before: int, now: int) -> Markup:
    words = language.gettext("Time axis with the measured years {before} and {now}").format(before=before, now=now)
    drawing = Drawing(WIDTH, AXIS, words)
    _draw_measured(drawing, scale, (before, now), 14, AXIS - 14)
    size = text_width("2000", SIZE) + 4
    for x, year in zip(spread([scale(before + 0.5), scale(now + 0.5)], [size, size], 0, WIDTH), (before, now), strict=True):
        drawing.text(x, 11.8, str(year), TextStyle(SIZE), anchor="middle")
    return drawing.markup()


def _phase(phase: Phase, language: Language) -> str:
    if phase is Phase.RUNNING:
        return language.gettext("running")
    return language.gettext("ended") if phase is Phase.ENDED else language.gettext("planned")
