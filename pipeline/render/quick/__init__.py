"""Faster ways through WeasyPrint to the same bytes.

WeasyPrint is written in Python, and a report costs it two million calls. Each file here replaces the functions of one of its parts by ones that do
less for what our reports are made of, and go WeasyPrint's own way for everything else. They know its inside, so they apply to the versions they
were written for and to no others: elsewhere a report takes longer and looks the same. The tests render every kind of report with and without.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any, Final

from weasyprint import HTML
from weasyprint.urls import URLFetcher

from pipeline.render.quick import (
    backgrounds,
    boxes,
    cascade,
    charts,
    drawings,
    fonts,
    lines,
    oneline,
    percentages,
    rules,
    spaces,
    styles,
    tables,
    texts,
    writing,
)
from pipeline.render.quick.page import Page

KNOWN: Final = {"weasyprint": "70.0", "pydyf": "0.13.0", "cssselect2": "0.10.1", "tinyhtml5": "2.1.0"}
PATHS: Final = (
    *(cascade, rules, styles, percentages, boxes),
    *(fonts, lines, oneline, spaces, tables),
    *(backgrounds, drawings, charts, texts, writing),
)
OWN: Final = tuple((owner, name, getattr(owner, name)) for path in PATHS for owner, name, _ in path.REPLACEMENTS)


@cache
def fits() -> bool:
    """Whether the installed versions are those that the faster ways were written for."""
    return all(version(package) == known for package, known in KNOWN.items())


def hasten() -> None:
    """Take the faster ways from now on, where they fit."""
    if fits():
        for path in PATHS:
            _put(path.REPLACEMENTS)


def slow_down() -> None:
    """Go WeasyPrint's own ways again: what the faster ones are compared with."""
    _put(OWN)


def open_page(html: str, base_url: str, fetcher: URLFetcher) -> HTML:
    """Return a report's HTML as WeasyPrint takes it."""
    return Page(html, base_url, fetcher) if fits() else HTML(string=html, base_url=base_url, url_fetcher=fetcher)


def _put(replacements: tuple[tuple[Any, str, Any], ...]) -> None:
    for owner, name, function in replacements:
        setattr(owner, name, function)
