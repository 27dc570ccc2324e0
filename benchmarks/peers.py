"""Others that make a PDF of the same report: WeasyPrint without us, Chromium."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from benchmarks.machine import CHROMIUM
from pipeline.language.typeface import FILES, FONT_FOLDER
from pipeline.render.assets import BASE, SCHEME, TEMPLATES, known_assets
from pipeline.render.fetching import LockedFetcher
from pipeline.render.lettering import set_labels_as_words, set_labels_by_letter

STANDARD = "pdf/ua-1"  # a first implementation would ask for accessible pages, and for no archive


def print_plainly(html: str) -> bytes:
    """Return the PDF of a report's HTML by WeasyPrint as it was published, its stylesheet parsed and its fonts read each time."""
    fetcher, fonts = LockedFetcher(), FontConfiguration()
    style = known_assets()[f"{SCHEME}style.css"].content.decode()
    set_labels_by_letter()
    try:
        css = CSS(string=style, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
        page = HTML(string=html, base_url=BASE, url_fetcher=fetcher)
        return bytes(page.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant=STANDARD))
    finally:
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
        shutil.copy(FONT_FOLDER / name, folder / "fonts")
    page = folder / "report.html"
    page.write_text(html.replace("</head>", f"<style>{style}</style></head>").replace(SCHEME, ""), encoding="utf-8")
    return page


def print_with_chromium(page: Path) -> bytes:
    """Return the PDF that a browser prints; each time a new process, as a first implementation would."""
    pdf = page.with_suffix(".pdf")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={page.parent / 'profile'}")
    subprocess.run([CHROMIUM, *options, f"--print-to-pdf={pdf}", page.as_uri()], check=True, capture_output=True)
    return pdf.read_bytes()
