"""The printed pages, seen with poppler's programs: a real run of the example, its PDFs read and drawn by independent code."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from fontTools.ttLib import TTFont
from numpy.typing import NDArray
from openpyxl import load_workbook

from tests.system.programs import run

pytestmark = pytest.mark.system

DPI = 80
WHITE = 250  # a printer shows nothing lighter, and anti-aliasing leaves less
PAPER_EDGE_MM = 8  # office printers leave about 5 mm white on each side
BODY_FROM_MM, BODY_TO_MM = 25, 20  # below the running head, above the page number


def pdf_info(pdf: Path) -> dict[str, str]:
    """Return pdfinfo's lines by their names."""
    return {name: value.strip() for name, _, value in (line.partition(":") for line in run("pdfinfo", pdf).splitlines())}


def drawn_pages(pdf: Path, folder: Path) -> list[NDArray[np.uint8]]:
    """Return every page as poppler draws it in grey: rows of pixels from 0, black, to 255, white."""
    run("pdftoppm", "-r", str(DPI), "-gray", pdf, folder / pdf.stem)
    pages = []
    for file in sorted(folder.glob(f"{pdf.stem}-*.pgm")):
        _, size, _, pixels = file.read_bytes().split(b"\n", 3)
        width, height = map(int, size.split())
        pages.append(np.frombuffer(pixels, np.uint8).reshape(height, width))
    return pages


def pixels(millimetres: float) -> int:
    """Return how many whole pixels lie within a length."""
    return int(millimetres / 25.4 * DPI)


def has_ink(part: NDArray[np.uint8]) -> bool:
    """Return whether anything is printed there."""
    return bool((part < WHITE).any())


def test_pages_are_a4_and_tagged(pdfs: list[Path]) -> None:
    """Every PDF is A4 upright and carries the tags that a screen reader follows."""
    for pdf in pdfs:
        info = pdf_info(pdf)
        assert info["Page size"].endswith("(A4)"), pdf.name
        assert info["Page rot"] == "0", pdf.name
        assert info["Tagged"] == "yes", pdf.name


def test_every_font_is_embedded(pdfs: list[Path]) -> None:
    """No font is left to the reader's machine, and every glyph can be copied out as text."""
    for pdf in pdfs:
        fonts = run("pdffonts", pdf).splitlines()[2:]
        assert fonts, pdf.name
        for font in fonts:
            embedded, subset, unicode = font.split()[-5:-2]
            assert (embedded, subset, unicode) == ("yes", "yes", "yes"), f"{pdf.name}: {font}"


def test_every_font_is_source_sans_pro(pdfs: list[Path]) -> None:
    """No fallback font has crept in. pdffonts shows the stylesheet's name for it, so the embedded files are asked for their own."""
    for pdf in pdfs:
        with pikepdf.open(pdf) as document:
            objects = [entry for entry in document.objects if isinstance(entry, pikepdf.Dictionary)]
            files = [font["/FontFile2"].read_bytes() for font in objects if "/FontFile2" in font]
            assert len(files) == len([font for font in objects if font.get("/Type") == "/FontDescriptor"]), pdf.name
        names = {TTFont(io.BytesIO(file))["name"].getBestFamilyName() for file in files}
        assert {str(name).removesuffix(" Semibold") for name in names} == {"Source Sans Pro"}, f"{pdf.name}: {names}"


def test_the_forum_stands_on_its_first_page(pdfs: list[Path], example_input: Path) -> None:
    """Each forum has one report, named in the title and on page 1; its id in the workbook is the one among the keywords."""
    rows = load_workbook(example_input / "fora.xlsx", read_only=True)["Fora"].iter_rows(values_only=True)
    columns = next(rows)
    forums = {str(row[columns.index("Forum")]): row[columns.index("Forum-id")] for row in rows if row[columns.index("Forum")]}
    told = {pdf: pdf_info(pdf) for pdf in pdfs}
    for forum, forum_id in forums.items():
        (pdf,) = (pdf for pdf, info in told.items() if info["Title"].endswith(f": {forum}"))
        assert told[pdf]["Keywords"] == f"forum:{forum_id}, period:2011-2025"
        assert forum in run("pdftotext", "-layout", "-l", "1", pdf, "-"), pdf.name
    assert sum(info["Keywords"] == "city, period:2011-2025" for info in told.values()) == 1


def test_nothing_is_printed_at_the_edge_of_the_paper(pdfs: list[Path], tmp_path: Path) -> None:
    """The outer 8 mm of every page are white: nothing is cut off by a printer, nothing has run out of its box."""
    edge = pixels(PAPER_EDGE_MM)
    for pdf in pdfs:
        for number, page in enumerate(drawn_pages(pdf, tmp_path), start=1):
            sides = (page[:edge], page[-edge:], page[:, :edge], page[:, -edge:])
            assert not any(map(has_ink, sides)), f"{pdf.name}, page {number}"


def test_no_page_is_blank(pdfs: list[Path], tmp_path: Path) -> None:
    """Every page has more than its running head and page number, and poppler draws as many pages as it counts."""
    for pdf in pdfs:
        pages = drawn_pages(pdf, tmp_path)
        assert len(pages) == int(pdf_info(pdf)["Pages"]), pdf.name
        for number, page in enumerate(pages, start=1):
            assert has_ink(page[pixels(BODY_FROM_MM) : -pixels(BODY_TO_MM)]), f"{pdf.name}, page {number}"
