"""The index page as Debian's Chromium prints it: the overview and the reports in it, from a light and from a dark screen."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
from playwright.sync_api import Browser

from tests.reading_pdf import filled

pytestmark = pytest.mark.system
PLACES: Final = {"": 2, "noerrebro": 4, "amager-sundby": 4, "hele-byen": 3}  # and the sheets that each needs
BETTER: Final = (0x0B, 0x5A, 0x8C)
SHADES: Final = {
    "": (0xEE, 0xF0, 0xF3),
    "noerrebro": (0xD3, 0xD9, 0xE0),
    "amager-sundby": (0xD3, 0xD9, 0xE0),
    "hele-byen": (0xEE, 0xF0, 0xF3),
}
LEAST_FILLED: Final = 0.4

Pixels = npt.NDArray[np.uint8]


def printed(browser: Browser, address: str, place: str, scheme: str) -> pypdfium2.PdfDocument:
    """Return the page as the browser prints it with its default settings: without backgrounds that a page does not ask for."""
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{address}#{place}" if place else address)
    sheets = page.pdf(prefer_css_page_size=True)
    page.close()
    return pypdfium2.PdfDocument(sheets)


def pixels(sheet: pypdfium2.PdfPage) -> Pixels:
    """Return a sheet's pixels, red green blue."""
    found: Pixels = sheet.render(scale=1.5, rev_byteorder=True).to_numpy()[..., :3]
    return found


def amount(colour: tuple[int, int, int], drawn: list[Pixels]) -> int:
    """Count the pixels of exactly a colour."""
    return sum(int((one == colour).all(axis=2).sum()) for one in drawn)


@pytest.mark.parametrize("place", PLACES)
def test_paper_is_light_and_keeps_signs_and_shades(browser: Browser, address: str, place: str) -> None:
    """From a dark screen the same sheets as from a light one; triangles and grounds are printed, and the paper is white."""
    light, dark = ([pixels(sheet) for sheet in printed(browser, address, place, scheme)] for scheme in ("light", "dark"))
    assert all(np.array_equal(one, other) for one, other in zip(light, dark, strict=True))
    assert amount(BETTER, dark) > 100
    assert amount(SHADES[place], dark) > 1000
    assert amount((255, 255, 255), dark) > 0.7 * sum(one.shape[0] * one.shape[1] for one in dark)


@pytest.mark.parametrize("place", PLACES)
def test_no_sheet_is_nearly_empty(browser: Browser, address: str, place: str) -> None:
    """Each sheet of A4 is filled to a good part, and a report needs as many as its PDF has pages."""
    sheets = printed(browser, address, place, "light")
    assert [filled(sheet) > LEAST_FILLED for sheet in sheets] == [True] * PLACES[place]
    assert {tuple(round(side) for side in sheet.get_size()) for sheet in sheets} == {(595, 842)}
