"""The only files that a report can use: stylesheet, glyphs, fonts; read once, served from memory.

Each has an address under the scheme ``asset:``, which `fetching` resolves for the renderer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline import SHIPPED
from pipeline.language.typeface import FILES, FONT_FOLDER

SCHEME: Final = "asset:"
BASE: Final = f"{SCHEME}report"
TEMPLATES: Final = SHIPPED / "templates"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes and its type."""

    content: bytes
    media_type: str


@cache
def known_assets() -> dict[str, Asset]:
    """Return every asset by its address, read once per process."""
    assets = {f"{SCHEME}{name}": Asset((TEMPLATES / name).read_bytes(), "text/css") for name in ("style.css", "tight.css")}
    for glyph in sorted((TEMPLATES / "glyphs").glob("*.svg")):
        assets[f"{SCHEME}glyphs/{glyph.name}"] = Asset(glyph.read_bytes(), "image/svg+xml")
    for name in FILES:
        assets[f"{SCHEME}fonts/{name}"] = Asset((FONT_FOLDER / name).read_bytes(), "font/ttf")
    return assets
