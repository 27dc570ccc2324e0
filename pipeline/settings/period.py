"""What the reported years follow from: those that were asked for, or the local date. `pipeline.input.reported_years` settles them.

Never: a clock that is read here; the date is read once a run and travels in `Wanted`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pipeline.problems.model import InputRejected
from pipeline.settings.counting_day import EARLIEST, LATEST
from pipeline.settings.settings import WrittenPeriods, read_settings

PAIR: Final = re.compile(r"([0-9]{4})-([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Years:
    """The two years of a report."""

    before: int
    now: int

    def __str__(self) -> str:
        return f"{self.before}-{self.now}"


def read_years(text: str) -> Years:
    """Return the years of a period such as ``2011-2025``.

    Raises:
        ValueError: it is no such period, or the earlier year does not come first.
    """
    found = PAIR.fullmatch(text)
    if found is None or not EARLIEST <= int(found[1]) < int(found[2]) <= LATEST:
        raise ValueError(f"not a period: {text!r}")
    return Years(int(found[1]), int(found[2]))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reported years follow from, beside the input's files.

    Attributes:
        today: The date in the municipality.
        years: The years that were asked for; None for those of the settings.
        standing: The reported year of the current release, 0 where there is none. A year that nobody names is never an earlier one, be it
            that the clock was put back or that a sheet is gone.
    """

    today: date
    years: Years | None = None
    standing: int = 0

    def last_counted(self, periods: WrittenPeriods) -> int:
        """Return the newest year that may be reported where the settings name none."""
        return max(periods.last_counted(self.today), self.standing)

    def key(self, input_folder: Path) -> str:
        """Return what of this can change the period of an input folder; the same key and the same files mean the same period.

        Of the date nothing enters but the year that was counted last, and that only where the settings leave the year open.
        """
        if self.years is not None:
            return str(self.years)
        try:
            periods = read_settings(input_folder).periods
        except InputRejected:  # the reader says what is wrong
            return ""
        return str(self.last_counted(periods)) if periods.now is None else ""
