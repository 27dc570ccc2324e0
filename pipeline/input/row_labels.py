"""Words that mark special rows of a table: labels of totals, and beginnings of notes. Shared by reports, sources and scores."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from typing import Final

from pipeline.language.same_name import fold

WHOLE: Final = (
    *("i alt", "ialt", "alle", "samlet", "samtlige", "tilsammen", "sum", "summa", "total", "totalt"),
    *("hele byen", "hele kommunen", "hele regionen", "hele landet", "hela landet", "hela riket", "landet", "riket"),
    *("byen som helhed", "kommunen som helhed", "landet som helhed", "hovedtotal", "totalsum", "totalsumma"),
    *("grand total", "all", "insgesamt", "gesamt", "summe", "gesamtergebnis"),
)
"""Labels of all rows together, in the languages of the workbooks that are read."""
PART: Final = ("mellemsum", "delsum", "deltotal", "subtotal", "sub-total")
"""Labels of the rows since the previous total."""
FIRST: Final = (*WHOLE, *PART, "hele", "hela", "totals", "totaler")
ANYWHERE: Final = ("i alt", "ialt", "tilsammen", "total", "totalt", "insgesamt")
LAST: Final = ("samlet", "sum", "gesamt")
END_OF_PART: Final = " i alt"  # »Indre By i alt«
NOTES: Final = (
    "kilde",
    "kilder",
    "source",
    "sources",
    "quelle",
    "quellen",
    "note",
    "notes",
    "noter",
    "anm",
    "anmærkning",
    "anmærkninger",
    "fodnote",
    "fodnoter",
    "bemærk",
)
"""Words that begin a note, before a colon."""
DECORATION: Final = re.compile(r"[\s:*.†¹²³⁴⁵⁶⁷⁸⁹]+$")
POSSIBLE: Final = re.compile(rf"(?:^(?:{'|'.join(FIRST)})|(?<!\w)(?:{'|'.join(ANYWHERE)})|(?<!\w)(?:{'|'.join(LAST)})$)(?!\w)")
NOTE: Final = re.compile(rf"({'|'.join(NOTES)})\.?\s*:", re.IGNORECASE)
SIGN: Final = re.compile(r"\*+\)?\s*\w|\(?\d{1,2}\)\s|[¹²³⁴⁵⁶⁷⁸⁹]")  # footnote marks, which the table's numbers carry too


class Totality(IntEnum):
    """Whether a label names a total.

    `POSSIBLE` ones hold the word for a total: »I alt Troms og Finnmark« is one, »Alle Helgens« is none. The sum decides.
    """

    NO = 0
    POSSIBLE = 1
    PART = 2  # the total of the rows since the previous one
    WHOLE = 3  # the total of all rows


def totality(label: str, also: Iterable[str] = (), never: Iterable[str] = ()) -> Totality:
    """Return whether a label names a total.

    Args:
        label: The row's text.
        also: Further names of totals.
        never: Names that are no totals, whatever their words.
    """
    folded = fold(label)
    if not folded or folded in map(fold, never):
        return Totality.NO
    if folded in map(fold, also):
        return Totality.WHOLE
    plain = DECORATION.sub("", folded)
    if plain in WHOLE:
        return Totality.WHOLE
    if plain in PART or plain.endswith(END_OF_PART):
        return Totality.PART
    return Totality.POSSIBLE if POSSIBLE.search(plain) else Totality.NO


def begins_note(text: str, *, signs: bool = True) -> bool:
    """Return whether a text is a note or a source.

    Args:
        text: The row's text.
        signs: Stars and numbers begin a note too. False if they may begin a heading between the rows.
    """
    return bool(NOTE.match(text) or (signs and SIGN.match(text)))
