"""What the report's font can print, and how wide it prints it. WeasyPrint sets text in SVG without kerning, so widths are plain sums."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from fontTools.ttLib import TTFont

from pipeline.render.assets import FONT_FOLDER

REGULAR: Final = 400
SEMIBOLD: Final = 600
FILES: Final = {REGULAR: "SourceSansPro-Regular.ttf", SEMIBOLD: "SourceSansPro-Semibold.ttf"}
WIDEST: Final = 1.0
IGNORABLE: Final = frozenset({"\n", "\t", "\r", "\N{SOFT HYPHEN}"})


@cache
def _advances(weight: int) -> dict[str, float]:
    """Return each character's advance as a fraction of the font size."""
    with TTFont(FONT_FOLDER / FILES[weight]) as font:
        metrics, units = font["hmtx"], font["head"].unitsPerEm
        return {chr(code): metrics[name][0] / units for code, name in font.getBestCmap().items()}


def text_width(text: str, size: float, weight: int = REGULAR) -> float:
    """Return the width of one line of text, in the unit of the size; a character that the font lacks counts as a full square."""
    advances = _advances(weight)
    return size * sum(advances.get(character, WIDEST) for character in text)


def missing_glyphs(text: str) -> list[str]:
    """Return the characters that the font cannot print, each once, in order of appearance.

    A character without a glyph would be taken from whatever font the machine has, or print as an empty box.
    """
    printable = _advances(REGULAR).keys() & _advances(SEMIBOLD).keys()
    absent = (character for character in unicodedata.normalize("NFC", text) if character not in printable and character not in IGNORABLE)
    return list(dict.fromkeys(absent))
