"""Chart labels set as words.

WeasyPrint lays out every letter of an SVG text by itself, as letters may each have a place of their own there. Ours never have, and 600
letters of a report took a seventh of its time. Set as a word, a label also has the typeface's kerning, and is found by who searches the PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from weasyprint import svg

PLACED: Final = frozenset({"dx", "dy", "rotate", "letter-spacing", "textLength"})  # what places letters one by one


class _Word(str):
    """A label whose only letter is itself."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


BY_LETTER: Final = svg.text


def set_labels_as_words() -> None:
    """Let WeasyPrint set each label of a chart as one piece, in this process."""
    _set(by_word)


def set_labels_by_letter() -> None:
    """Let WeasyPrint set labels its own way again: what ours is compared with."""
    _set(BY_LETTER)


def _set(draw: Callable[[Any, Any, float], None]) -> None:
    svg.text = svg.TAGS["text"] = draw  # it looks texts up by name and knows them by their function


def by_word(drawing: Any, node: Any, font_size: float) -> None:
    """Set a label as one word, where nothing places its letters one by one."""
    if node.text and PLACED.isdisjoint(node.attrib) and " " not in node.get("x", "").strip():
        node._etree_node.text = _Word(node.text)  # noqa: SLF001 - it reads its text there
    BY_LETTER(drawing, node, font_size)
