"""Text as Excel shows it: shared strings, rich text joined, escaped characters restored, surrounding spaces removed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final

from pipeline.input.excel.cells import Marked, Stored
from pipeline.input.excel.markup import DEEPEST, new_parser, parse
from pipeline.input.excel.refused import damaged

ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
LONGEST_TEXT: Final = 32_767  # characters; Excel's limit for a cell
MOST_MARKS: Final = 1_000
OFF_THE_LINE: Final = frozenset({"superscript", "subscript"})
FALSE: Final = frozenset({"0", "false"})
PROVISIONAL: Final = "*"  # raised or not, never part of a number


def clean_text(text: str) -> str | None:
    """Return a text composed (NFC) and stripped; None if nothing is left.

    Raises:
        ValueError: the text is longer than a cell can hold, or has too many combining marks on one letter.
    """
    if "_x" in text:
        text = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = text.strip()
    if len(text) > LONGEST_TEXT or (len(text) > MOST_MARKS and _most_marks(text) > MOST_MARKS):
        raise ValueError(len(text))
    return (text if text.isascii() else unicodedata.normalize("NFC", text)) or None


def _most_marks(text: str) -> int:
    """Return the largest number of combining marks on one letter; sorting them takes quadratic time."""
    if text.isascii():
        return 0
    return max((sum(1 for _ in run) for mark, run in groupby(text, lambda letter: unicodedata.combining(letter) > 0) if mark), default=0)


def marks(name: str, attributes: Mapping[str, str]) -> bool:
    """Return whether an element of a font, its name without prefix, raises, lowers or strikes out text."""
    if name == "strike":
        return attributes.get("val") not in FALSE
    return name == "vertAlign" and attributes.get("val") in OFF_THE_LINE


def with_marks(text: str | None, pieces: Iterable[str]) -> str | Marked | None:
    """Return a text with its raised, lowered or struck-out pieces; spaces and the sign for provisional do not count as such."""
    part = clean_text("".join(pieces))
    return Marked(text, part) if text and part and part != PROVISIONAL else text


def read_shared_strings(chunks: Iterable[bytes], name: str) -> list[Stored | None]:
    """Return the shared strings in order."""
    strings: list[Stored | None] = []
    pieces: list[str] = []
    marked: list[str] = []  # pieces that are raised, lowered or struck out
    in_marks = False
    inside: list[str] = []  # the enclosing elements, without prefixes
    phonetic = 0
    parser = new_parser(name)

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal phonetic, in_marks
        tag = tag.rpartition(":")[2]
        inside.append(tag)
        if len(inside) > DEEPEST or tag == "AlternateContent":
            raise damaged(name, f"<{tag}>")
        phonetic += tag == "rPh"
        if tag == "si":
            pieces.clear()
            marked.clear()
        in_marks = tag not in {"si", "r"} and (in_marks or marks(tag, attributes))

    def end(_: str) -> None:
        nonlocal phonetic
        tag = inside.pop()
        phonetic -= tag == "rPh"
        if tag == "si":
            strings.append(with_marks(clean_text("".join(pieces)), marked))

    def read(text: str) -> None:
        if inside and inside[-1] == "t" and not phonetic:
            pieces.append(text)
            if in_marks:
                marked.append(text)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, read
    parse(parser, chunks, name)
    return strings
