"""The imprint of a report: its forum and years in the PDF's metadata, so that programs can check it before mailing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

CITY: Final = "city"
KEYWORDS: Final = re.compile(r"(?:forum:(?P<forum_id>[^,: ]+)|city), period:(?P<before>\d{4})-(?P<now>\d{4})")


@dataclass(frozen=True, slots=True)
class Imprint:
    """The forum and the years of a report.

    Attributes:
        forum_id: The forum's id in the workbook; None for the city overview.
        before: The earlier year.
        now: The reported year.
    """

    forum_id: str | None
    before: int
    now: int

    @property
    def keywords(self) -> str:
        """The PDF keywords: ``forum:F-NOR, period:2011-2025`` or ``city, period:2011-2025``; other characters are percent-encoded."""
        whose = CITY if self.forum_id is None else f"forum:{quote(self.forum_id, safe='')}"
        return f"{whose}, period:{self.period}"

    @property
    def period(self) -> str:
        """The two years: ``2011-2025``."""
        return f"{self.before}-{self.now}"


def read_imprint(keywords: str) -> Imprint:
    """Return the imprint in a PDF's keywords.

    Raises:
        ValueError: the keywords are not those of our reports.
    """
    found = KEYWORDS.fullmatch(keywords)
    if not found:
        raise ValueError(f"not the keywords of a report: {keywords!r}")
    forum_id = found["forum_id"]
    return Imprint(unquote(forum_id) if forum_id else None, int(found["before"]), int(found["now"]))
