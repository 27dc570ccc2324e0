"""Prepare one report's HTML for WeasyPrint.

Enters: the HTML of our templates, which is also XML. Leaves: a page whose drawings are images with an address, so that CSS rules are not
matched against their content.
Never: a visible or audible change: a drawing's title becomes the image's alternative text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, Final
from xml.etree.ElementTree import fromstring

from cssselect2 import ElementWrapper
from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration

from pipeline.render.assets import BASE, SCHEME, Asset
from pipeline.render.fetching import LockedFetcher
from pipeline.render.styles import KnownStyles, SharingDocument

DRAWING: Final = re.compile(r"<svg\b[^>]*>(?:<title>(?P<words>[^<]*)</title>)?.*?</svg>", re.DOTALL)


class Page(HTML):  # type: ignore[misc]  # because WeasyPrint carries no types
    """A report's HTML, ready for WeasyPrint.

    Attributes:
        url_fetcher: Serves our own files and the drawings of this page.
    """

    def __init__(self, html: str, known_styles: defaultdict[tuple[CSS, ...], KnownStyles]) -> None:
        self.known_styles = known_styles
        drawings: dict[str, Asset] = {}

        def take_out(found: re.Match[str]) -> str:
            address = f"{SCHEME}drawing-{len(drawings) + 1}"
            drawings[address] = Asset(found[0].encode(), "image/svg+xml")
            return f'<img class="drawing" src="{address}" alt="{found["words"] or ""}"/>'

        self.etree_element = fromstring(DRAWING.sub(take_out, html))  # noqa: S314 - our own templates, which escape what they are given
        self.wrapper_element = ElementWrapper.from_html_root(self.etree_element)
        self.base_url, self.url_fetcher, self.media_type = BASE, LockedFetcher(drawings), "print"

    def render(
        self, font_config: FontConfiguration, counter_style: CounterStyle | None = None, color_profiles: Any = None, **options: Any
    ) -> SharingDocument:
        """Lay the report out."""
        document: SharingDocument = SharingDocument._render(  # noqa: SLF001 - a document has no public way to be laid out by a class of its own
            self, font_config, counter_style, color_profiles, DEFAULT_OPTIONS | options
        )
        return document
