"""Contrast by WCAG 2: every text has a contrast of at least 4.5 to 1 with its background, in the stylesheet and on the printed page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from ctypes import byref, c_uint

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import tinycss2
from numpy.typing import NDArray
from tinycss2.color4 import parse_color

from pipeline.language.language import load_language
from pipeline.render.pdf import render_pdf, render_report
from tests import sample_reports as samples
from tests.build import ROOT

Colour = tuple[float, float, float]
ENOUGH = 4.5
WHITE: Colour = (1.0, 1.0, 1.0)
FOR_LISTENERS = ".vh"  # words that are heard and not seen: as light as what they stand on, and 1 pt high
SMALLEST_SEEN = 2.0
SCALE = 4


def luminance(colour: Colour) -> float:
    """Return the relative luminance of an sRGB colour, each part from 0 to 1 (WCAG 2.2)."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return how two colours stand out from each other, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def declared(*names: str) -> Iterator[tuple[str, Colour]]:
    """Yield the selector and the colour of each declaration of these names in the stylesheet."""
    rules = tinycss2.parse_stylesheet(
        (ROOT / "templates" / "style.css").read_text(encoding="utf-8"), skip_comments=True, skip_whitespace=True
    )
    while rules:
        rule = rules.pop(0)
        selector = tinycss2.serialize(rule.prelude).strip()
        for declaration in tinycss2.parse_blocks_contents(rule.content or [], skip_whitespace=True, skip_comments=True):
            if declaration.type == "at-rule":
                rules.append(declaration)  # a margin box of a page
            elif declaration.name in names:
                for token in declaration.value:
                    if colour := parse_color(token):
                        yield selector, tuple(colour.to("srgb").coordinates)


def test_contrast_is_reckoned_as_the_standard_does() -> None:
    """Black on white is 21; the greys that are known to be the last and the first on either side of 4.5 are so here."""
    grey = {value: contrast((value / 255,) * 3, WHITE) for value in (0, 0x76, 0x77)}
    assert grey[0] == pytest.approx(21)
    assert grey[0x76] > ENOUGH > grey[0x77]


def test_every_colour_of_text_stands_out_from_paper() -> None:
    """All colours of text in the stylesheet, but for the words that are for listeners."""
    colours = [(selector, colour) for selector, colour in declared("color") if FOR_LISTENERS not in selector]
    assert len(colours) > 20
    assert [(selector, colour) for selector, colour in colours if contrast(colour, WHITE) < ENOUGH] == []


def test_ink_and_what_is_said_before_it_stand_out_from_every_ground() -> None:
    """The colours of figures, those of the year before included, on each ground that the stylesheet gives to cells."""
    figures = {colour for selector, colour in declared("color") if selector in {"html", ".before", ".matrix .then td"}}
    grounds = {colour for _, colour in declared("background-color", "background")}
    assert len(figures) == 2
    assert grounds
    assert [(ground, colour) for ground in grounds for colour in figures if contrast(colour, ground) < ENOUGH] == []


def faint_texts(pdf: bytes) -> Counter[str]:
    """Return the texts of a PDF that do not stand out enough, as they are printed, with their contrast."""
    faint: Counter[str] = Counter()
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1):
        height = page.get_height()
        reader = page.get_textpage()
        printed = [(text, text.get_bounds(), ink(text), words(text, reader)) for text in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT])]
        for text, *_ in printed:
            page.remove_obj(text)
        ground = page.render(scale=SCALE, rev_byteorder=True).to_numpy()[:, :, :3]
        for _, (left, bottom, right, top), colour, said in printed:
            if top - bottom < SMALLEST_SEEN:
                continue  # for listeners, or a lone dot
            part = ground[int((height - top) * SCALE) : int((height - bottom) * SCALE) + 1, int(left * SCALE) : int(right * SCALE) + 1]
            found = contrast(scaled(colour), scaled(commonest(part)))
            if found < ENOUGH:
                faint[f"page {number}: {said} {found:.1f}"] += 1
    return faint


def ink(text: pypdfium2.PdfObject) -> tuple[int, int, int]:
    """Return the colour of a text, parts from 0 to 255."""
    red, green, blue, alpha = (c_uint() for _ in range(4))
    assert pdfium.FPDFPageObj_GetFillColor(text, byref(red), byref(green), byref(blue), byref(alpha))
    return red.value, green.value, blue.value


def words(text: pypdfium2.PdfObject, reader: pypdfium2.PdfTextPage) -> str:
    """Return what a text says."""
    left, bottom, right, top = text.get_bounds()
    return reader.get_text_bounded(left, bottom, right, top)


def commonest(part: NDArray[np.uint8]) -> tuple[int, ...]:
    """Return the colour that most of a picture has; a line that crosses a text is not what it stands on."""
    colours, counts = np.unique(part.reshape(-1, 3), axis=0, return_counts=True)
    return tuple(int(value) for value in colours[counts.argmax()])


def scaled(colour: tuple[int, ...]) -> Colour:
    """Return a colour with parts from 0 to 1."""
    red, green, blue = (part / 255 for part in colour)
    return red, green, blue


@pytest.mark.parametrize("name", ["typical", "minimal", pytest.param("big", marks=pytest.mark.faults), "city"])
def test_every_printed_text_stands_out_from_what_is_behind_it(name: str) -> None:
    """On paper, in cells, on tiles and bars: each text of a report against the ground under it, with the text taken away."""
    pdf = render_report(getattr(samples, name)(), load_language("da"))
    assert faint_texts(pdf) == Counter()


def test_a_faint_text_is_found() -> None:
    """Grey on white, and dark on dark inside a drawing, do not pass."""
    page = '<!DOCTYPE html><html lang="da"><head><title>Prøve</title></head><body><p style="color: #87919C">Bleg</p><p>Klar</p>{}</body></html>'
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30" font-family="Report"><title>a</title>{}</svg>'
    drawn = '<rect width="60" height="30" fill="#17202A"/><text x="5" y="20" font-size="9" fill="#45505C">M</text>'
    assert sorted(faint_texts(render_pdf(page.format(svg.format(drawn))))) == ["page 1: Bleg 3.2", "page 1: M 2.0"]
