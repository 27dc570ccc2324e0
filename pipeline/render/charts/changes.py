"""Bar chart of the city's change per indicator. No verdict colours: the city's change is context, not judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from pipeline.language.language import Language
from pipeline.render.charts.scale import Scale, domain
from pipeline.render.charts.svg import CONTEXT, INK, Drawing
from pipeline.report.model.city import CityIndicator

WIDTH: Final = 64.0
ROW: Final = 12.6
BAR: Final = 6.6


def shared_scale(indicators: Sequence[CityIndicator]) -> Scale:
    """Return the scale that fits every change and zero."""
    changes = [indicator.change_pp.value for indicator in indicators if indicator.change_pp.value is not None]
    return Scale(*domain([0.0, *changes]), 2.0, WIDTH - 2.0)


def change_bars(indicators: Sequence[CityIndicator], language: Language) -> tuple[Markup, ...]:
    """Draw one bar per indicator on one scale."""
    scale = shared_scale(indicators)
    return tuple(_bar(indicator, scale, language) for indicator in indicators)


def _bar(indicator: CityIndicator, scale: Scale, language: Language) -> Markup:
    """Draw the bar and the zero line; only the zero line for a change that is not compared."""
    change, zero = indicator.change_pp.value, scale(0.0)
    if change is None:
        drawing = Drawing(WIDTH, ROW, f"{indicator.label}: {indicator.not_comparable}")
    else:
        words = language.gettext("{label}: {change} percentage points").format(label=indicator.label, change=language.signed(change))
        drawing, end = Drawing(WIDTH, ROW, words), scale(change)
        drawing.rect(min(zero, end), (ROW - BAR) / 2, abs(end - zero), BAR, fill=INK if change < 0 else CONTEXT)
    drawing.line(zero, 0, zero, ROW)
    return drawing.markup()
