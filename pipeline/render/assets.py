"""The only files that a report may use: stylesheet, glyphs, fonts; read once, served from memory.

Enters: an address under the scheme ``asset:``. Leaves: the bytes of a known asset, or a refusal that is kept on record.
Never: a socket, a file named by a document, a ``data:`` address.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from weasyprint.urls import URLFetcher, URLFetcherResponse

from pipeline.typeface import FILES, FOLDER

SCHEME: Final = "asset:"
BASE: Final = f"{SCHEME}report"
TEMPLATES: Final = Path(__file__).resolve().parents[2] / "templates"


@dataclass(frozen=True, slots=True)
class Asset:
    """One known file: its bytes and its type."""

    content: bytes
    media_type: str


@cache
def known_assets() -> dict[str, Asset]:
    """Return every asset by its address, read once per process."""
    assets = {f"{SCHEME}{name}": Asset((TEMPLATES / name).read_bytes(), "text/css") for name in ("style.css", "tight.css")}
    for glyph in sorted((TEMPLATES / "glyphs").glob("*.svg")):
        assets[f"{SCHEME}glyphs/{glyph.name}"] = Asset(glyph.read_bytes(), "image/svg+xml")
    for name in FILES:
        assets[f"{SCHEME}fonts/{name}"] = Asset((FOLDER / name).read_bytes(), "font/ttf")
    return assets


class Refused(ValueError):
    """An address that is not an asset of ours."""


class LockedFetcher(URLFetcher):  # type: ignore[misc]  # because WeasyPrint carries no types
    """Serve the known assets from memory and nothing else.

    WeasyPrint swallows a failed fetch, inside SVG even a fatal one. So every refusal is kept in `refused`, and `render_pdf` reads it afterwards.

    Attributes:
        refused: The addresses that were asked for in vain.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return a known asset.

        Raises:
            Refused: the address is not one of ours.
        """
        asset = known_assets().get(url)
        if asset is None:
            self.refused.append(url)
            raise Refused(f"not an asset of the report: {url[:200]}")
        return URLFetcherResponse(url, asset.content, {"Content-Type": asset.media_type})
