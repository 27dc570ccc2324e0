"""A cell's text is safe to show: nothing in it moves a cursor or reverses a line."""

from __future__ import annotations

import sys
from unicodedata import category

from pipeline.language.printable import printable


def test_every_character_is_kept_or_replaced_by_its_kind() -> None:
    """Control and format characters, those of no use and those of nobody go, alone and within a text; line ends and tabs stay."""
    for character in map(chr, range(sys.maxunicode + 1)):
        kept = not category(character).startswith("C") or character in "\n\t"
        assert printable(character) == (character if kept else "\N{REPLACEMENT CHARACTER}"), hex(ord(character))
    assert printable("Nørre\x1bbro\N{NO-BREAK SPACE}1\N{RIGHT-TO-LEFT OVERRIDE}\n") == "Nørre\ufffdbro\N{NO-BREAK SPACE}1\ufffd\n"
