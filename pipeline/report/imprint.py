"""Whose report a PDF is, in its metadata, for programs: before a report is mailed, it can be asked which forum it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

CITY: Final = "city"
KEYWORDS: Final = re.compile(r"(?:forum:(?P<forum_id>[^,: ]+)|city), period:(?P<before>\d{4})-(?P<now>\d{4})")


@dataclass(frozen=True, slots=True)
class Imprint:
    """Whose report it is, and of which years.

    Attributes:
        forum_id: The forum's id in the workbook; None for the city overview, which is no forum's.
        before: Year compared with.
        now: Year reported.
    """

    forum_id: str | None
    before: int
    now: int

    @property
    def keywords(self) -> str:
        """As the PDF's keywords: ``forum:F-NOR, period:2011-2025`` or ``city, period:2011-2025``; odd signs of an id as in a web address."""
        whose = CITY if self.forum_id is None else f"forum:{quote(self.forum_id, safe='')}"
        return f"{whose}, period:{self.before}-{self.now}"


def read_imprint(keywords: str) -> Imprint:
    """Return the imprint that a PDF's keywords hold.

    Raises:
        ValueError: these are not the keywords of a report of ours.
    """
    found = KEYWORDS.fullmatch(keywords)
    if not found:
        raise ValueError(f"not the keywords of a report: {keywords!r}")
    forum_id = found["forum_id"]
    return Imprint(unquote(forum_id) if forum_id else None, int(found["before"]), int(found["now"]))
