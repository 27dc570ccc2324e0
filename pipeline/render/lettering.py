"""Lay out chart labels word by word instead of letter by letter.

WeasyPrint lays out every letter of SVG text separately, since letters may be positioned one by one. Ours never are, and the 600
letters of a report took a seventh of its time. A label set as a word also gets kerning, and can be found by searching the PDF.
Never: in another version of WeasyPrint, whose function may be another; labels are then set by letter, until the tests were run with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import weasyprint
from weasyprint import svg

WRITTEN_FOR: Final = "70.0"
PLACED: Final = frozenset({"dx", "dy", "rotate", "letter-spacing", "textLength"})  # attributes that position letters one by one


class _Word(str):
    """A label that WeasyPrint treats as a single letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


BY_LETTER: Final = svg.text


def set_labels_as_words() -> None:
    """Make WeasyPrint set each chart label as one piece, in this process, if it is the version that this was written for."""
    _set(by_word if weasyprint.__version__ == WRITTEN_FOR else BY_LETTER)


def set_labels_by_letter() -> None:
    """Restore WeasyPrint's own way, to compare with."""
    _set(BY_LETTER)


def _set(draw: Callable[[Any, Any, float], None]) -> None:
    svg.text = svg.TAGS["text"] = draw  # WeasyPrint looks functions up by element name


def by_word(drawing: Any, node: Any, font_size: float) -> None:
    """Set a label as one word, unless its letters are positioned one by one."""
    if node.text and PLACED.isdisjoint(node.attrib) and " " not in node.get("x", "").strip():
        node._etree_node.text = _Word(node.text)  # noqa: SLF001 - it reads its text there
    BY_LETTER(drawing, node, font_size)
