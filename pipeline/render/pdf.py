"""Turn HTML into a PDF that is accessible (PDF/UA-1) and archivable (PDF/A-3a), with the same bytes every time.

Enters: one report as HTML, and the files to attach. Leaves: the PDF's bytes, or `RenderingFailed` after any refusal,
warning or missing character.
Never: a file name, a network address, a font of the machine.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from pydyf import PDF
from weasyprint import CSS
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration

from pipeline.language.language import Language
from pipeline.language.typeface import missing_glyphs
from pipeline.render.assets import BASE, SCHEME, known_assets
from pipeline.render.compaction import compact_drawings
from pipeline.render.document import render_html
from pipeline.render.embedding import embed
from pipeline.render.fetching import LockedFetcher
from pipeline.render.fitting import TIGHT, fit
from pipeline.render.lettering import set_labels_as_words
from pipeline.render.page import Page
from pipeline.render.printing import print_objects
from pipeline.render.standards import COLOURS, VARIANT, colour_profiles, mark_standards
from pipeline.render.structure import complete_structure
from pipeline.render.styles import KnownStyles
from pipeline.report.attachment import Attachment
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport

LOGGER: Final = logging.getLogger("weasyprint")
set_labels_as_words()


class RenderingFailed(Exception):
    """A report could not be rendered correctly.

    Attributes:
        messages: What went wrong, one line each.
    """

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = tuple(messages)


@dataclass(frozen=True, slots=True)
class _Look:
    """The parsed stylesheet and fonts, shared by all reports of a process, and the styles computed from them."""

    css: CSS
    fonts: FontConfiguration
    styles: defaultdict[tuple[CSS, ...], KnownStyles] = field(default_factory=lambda: defaultdict(KnownStyles))


def render_report(
    report: DistrictReport | CityReport, language: Language, attachments: Sequence[Attachment] = (), *, preview: bool = False
) -> bytes:
    """Return a report as PDF, with these files attached.

    Args:
        preview: Stamp every page as a trial.

    Raises:
        RenderingFailed: see `render_pdf`.
    """
    return render_pdf(render_html(report, language, preview=preview), attachments)


def render_pdf(html: str, attachments: Sequence[Attachment] = ()) -> bytes:
    """Return the PDF of one report, with these files attached.

    Raises:
        RenderingFailed: an address was refused, WeasyPrint gave a warning, or the font lacks a character.
    """
    if absent := missing_glyphs(html):
        raise RenderingFailed([f"the font has no glyph for U+{ord(character):04X}" for character in absent])
    look = _shared_look(os.getpid())
    with _collected_warnings() as messages, _no_collection():
        page = Page(html, look.styles)

        def draw(rules: Sequence[str]) -> Document:
            sheets = [look.css, *map(_further_rules, rules)]
            return page.render(
                color_profiles=colour_profiles(), stylesheets=sheets, font_config=look.fonts, pdf_variant=VARIANT, output_intent=COLOURS
            )

        document = fit(draw, known_assets()[f"{SCHEME}{TIGHT}"].content.decode())
        mark_standards(document)
        pdf = document.write_pdf(pdf_variant=VARIANT, output_intent=COLOURS, attachments=embed(attachments), finisher=_finish)
    _fail_on([*(f"refused to fetch {url[:200]}" for url in page.url_fetcher.refused), *messages])
    return bytes(pdf)


def _finish(document: Document, pdf: PDF) -> None:
    """Complete and compact a PDF before it is written; nothing changes after its objects are printed."""
    complete_structure(pdf)
    compact_drawings(pdf)
    print_objects(pdf)


@cache
def _further_rules(rules: str) -> CSS:
    """Return extra rules as a parsed sheet, cached; there is one per way to fit a report on its pages."""
    return CSS(string=rules, base_url=BASE, url_fetcher=LockedFetcher())


@cache
def _shared_look(process: int) -> _Look:
    """Return this process's stylesheet; a forked child makes its own, since font folders belong to the process that wrote them."""
    fetcher, fonts = LockedFetcher(), FontConfiguration()
    style = known_assets()[f"{SCHEME}style.css"].content.decode()
    with _collected_warnings() as messages:
        css = CSS(string=style, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
    _fail_on([*(f"refused to fetch {url[:200]}" for url in fetcher.refused), *messages])
    return _Look(css, fonts)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Disable garbage collection for one report: layout makes many objects and few cycles, and collecting takes a quarter of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _fail_on(messages: Sequence[str]) -> None:
    if messages:
        raise RenderingFailed(messages)


class _Collector(logging.Handler):
    """Logging handler that keeps the warnings of one thread."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._messages = messages
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self._messages.append(record.getMessage())


@contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    """Collect WeasyPrint's warnings while the block runs, regardless of the program's log level."""
    messages: list[str] = []
    handler, level = _Collector(messages), LOGGER.level
    LOGGER.addHandler(handler)
    if not LOGGER.isEnabledFor(logging.WARNING):
        LOGGER.setLevel(logging.WARNING)
    try:
        yield messages
    finally:
        LOGGER.removeHandler(handler)
        LOGGER.setLevel(level)
