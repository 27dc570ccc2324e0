"""The font of the reports: its files, the characters that it has, and the width of text.

It is installed with a pinned package, never taken from the machine, so what can be printed is known before rendering.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

import font_source_sans_pro

FONT_FOLDER: Final = Path(font_source_sans_pro.font_directory)
FILES: Final = ("SourceSansPro-Regular.ttf", "SourceSansPro-It.ttf", "SourceSansPro-Semibold.ttf", "SourceSansPro-Bold.ttf")
REGULAR: Final = 400
SEMIBOLD: Final = 600
WEIGHTS: Final = {REGULAR: FILES[0], SEMIBOLD: FILES[2]}
WIDEST: Final = 1.0
SAME: Final = str.maketrans(
    {
        **dict.fromkeys("\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{HYPHEN BULLET}\N{MODIFIER LETTER MINUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}", "-"),
        **dict.fromkeys("\N{EN SPACE}\N{EM SPACE}\N{THIN SPACE}\N{HAIR SPACE}", " "),
        **dict.fromkeys("\N{HYPHENATION POINT}\N{DOT OPERATOR}", "\N{MIDDLE DOT}"),
        "\N{DOUBLE HIGH-REVERSED-9 QUOTATION MARK}": "“",
        "\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}": "‘",
    }
)
"""Characters that the font lacks → the one that looks like it and means the same; Word and Outlook write some of them by themselves."""
IGNORABLE: Final = frozenset({"\n", "\t", "\r", "\N{SOFT HYPHEN}"})


@cache
def _advances(weight: int) -> dict[str, float]:
    """Return each character's advance as a fraction of the font size."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - takes a moment, for which a command without a text to check should not wait

    with TTFont(FONT_FOLDER / WEIGHTS[weight]) as font:
        metrics, units = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): metrics[name][0] / units for code, name in font.getBestCmap().items()}


def text_width(text: str, size: float, weight: int = REGULAR) -> float:
    """Return the width of one line of text without kerning, in the unit of the size; a missing character counts as a square."""
    advances = _advances(weight)
    return size * sum(advances.get(character, WIDEST) for character in text)


@cache
def _printable() -> frozenset[str]:
    return frozenset(_advances(REGULAR).keys() & _advances(SEMIBOLD).keys()) | IGNORABLE


def replace_lookalikes(text: str) -> str:
    """Return a text with characters of the font in place of those that look the same and are missing in it."""
    return text.translate(SAME)


def missing_glyphs(text: str) -> list[str]:
    """Return the characters missing in the font, each once, in order of appearance.

    Otherwise they would be taken from any font of the machine, or print as an empty box.
    """
    absent = (character for character in unicodedata.normalize("NFC", text) if character not in _printable())
    return list(dict.fromkeys(absent))
