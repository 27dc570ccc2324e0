"""Draw the pages of four reports into docs/pictures/: a typical forum and the city of the sample, the smallest and the largest forum.

Also the sample's index page in Debian's Chromium: on a desktop in light mode, and a report in it on a phone in dark mode. Run as
``python -m scripts.pictures`` from the root, after a visible change to a page. Enters: `input/` and the extreme inputs of the
tests. Leaves: PNG files with a palette, ``typical-1.png`` and so on. Never: a picture of other data.
"""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from pipeline.run import make_reports
from tests.extremes import LARGEST, SMALLEST, pdf_of

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = ROOT / "docs" / "pictures"
SCALE: Final = 84 / 72  # pixels a point
COLOURS: Final = 32
VIEWS: Final = (("", 1280, 1180, "light"), ("#noerrebro", 360, 900, "dark"))


def draw_pages(name: str, pdf: bytes) -> list[Path]:
    """Draw each page of a report and return the files."""
    files = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1):
        picture = page.render(scale=SCALE).to_pil().convert("RGB")
        files.append(FOLDER / f"{name}-{number}.png")
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(files[-1], optimize=True)
    return files


def draw_index(release: Path) -> list[Path]:
    """Draw the views of a release's index page and return the files."""
    files = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"))
        for number, (place, width, height, scheme) in enumerate(VIEWS, 1):
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(f"{(release / 'index.html').as_uri()}{place}")
            files.append(FOLDER / f"index-{number}.png")
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            picture.quantize(4 * COLOURS, dither=Image.Dither.NONE).save(files[-1], optimize=True)
        browser.close()
    return files


def main() -> None:
    """Draw all pictures and remove those of pages that are no more."""
    with TemporaryDirectory() as folder:
        release = make_reports(ROOT / "input", Path(folder)).folder
        pdfs = {"typical": (release / "rapport_noerrebro.pdf").read_bytes(), "city": (release / "rapport_hele-byen.pdf").read_bytes()}
        drawn = set(draw_index(release))
    pdfs |= {"smallest": pdf_of(SMALLEST), "largest": pdf_of(LARGEST)}
    drawn |= {file for name, pdf in pdfs.items() for file in draw_pages(name, pdf)}
    for old in set(FOLDER.glob("*.png")) - drawn:
        old.unlink()


if __name__ == "__main__":
    main()
