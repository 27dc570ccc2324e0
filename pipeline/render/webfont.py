"""The font for browsers: reduced to the characters of one page, so that the page can include it and charts keep their dimensions."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from pipeline.language.typeface import FILES, FONT_FOLDER


@dataclass(frozen=True, slots=True)
class Face:
    """One face of the font family and its file."""

    weight: int
    style: str
    file: str


FACES: Final = (Face(400, "normal", FILES[0]), Face(400, "italic", FILES[1]), Face(600, "normal", FILES[2]))


def subset(file: str, text: str) -> bytes:
    """Return a face as WOFF2 with the glyphs of the text's characters only; the same text gives the same bytes."""
    options = Options(layout_features=["kern", "mark", "locl", "tnum"], hinting=False, notdef_outline=True)
    with TTFont(FONT_FOLDER / file, recalcTimestamp=False, lazy=True) as font:
        cutter = Subsetter(options)
        cutter.populate(text="".join(set(text)))
        cutter.subset(font)
        font.flavor = "woff2"
        written = BytesIO()
        font.save(written)
    return written.getvalue()
