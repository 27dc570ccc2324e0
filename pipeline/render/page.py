"""One report's HTML as WeasyPrint takes it.

Enters: the HTML of our templates, which is XML too. Leaves: a page whose drawings are pictures with an address, so that no rule is asked of
what they consist of. Never: a change of what is seen or heard: a drawing's title becomes the picture's alternative text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from xml.etree.ElementTree import fromstring

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle

from pipeline.render.assets import BASE, SCHEME, TEMPLATES, Asset
from pipeline.render.fetching import LockedFetcher

DRAWING: Final = re.compile(r"<svg\b[^>]*>(?:<title>(?P<words>[^<]*)</title>)?.*?</svg>", re.DOTALL)
ELEMENTS: Final = TEMPLATES / "elements.css"


class Page(HTML):  # type: ignore[misc]  # because WeasyPrint carries no types
    """A report's HTML.

    Attributes:
        url_fetcher: Serves our own files and the drawings of this page.
    """

    def __init__(self, html: str) -> None:
        drawings: dict[str, Asset] = {}

        def take_out(found: re.Match[str]) -> str:
            address = f"{SCHEME}drawing-{len(drawings) + 1}"
            drawings[address] = Asset(found[0].encode(), "image/svg+xml")
            return f'<img class="drawing" src="{address}" alt="{found["words"] or ""}"/>'

        self.etree_element = fromstring(DRAWING.sub(take_out, html))  # noqa: S314 - our own templates, which escape what they are given
        self.wrapper_element = ElementWrapper.from_html_root(self.etree_element)
        self.base_url, self.url_fetcher, self.media_type = BASE, LockedFetcher(drawings), "print"

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        """Return what elements are before any stylesheet of ours."""
        return [_elements()]


@cache
def _elements() -> CSS:
    """Return the short sheet of HTML's elements; its counters are given apart."""
    return CSS(string=ELEMENTS.read_text(encoding="utf-8"), counter_style=CounterStyle())
