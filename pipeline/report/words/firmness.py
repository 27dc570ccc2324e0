"""Sentences on robustness: how statuses and directions fare under a thousand alternative calculations."""

from __future__ import annotations

from math import floor, isnan

from pipeline.language.language import Language


def mark_firmness(draws: int, most: float, language: Language) -> str:
    """Return the meaning of the mark † behind a status.

    Args:
        draws: Number of draws.
        most: Largest share of the draws in which a status without the mark changes, for example 0.1.
        language: Language of the report.
    """
    text = language.gettext("† status changes in over {most} of {draws} trials")
    return text.format(most=language.percent(most, 0), draws=language.number(draws, 0))


def say_firmness(marked: int, draws: int, most: float, language: Language) -> str:
    """Return how many statuses have the mark, before and now, and what the draws are.

    Args:
        marked: Number of statuses with the mark.
        draws: Number of draws.
        most: Largest share of the draws in which a status without the mark changes.
        language: Language of the report.
    """
    if marked:
        text = language.ngettext(
            "With limits up to 5 % off, {number} status (†) changes in over {most} of {draws} trials.",
            "With limits up to 5 % off, {number} statuses (†) change in over {most} of {draws} trials.",
            marked,
        )
    else:
        text = language.gettext("With limits up to 5 % off, no status changes in over {most} of {draws} trials.")
    return text.format(number=language.words(marked), most=language.percent(most, 0), draws=language.number(draws, 0))


def say_direction(direction: float, agreeing: float, language: Language) -> str:
    """Return in how many of the draws a forum's index moves in the same direction; follows `say_firmness`, empty without a direction.

    The share is rounded down: 99.6 % is not every time.
    """
    if isnan(direction) or isnan(agreeing) or direction == 0:
        return ""
    text = (
        language.gettext("With other weights, scales and means, the index falls in {part} of them.")
        if direction < 0
        else language.gettext("With other weights, scales and means, the index rises in {part} of them.")
    )
    return text.format(part=language.percent(floor(agreeing * 100) / 100, 0))
