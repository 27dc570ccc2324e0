"""Small counts in words: the class of a count, and the bounds of its share."""

from __future__ import annotations

from math import ceil, floor
from typing import Final

from pipeline.language.language import Language
from pipeline.settings.settings import SmallNumbers

WHOLE: Final = 1.0
EVERYTHING: Final = (0.0, WHOLE)
PRECISION: Final = 9  # decimals: 4/1000 is 0.4 %, and so not below it


def say_count(bounds: tuple[float, float], language: Language) -> str:
    """Return a class of counts: ``1–4``."""
    return "–".join(language.number(end) for end in bounds)


def say_percent(bounds: tuple[float, float], language: Language, digits: int = 1) -> str:
    """Return the bounds of a small count's share: ``under 0,4 %``; ``over 99,6 %`` if nearly the whole base is counted.

    If the class covers the whole of a small base, it is ``0–100 %``.

    Args:
        bounds: The lowest and highest share of the class, as fractions.
        language: Language of the text.
        digits: Decimals of the percent.
    """
    if bounds == EVERYTHING:
        return f"0–{language.percent(WHOLE, 0)}"
    share, under = _limit(bounds, digits)
    text = language.gettext("under {share}") if under else language.gettext("over {share}")
    return text.format(share=language.percent(share, digits))


def sign_share(bounds: tuple[float, float], language: Language, digits: int = 1) -> str:
    """Return the same for a narrow column: ``<0,4``, ``>99,6``, ``0–100``."""
    if bounds == EVERYTHING:
        return f"0–{language.share(WHOLE, 0)}"
    share, under = _limit(bounds, digits)
    return f"{'<' if under else '>'}{language.share(share, digits)}"


def _limit(bounds: tuple[float, float], digits: int) -> tuple[float, bool]:
    """Return the limit that all shares of the class are below, rounded up, or above, rounded down."""
    low, high = bounds
    scale = 10 ** (digits + 2)
    under = low + high <= WHOLE
    steps = floor(round(high * scale, PRECISION)) + 1 if under else ceil(round(low * scale, PRECISION)) - 1
    return steps / scale, under


def explain(small_numbers: SmallNumbers, language: Language) -> str:
    """Return the reports' explanation of small counts, in two sentences."""
    most = small_numbers.smallest_shown - 1
    first = language.gettext(
        "Counts of 1–{most} are written »1–{most}«, their shares with <, and count as {middle} in sums, shares and index; likewise where 1–{most} "
        "are missing to all."
    )
    others = {
        "none": language.gettext("Other counts are as they were counted."),
        "district": language.gettext(
            "Beside such a count, the district's other counts of the same indicator and year are rounded to the nearest 5; all others are as "
            "they were counted."
        ),
        "all": language.gettext("Other counts are rounded to the nearest 5."),
    }[small_numbers.rounding]
    return f"{first.format(most=most, middle=small_numbers.middle)} {others}"
