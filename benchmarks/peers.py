"""Others that make a PDF of the same report: the straightforward way with WeasyPrint, Chromium, Typst."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from benchmarks.blocks import read_blocks
from benchmarks.machine import CHROMIUM
from pipeline.render.assets import SCHEME, TEMPLATES
from pipeline.render.lettering import set_labels_as_words, set_labels_by_letter
from pipeline.render.quick import hasten, slow_down
from pipeline.typeface import FILES, FOLDER

BEFORE = Path(__file__).parent / "before"
TYPST = Path(__file__).parent / "typst" / "report.typ"
TYPST_PROCESS = """
import sys, typst
template, fonts, standard = sys.argv[1:]
content = sys.stdin.buffer.read().decode()
sys.stdout.buffer.write(
    typst.compile(template, font_paths=[fonts], ignore_system_fonts=True, sys_inputs={"content": content}, pdf_standards=[standard])
)
"""
STANDARD = "ua-1"  # a first implementation would ask for accessible pages, and for no archive


class _Frozen(URLFetcher):  # type: ignore[misc]  # because WeasyPrint carries no types
    """Serve the stylesheet and the glyphs as they stood, and the typeface."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return one of the files of `BEFORE`, or a font."""
        name = url.removeprefix(SCHEME)
        font = name.startswith("fonts/")
        path = FOLDER / name.removeprefix("fonts/") if font else BEFORE / name
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/ttf" if font else "image/svg+xml"})


@cache
def read_before() -> tuple[str, str]:
    """Return the HTML and the stylesheet of the report as it stood before it was made quick."""
    html, style = ((BEFORE / name).read_text(encoding="utf-8") for name in ("report.html", "style.css"))
    return html, style


def print_straightforwardly() -> bytes:
    """Return the PDF of the report as it stood, the way a first implementation would: its stylesheet parsed and its fonts read each time."""
    html, style = read_before()
    fetcher, fonts = _Frozen(), FontConfiguration()
    css = CSS(string=style, base_url=SCHEME, url_fetcher=fetcher, font_config=fonts)
    with _own_ways():
        page = HTML(string=html, base_url=SCHEME, url_fetcher=fetcher)
        return bytes(page.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant=f"pdf/{STANDARD}"))


@contextmanager
def _own_ways() -> Iterator[None]:
    """Let WeasyPrint work as it was published, and with us again afterwards."""
    slow_down()
    set_labels_by_letter()
    try:
        yield
    finally:
        hasten()
        set_labels_as_words()


def has_chromium() -> bool:
    """Return whether Chromium is installed."""
    return shutil.which(CHROMIUM) is not None


def lay_out_for_chromium(html: str, folder: Path) -> Path:
    """Write a report as a browser finds it: one page, with its stylesheet, glyphs and fonts beside it."""
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    shutil.copytree(TEMPLATES / "glyphs", folder / "glyphs")
    (folder / "fonts").mkdir()
    for name in FILES:
        shutil.copy(FOLDER / name, folder / "fonts")
    page = folder / "report.html"
    page.write_text(html.replace("</head>", f"<style>{style}</style></head>").replace(SCHEME, ""), encoding="utf-8")
    return page


def print_with_chromium(page: Path) -> bytes:
    """Return the PDF that a browser prints; each time a new process, as a first implementation would."""
    pdf = page.with_suffix(".pdf")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={page.parent / 'profile'}")
    subprocess.run([CHROMIUM, *options, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True)
    return pdf.read_bytes()


def has_typst() -> bool:
    """Return whether Typst is installed."""
    return find_spec("typst") is not None


def write_for_typst(html: str, language: str) -> str:
    """Return a report's content as JSON for `print_with_typst`."""
    blocks = read_blocks(html)
    title = next(block["text"] for block in blocks if block["kind"] == "heading")
    return json.dumps({"title": title, "running": title, "language": language, "blocks": blocks}, ensure_ascii=False)


def print_with_typst(content: str) -> bytes:
    """Return the PDF that Typst sets of a report's content; each time a new process, since a warm one remembers what it has set."""
    done = subprocess.run(
        [sys.executable, "-c", TYPST_PROCESS, TYPST, FOLDER, STANDARD], input=content.encode(), check=True, capture_output=True
    )
    return done.stdout
