"""Words that mark special rows of a table: labels of totals, and beginnings of notes. Shared by reports, sources and scores."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pipeline.language.same_name import fold

TOTALS: Final = frozenset({"i alt", "ialt", "hele byen", "samlet", "total", "totalt", "sum", "alle"})
END_OF_PART: Final = " i alt"  # »Indre By i alt«
NOTE: Final = re.compile(r"(kilder?|sources?|quellen?|noter?|notes?|anm\.?|anmærkning(er)?|fodnoter?|bemærk)\s*:", re.IGNORECASE)
SIGN: Final = re.compile(r"\*+\)?\s*\w|\(?\d{1,2}\)\s|[¹²³⁴⁵⁶⁷⁸⁹]")  # footnote marks, which the table's numbers carry too


def is_whole(label: str, also: Iterable[str] = ()) -> bool:
    """Return whether a label names the total of all rows.

    Args:
        label: The row's text.
        also: Further names of totals.
    """
    folded = fold(label)
    return folded in TOTALS or folded in map(fold, also)


def is_total(label: str, also: Iterable[str] = ()) -> bool:
    """Return whether a label names a total: of all rows, or of the rows since the previous total."""
    return is_whole(label, also) or fold(label).endswith(END_OF_PART)


def begins_note(text: str, *, signs: bool = True) -> bool:
    """Return whether a text is a note or a source.

    Args:
        text: The row's text.
        signs: Stars and numbers begin a note too. False if they may begin a heading between the rows.
    """
    return bool(NOTE.match(text) or (signs and SIGN.match(text)))
