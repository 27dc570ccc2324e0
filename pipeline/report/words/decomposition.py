"""What moved a forum's index: heading and sentences of the waterfall. A forum's own part is always said before the city's.

An indicator that rises in the forum can lower its index where the city's rises more, so no sentence calls a total a rise or a fall of the
indicator.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import fsum
from typing import Final

from pipeline.language.language import Language, capitalise
from pipeline.report.model.indicators import Decomposition, DecompositionPart

RARE: Final = 0.10  # below this share in the city an indicator is rare: a percentage point of it moves the index far
LARGE: Final = Fraction(1, 3)  # from this part of all own parts on a rare indicator is named


def head_decomposition(parts: Decomposition, language: Language) -> str:
    """Return the heading of the waterfall: how much the index moved."""
    points = language.number(abs(parts.total), 1)
    if points == language.number(0.0, 1):
        return language.gettext("The index is the same as before")
    text = (
        language.gettext("The index rises by {points} points")
        if parts.total > 0
        else language.gettext("The index falls by {points} points")
    )
    return text.format(points=points)


def say_decomposition(parts: Decomposition, before: int, language: Language) -> str:
    """Return the sentences under it: the forum's own part and the city's, the largest own part, and rare indicators that weigh heavily."""
    own = _pull(
        parts.own,
        language.gettext("The forum area's own development raises the index by {points} points"),
        language.gettext("The forum area's own development lowers the index by {points} points"),
        language,
    )
    city = _pull(
        parts.city,
        language.gettext("the city's raises it by {points}"),
        language.gettext("the city's lowers it by {points}"),
        language,
    )
    largest = max(parts.parts, key=lambda part: abs(part.own))
    most = language.gettext("The largest own part is »{label}«: {own} points from the area itself, {city} from the city.").format(
        label=largest.label, own=language.signed(largest.own), city=language.signed(largest.city)
    )
    within = language.gettext("The city's figures include the area itself.")
    return " ".join([f"{own}, {city}.", within, most, *(_say_rare(part, before, language) for part in heavy_and_rare(parts.parts))])


def heavy_and_rare(parts: Sequence[DecompositionPart]) -> list[DecompositionPart]:
    """Return the parts of indicators that are rare in the city but make up a large part of all that the forum itself moved."""
    moved = fsum(abs(part.own) for part in parts)
    return [part for part in parts if part.city_before < RARE and moved and abs(part.own) >= LARGE * moved]


def _say_rare(part: DecompositionPart, before: int, language: Language) -> str:
    text = language.gettext("»{label}«: only {share} in the city in {before}, so that a small change weighs heavily in the index.")
    rare = text.format(label=part.label, share=language.percent(part.city_before), before=before)
    return f"{rare} {capitalise(part.caution)}." if part.caution else rare


def _pull(points: float, raises: str, lowers: str, language: Language) -> str:
    return (raises if points > 0 else lowers).format(points=language.number(abs(points), 1))
