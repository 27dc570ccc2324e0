"""The font of the reports: its files, the characters that it has, and the width of text.

It is installed with a pinned package, never taken from the machine, so what can be printed is known before rendering.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

import font_source_sans_pro
from fontTools.ttLib import TTFont

FONT_FOLDER: Final = Path(font_source_sans_pro.font_directory)
FILES: Final = ("SourceSansPro-Regular.ttf", "SourceSansPro-It.ttf", "SourceSansPro-Semibold.ttf", "SourceSansPro-Bold.ttf")
REGULAR: Final = 400
SEMIBOLD: Final = 600
WEIGHTS: Final = {REGULAR: FILES[0], SEMIBOLD: FILES[2]}
WIDEST: Final = 1.0
IGNORABLE: Final = frozenset({"\n", "\t", "\r", "\N{SOFT HYPHEN}"})


@cache
def _advances(weight: int) -> dict[str, float]:
    """Return each character's advance as a fraction of the font size."""
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


def missing_glyphs(text: str) -> list[str]:
    """Return the characters missing in the font, each once, in order of appearance.

    Otherwise they would be taken from any font of the machine, or print as an empty box.
    """
    absent = (character for character in unicodedata.normalize("NFC", text) if character not in _printable())
    return list(dict.fromkeys(absent))
