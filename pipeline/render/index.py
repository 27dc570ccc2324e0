"""Render the index page: one file for a browser that opens it from a file share, with nothing to install or load.

Enters: the frozen page. Leaves: HTML with its style, script, font and drawings. The page's content security policy forbids it to fetch
anything, or to run any script or style but these two, by their hashes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from markupsafe import Markup

from pipeline.language.language import Language
from pipeline.language.rounding import round_printed
from pipeline.render.assets import TEMPLATES
from pipeline.render.document import environment, render_pages
from pipeline.render.embed import scrollable
from pipeline.render.formats import Formats
from pipeline.render.screen import screen_style
from pipeline.report.model.figures import MISSING, Figure
from pipeline.report.model.index import IndexPage

MOST_READ: Final = 60  # this many reports make a page of 7 MB; browsers struggle with five times as many


@dataclass(frozen=True, slots=True)
class Article:
    """One report on the page: its anchor, its name, its file, its pages."""

    slug: str
    name: str
    pdf: str
    pages: Markup


def render_index(page: IndexPage, language: Language) -> bytes:
    """Return the index page; the same page gives the same bytes."""
    templates = environment(language)
    body = templates.get_template("index/body.html.j2").render(
        page=page,
        articles=tuple(_articles(page, language)),
        reads_here=reads_here(page),
        missing=Formats(language).number(MISSING),
        sort_key=sort_key,
    )
    style, script = (Markup((TEMPLATES / name).read_text(encoding="utf-8")) for name in ("index.css", "index.js"))  # noqa: S704 - our own files
    places = "\n".join(f".t{number} {{ grid-area: {tile.row} / {tile.column} }}" for number, tile in enumerate(page.city.tiles, start=1))
    style = Markup("\n".join(["", screen_style(body), style, places]))  # noqa: S704 - the same
    whole = templates.get_template("index.html.j2").render(
        page=page,
        body=Markup(body),  # noqa: S704 - rendered by our templates, which escape
        style=style,
        script=script,
        allowed={"style": _digest(style), "script": _digest(script)},
    )
    return whole.encode()


def reads_here(page: IndexPage) -> bool:
    """Return whether the page includes the forums' reports; if there are too many, their names link to the PDFs."""
    return len(page.entries) <= MOST_READ


def sort_key(value: Figure | float, digits: int = 0, scale: int = 1) -> str:
    """Return the printed number as a sort key, without further digits; empty if none is printed. A fraction in percent has scale 100."""
    number = value.value if isinstance(value, Figure) else value
    return "" if number is None else f"{round_printed(scale * number, digits):.{digits}f}"


def _articles(page: IndexPage, language: Language) -> Iterator[Article]:
    def box(heading: str) -> str:
        return language.gettext("Scrolls sideways: {heading}").format(heading=heading)

    for entry in page.entries if reads_here(page) else ():
        yield Article(entry.report.slug, entry.report.forum, entry.pdf, scrollable(render_pages(entry.report, language), box))
    yield Article(page.slug, language.gettext("The whole city"), page.pdf, scrollable(render_pages(page.city, language), box))


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
