"""Embed a report in the index page: the same pages from the same templates, with wide tables and drawings in scrollable boxes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from markupsafe import Markup, escape

PARTS: Final = re.compile(
    r"<h(?P<level>[1-4])[^>]*>(?P<heading>.*?)</h(?P=level)>"
    r"|(?P<opening><table\b[^>]*>|<figure class=\"(?:funding|groups)\">)"
    r"|(?P<closing></table>|</figure>)",
    re.DOTALL,
)
TAGS: Final = re.compile(r"<[^>]+>")


def scrollable(html: str, name: Callable[[str], str]) -> Markup:
    """Put every table and every wide drawing in a box that can be scrolled, also by keyboard.

    Matching tags as text is safe: every value in our templates is escaped, so each ``<table`` is a template's.

    Args:
        html: A report's pages.
        name: Names a box after the heading above it.
    """
    heading, boxed = "", False

    def put(found: re.Match[str]) -> str:
        nonlocal heading, boxed
        if found["heading"] is not None:
            heading = TAGS.sub("", found["heading"]).replace("\N{SOFT HYPHEN}", "").strip()
            return found[0]
        if found["opening"]:
            boxed = True
            return f'<div class="scroll" role="group" tabindex="0" aria-label="{escape(name(Markup(heading).unescape()))}">{found[0]}'  # noqa: S704
        if boxed:
            boxed = False
            return f"{found[0]}</div>"
        return found[0]

    return Markup(PARTS.sub(put, html))  # noqa: S704 - rendered by our templates, which escape
