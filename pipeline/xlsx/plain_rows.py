"""The short way through a large sheet: rows that are written as plainly as Excel writes them are read many at a time.

A block of rows that this grammar matches from end to end holds no comment, no entity of its own, no extension and nothing else that XML could mean
another way, so it says the same to this module as to an XML parser, in a third of the time. Anything else is left to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

ATTRIBUTES: Final = r'(?: [A-Za-z][\w:.]*="[^"<&]*")*'
TEXT: Final = r"(?:[^<&]|&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)+"
CELL: Final = (
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="(0|[1-9][0-9]{0,4})")?(?: t="(s|n|str|b|e|inlineStr)")?'
    rf'(?:/>|>(?:<v>({TEXT})</v>|<is><t(?: xml:space="preserve")?>({TEXT})</t></is>)</c>)'
)
ANY_CELL: Final = re.sub(r"\((?!\?)", "(?:", CELL)  # the same without its groups
ROW: Final = re.compile(rf'<row r="([0-9]{{1,7}})"({ATTRIBUTES})>((?:{ANY_CELL})*)</row>')
CELLS: Final = re.compile(CELL)
ROW_END: Final = b"</row>"
HIDDEN: Final = (' hidden="1"', ' hidden="true"', ' ht="0"')
REFERENCE: Final = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([a-z]+));")
NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class PlainRow(NamedTuple):
    """One row: its number as it is written, whether it is hidden, and its cells as letters, row, style, type, value and inline text."""

    number: str
    hidden: bool
    cells: list[tuple[str, str, str, str, str, str]]


def split_rows(block: bytes) -> Iterator[PlainRow] | None:
    """Return the rows of a block that is written plainly from end to end; None where anything in it is not."""
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\r" in text:  # which XML reads as a line feed
        return None
    rows = []
    place = 0
    for match in ROW.finditer(text):
        if match.start() != place:
            return None
        place = match.end()
        rows.append(match.groups())
    if place != len(text):
        return None
    return (PlainRow(number, any(away in attributes for away in HIDDEN), CELLS.findall(cells)) for number, attributes, cells in rows)


def unescape(text: str) -> str:
    """Return a text with XML's references replaced; raises `ValueError` where one is no character of XML."""
    return REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED[name]
    character = chr(int(hexadecimal, 16) if hexadecimal else int(decimal))
    if (character < " " and character not in "\t\n\r") or "\ud800" <= character <= "\udfff" or character in "\ufffe\uffff":
        raise ValueError(match[0])
    return character
