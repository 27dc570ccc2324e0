"""The content of a PDF's pages: words, lines with their boxes, how far down a page is filled.

Enters: a PDF's bytes. Leaves: text, and positions in points from the top left of the page. Never: the HTML that it was made from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

TOP, BOTTOM = 62.0, 51.0  # points: margins with running head and foot
SMALLEST: Final = 4.0  # points: words for listeners are set smaller
RENDERED: Final = 0.5  # pixels a point


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of text with its box and the size of its type."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float

    def overlaps(self, other: Line, slack: float) -> bool:
        """Tell whether two boxes share more than `slack` points in both directions."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > slack and down > slack


def texts_of(pdf: bytes) -> list[str]:
    """Return each page's text, without spaces and line ends, which differ by where a line was broken."""
    return [squeezed(page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(pdf)]


def squeezed(text: str) -> str:
    """Return a text without spaces, line ends and soft hyphens."""
    return re.sub(r"[\s\N{SOFT HYPHEN}]+", "", text)


def lines_of(page: pypdfium2.PdfPage) -> Iterator[Line]:
    """Yield a page's visible lines: tight boxes around glyphs."""
    words, height = page.get_textpage(), page.get_height()
    run: list[tuple[str, float, float, float, float, float]] = []
    for index in range(words.count_chars()):
        character = words.get_text_range(index, 1)
        left, bottom, right, top = words.get_charbox(index)
        size = pdfium.FPDFText_GetFontSize(words.raw, index)
        if size < SMALLEST or not character.strip() or right <= left:
            continue
        box = (character, left, height - top, right, height - bottom, _size_on_page(words, index, size))
        if run and not _continues(run[-1], box):
            yield _line(run)
            run = []
        run.append(box)
    if run:
        yield _line(run)


def _size_on_page(words: pypdfium2.PdfTextPage, index: int, size: float) -> float:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(words.raw, index, matrix)
    return size * abs(matrix.d or 1.0)


def _continues(before: tuple[str, float, float, float, float, float], now: tuple[str, float, float, float, float, float]) -> bool:
    same_line = now[2] < before[4] + 1 and now[4] > before[2] - 1
    ligature = before[1] - 0.5 < now[1] and now[3] < before[3] + 0.5
    return same_line and (ligature or -1 < now[1] - before[3] < 0.45 * now[5])


def _line(run: list[tuple[str, float, float, float, float, float]]) -> Line:
    return Line(
        "".join(item[0] for item in run),
        min(item[1] for item in run),
        min(item[2] for item in run),
        max(item[3] for item in run),
        max(item[4] for item in run),
        max(item[5] for item in run),
    )


def body_of(page: pypdfium2.PdfPage) -> list[Line]:
    """Return the lines between the running head and the foot."""
    return [line for line in lines_of(page) if line.top > TOP and line.bottom < page.get_height() - BOTTOM]


def overlapping(page: pypdfium2.PdfPage, slack: float = 1.2) -> list[tuple[str, str]]:
    """Return the pairs of lines that lie on each other."""
    lines = sorted(lines_of(page), key=lambda line: line.top)
    return [(one.text, other.text) for one, other in combinations(lines, 2) if other.top < one.bottom and one.overlaps(other, slack)]


def filled(page: pypdfium2.PdfPage) -> float:
    """Return how far down the body of a page there is ink, as a fraction of its height."""
    ink = np.squeeze(page.render(scale=RENDERED, grayscale=True).to_numpy()) < 250
    top, bottom = round(TOP * RENDERED), ink.shape[0] - round(BOTTOM * RENDERED)
    rows = np.flatnonzero(ink[top:bottom].any(axis=1))
    return float(rows[-1] + 1) / (bottom - top) if rows.size else 0.0
