"""What determines the reported years: a request, or the local date. `pipeline.input.reported_years` decides on them.

Never: a reading of the clock; the date is read once per run and passed in `Wanted`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pipeline.problems.rejected import InputRejected
from pipeline.settings.counting_day import EARLIEST, LATEST
from pipeline.settings.settings import WrittenPeriods, read_settings

PAIR: Final = re.compile(r"([0-9]{4})[-–]([0-9]{4})")  # a dash too, as our own mails print it


@dataclass(frozen=True, slots=True)
class Years:
    """The two years of a report."""

    before: int
    now: int

    def __str__(self) -> str:
        return f"{self.before}-{self.now}"


def read_years(text: str) -> Years:
    """Return the years of a period, for example ``2011-2025``.

    Raises:
        ValueError: it is not a period, or the earlier year is not first.
    """
    found = PAIR.fullmatch(text)
    if found is None or not EARLIEST <= int(found[1]) < int(found[2]) <= LATEST:
        raise ValueError(f"not a period: {text!r}")
    return Years(int(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What determines the reported years, besides the input files.

    Attributes:
        today: The current date in the municipality.
        years: The requested years; None for those of the settings.
        standing: The reported year of the current release, 0 if there is none. A year that is not set explicitly is never an earlier one,
            even if the clock was put back or a sheet was removed.
    """

    today: date
    years: Years | None = None
    standing: int = 0

    def last_counted(self, periods: WrittenPeriods) -> int:
        """Return the newest year that may be reported if the settings name none."""
        return max(periods.last_counted(self.today), self.standing)

    def key(self, input_folder: Path) -> str:
        """Return a key for what may change an input folder's period; the same key and the same files give the same period.

        The date contributes only the last counted year, and only if the settings leave the year open.
        """
        if self.years is not None:
            return str(self.years)
        try:
            periods = read_settings(input_folder).periods
        except InputRejected:  # the reader reports what is wrong
            return ""
        return str(self.last_counted(periods)) if periods.now is None else ""
