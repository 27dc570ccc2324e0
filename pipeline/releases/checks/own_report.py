"""Whose report a PDF is, by its metadata (`imprint`, with the period) and the foot of every page: both must name the same forum.

Asked when a release is made and again before each mail, so that no release holds a PDF that the sender would refuse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pypdfium2

from pipeline.report.imprint import Imprint, read_imprint

SET_APART: Final = " · "  # precedes the forum's name at the foot of a page
HYPHENS: Final = re.compile("[-\N{SOFT HYPHEN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{MINUS SIGN}\x02￾]\\s*")
"""Hyphens, what text extraction makes of one at a line's end, and the line's end after it."""


@dataclass(frozen=True, slots=True)
class PdfWords:
    """What a PDF says about itself: its imprint (None if it is not one of our reports) and the text of its pages."""

    imprint: Imprint | None
    pages: tuple[str, ...]


@lru_cache(maxsize=16)
def read_pdf(content: bytes) -> PdfWords:
    """Return what a PDF says about itself; an empty result if it is not a PDF."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return PdfWords(None, ())
    try:
        keywords = document.get_metadata_dict().get("Keywords", "")
        pages = [_folded(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()
    try:
        return PdfWords(read_imprint(keywords), tuple(pages))
    except ValueError:
        return PdfWords(None, tuple(pages))


def is_own_report(pdf: bytes, forum_id: str, period: str, forums: Mapping[str, str]) -> bool:
    """Return whether a PDF is a forum's own report of a period, by its imprint and by every page.

    Args:
        pdf: The PDF.
        forum_id: The forum; one of `forums`.
        period: For example ``2011-2025``.
        forums: Forum id → name, of all forums: none but its own may be named.
    """
    words, at_the_foot = read_pdf(pdf), _match_names(forums.values())
    whose = words.imprint and (words.imprint.forum_id, words.imprint.period)
    named = [set(at_the_foot.findall(page)) for page in words.pages]
    return whose == (forum_id, period) and bool(named) and all(found == {_folded(forums[forum_id])} for found in named)


def _match_names(forums: Iterable[str]) -> re.Pattern[str]:
    """Match the forums' names after the separator; longest first, since one may begin like another."""
    names = sorted(map(_folded, forums), key=len, reverse=True)
    return re.compile(f"(?<={re.escape(SET_APART)})(?:{'|'.join(map(re.escape, names))})(?!\\w)")


def _folded(text: str) -> str:
    """Return a text as names are compared: ligatures taken apart, without hyphens and the ends of lines."""
    return " ".join(HYPHENS.sub("", unicodedata.normalize("NFKC", text)).split())
