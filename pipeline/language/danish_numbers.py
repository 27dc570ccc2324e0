"""Parse numbers written as text: ``1.234``, ``12,5 %``, ``−3``, ``410*``. The notation is decided per column.

``1.234`` is a thousand in Danish and a little over one in English, and a single cell does not show which. So the texts of a whole column
are used: one that can only be read one way, such as ``12,5`` or ``1.234.567``, decides for all; if they contradict each other, or
none decides, the user is asked; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

SPACES: Final = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}"
MINUSES: Final = "-\N{MINUS SIGN}"
LONGEST: Final = 40
FORM: Final = re.compile(rf"(?P<sign>[{MINUSES}]?)(?P<digits>\d[\d.,'{SPACES}]*)(?P<percent>[{SPACES}]*%)?(?P<provisional>[{SPACES}]*\*)?")


class Style(StrEnum):
    """A column's notation for numbers in text; the value is the decimal sign."""

    DANISH = ","
    ENGLISH = "."

    @property
    def thousands(self) -> str:
        """The thousands separator."""
        return "." if self is Style.DANISH else ","


_PARTS: Final = {
    style: re.compile(
        rf"(?:(?P<plain>\d+)|(?P<grouped>[1-9]\d{{0,2}}(?P<gap>[{re.escape(style.thousands)}'{SPACES}])\d{{3}}(?:(?P=gap)\d{{3}})*))"
        rf"(?:{re.escape(style.value)}(?P<decimals>\d+))?"
    )
    for style in Style
}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number parsed from text.

    Attributes:
        value: The number as written; 12.5 for ``12,5 %``.
        percent: A percent sign follows it.
        provisional: The source's mark for provisional numbers, ``*``, follows it.
    """

    value: Decimal
    percent: bool = False
    provisional: bool = False


def read_numeral(text: str, style: Style) -> Numeral | None:
    """Return the number in a text in the given style; None if it is not such a number."""
    match = FORM.fullmatch(text.strip()) if len(text) <= LONGEST else None
    parts = _PARTS[style].fullmatch(match["digits"].rstrip(SPACES)) if match else None
    if match is None or parts is None or (not match["digits"].isascii() and not _only_spaces(match["digits"])):
        return None
    whole = re.sub(r"\D", "", parts["plain"] or parts["grouped"])
    value = Decimal(f"{'-' if match['sign'] else ''}{whole}.{parts['decimals'] or 0}")
    return Numeral(value, bool(match["percent"]), bool(match["provisional"]))


def _only_spaces(digits: str) -> bool:
    return all(character.isascii() or character in SPACES for character in digits)


def tells_apart(text: str) -> bool:
    """Return whether only one style can read a text, or each reads a different number."""
    return read_numeral(text, Style.DANISH) != read_numeral(text, Style.ENGLISH)


def decide_style(texts: Iterable[str], *, whole: bool = False) -> Style | None:
    """Return the style of a column's numbers.

    Args:
        texts: All texts of the column; those that are not numbers are ignored.
        whole: The column has whole numbers only, so that ``1.234`` cannot be a little over one.

    Returns:
        The style; Danish if no text separates the styles; None if the texts contradict each other or leave it open.
    """
    evidence: set[Style] = set()
    open_question = False
    for text in texts:
        danish, english = read_numeral(text, Style.DANISH), read_numeral(text, Style.ENGLISH)
        if danish == english:
            continue
        if danish is None or english is None:
            evidence.add(Style.ENGLISH if danish is None else Style.DANISH)
        elif whole and Style.DANISH.value not in text:
            continue  # with a decimal point it would not be whole
        else:
            open_question = True
    if len(evidence) == 1:
        return evidence.pop()
    return Style.DANISH if not evidence and not open_question else None
