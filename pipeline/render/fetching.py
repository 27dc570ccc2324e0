"""Serve the addresses that the renderer asks for.

Enters: an address under the scheme ``asset:``. Leaves: the bytes of a known asset, or a recorded refusal.
Never: a socket, a file named by a document, a ``data:`` address.
"""

from __future__ import annotations

from collections.abc import Mapping

from weasyprint.urls import URLFetcher, URLFetcherResponse

from pipeline.render.assets import Asset, known_assets


class FetchRefused(ValueError):
    """An address that is not one of our assets."""


class LockedFetcher(URLFetcher):  # type: ignore[misc]  # because WeasyPrint carries no types
    """Serves the known assets and the drawings of a page from memory, and nothing else.

    WeasyPrint swallows failed fetches, inside SVG even fatal ones. So refusals are kept in `refused`, which `render_pdf` checks later.

    Attributes:
        refused: The refused addresses.
    """

    def __init__(self, drawings: Mapping[str, Asset] | None = None) -> None:
        """Start with nothing refused.

        Args:
            drawings: The drawings of one page by their addresses, served as well.
        """
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.refused: list[str] = []
        self._assets = {**known_assets(), **(drawings or {})}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return a known asset.

        Raises:
            FetchRefused: the address is not one of ours.
        """
        asset = self._assets.get(url)
        if asset is None:
            self.refused.append(url)
            raise FetchRefused(f"not an asset of the report: {url[:200]}")
        return URLFetcherResponse(url, asset.content, {"Content-Type": asset.media_type})
