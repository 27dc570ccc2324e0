"""What the renderer gets when it asks for an address.

Enters: an address under the scheme ``asset:``. Leaves: the bytes of a known asset, or a refusal that is kept on record.
Never: a socket, a file named by a document, a ``data:`` address.
"""

from __future__ import annotations

from collections.abc import Mapping

from weasyprint.urls import URLFetcher, URLFetcherResponse

from pipeline.render.assets import Asset, known_assets


class FetchRefused(ValueError):
    """An address that is not an asset of ours."""


class LockedFetcher(URLFetcher):  # type: ignore[misc]  # because WeasyPrint carries no types
    """Serve the known assets and the drawings of a page from memory, and nothing else.

    WeasyPrint swallows a failed fetch, inside SVG even a fatal one. So every refusal is kept in `refused`, and `render_pdf` reads it afterwards.

    Attributes:
        refused: The addresses that were asked for in vain.
    """

    def __init__(self, drawings: Mapping[str, Asset] | None = None) -> None:
        """Start with nothing refused.

        Args:
            drawings: What is served besides: the drawings of one page by their addresses.
        """
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.refused: list[str] = []
        self._assets = {**known_assets(), **(drawings or {})}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return a known asset.

        Raises:
            Refused: the address is not one of ours.
        """
        asset = self._assets.get(url)
        if asset is None:
            self.refused.append(url)
            raise FetchRefused(f"not an asset of the report: {url[:200]}")
        return URLFetcherResponse(url, asset.content, {"Content-Type": asset.media_type})
