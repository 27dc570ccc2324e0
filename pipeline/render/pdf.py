"""From HTML to a PDF that a screen reader can read (PDF/UA-1), with the same bytes every time.

Enters: one report as HTML text. Leaves: the PDF's bytes, or `RenderingFailed` where anything was refused, warned of, or cannot be printed.
Never: a file name, a network address, a font of the machine.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from pipeline.render.assets import BASE, SCHEME, LockedFetcher, known_assets
from pipeline.render.fitting import TIGHT, Layout, fit
from pipeline.typeface import missing_glyphs

VARIANT: Final = "pdf/ua-1"
LOGGER: Final = logging.getLogger("weasyprint")


class RenderingFailed(Exception):
    """A report could not be rendered as it must be.

    Attributes:
        messages: What went wrong, one line each.
    """

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = tuple(messages)


@dataclass(frozen=True, slots=True)
class _Look:
    """The stylesheet and the fonts it names, parsed once and shared by all reports of a process."""

    css: CSS
    fonts: FontConfiguration


def render_pdf(html: str) -> bytes:
    """Return the PDF of one report.

    Raises:
        RenderingFailed: an address was refused, WeasyPrint warned of something, or the font lacks a character.
    """
    if absent := missing_glyphs(html):
        raise RenderingFailed([f"the font has no glyph for U+{ord(character):04X}" for character in absent])
    look = _shared_look(os.getpid())
    fetcher = LockedFetcher()
    with _collected_warnings() as messages, _no_collection():
        page = HTML(string=html, base_url=BASE, url_fetcher=fetcher)

        def draw(rules: Sequence[str]) -> Layout:
            sheets = [look.css, *(CSS(string=rule, base_url=BASE, url_fetcher=fetcher) for rule in rules)]
            return page.render(stylesheets=sheets, font_config=look.fonts, pdf_variant=VARIANT)

        document = fit(draw, known_assets()[f"{SCHEME}{TIGHT}"].content.decode())
        pdf = document.write_pdf(pdf_variant=VARIANT)
    _fail_on([*(f"refused to fetch {url[:200]}" for url in fetcher.refused), *messages])
    return bytes(pdf)


@cache
def _shared_look(process: int) -> _Look:
    """Return the look of this process; a forked child makes its own, since font folders belong to the process that wrote them."""
    fetcher, fonts = LockedFetcher(), FontConfiguration()
    style = known_assets()[f"{SCHEME}style.css"].content.decode()
    with _collected_warnings() as messages:
        css = CSS(string=style, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
    _fail_on([*(f"refused to fetch {url[:200]}" for url in fetcher.refused), *messages])
    return _Look(css, fonts)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Leave the garbage until the report is done: layout makes many objects and few cycles, and collecting takes a quarter of the time."""
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
    """Keep the warnings of one thread."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._messages = messages
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self._messages.append(record.getMessage())


@contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    """Collect what WeasyPrint warns of while the block runs, whatever level the program logs at."""
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
