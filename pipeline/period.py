"""Which two years are reported: those that were asked for, those of the settings, or the newest year that is counted.

Enters: the settings as they are written, the years that have a sheet, the local date. Leaves: settings with both years.
Never: a clock that is read here; the date is read once a run and travels in `Wanted`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.problems import Code, InputRejected, Place, Problem
from pipeline.settings import EARLIEST, LATEST, Periods, Settings, WrittenPeriods, WrittenSettings, read_settings

if TYPE_CHECKING:  # whoever only asks whether there is anything to do must not wait for pandas
    from pipeline.tables import Loaded

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
        except InputRejected:  # told by the run itself
            return ""
        return str(self.last_counted(periods)) if periods.now is None else ""


def settle_period(written: WrittenSettings, loaded: Loaded, wanted: Wanted) -> Settings:
    """Return the settings with both years.

    The reported year is the one that was asked for, else the one of the settings, else the newest with a sheet whose counting day is over.

    Raises:
        InputRejected: no sheet is of such a year. Where none of any year could be read, it carries no problem: that has been told.
    """
    periods = written.periods
    if wanted.years is not None:
        before, now = wanted.years.before, wanted.years.now
    else:
        before, now = periods.before, periods.now or _newest(periods, loaded, wanted)
    settled = Periods(before=before, now=now, month=periods.month, day=periods.day)
    return Settings.model_validate(dict(written) | {"periods": settled})


def _newest(periods: WrittenPeriods, loaded: Loaded, wanted: Wanted) -> int:
    after, last = max(periods.before, wanted.standing - 1), wanted.last_counted(periods)
    counted = [year for year in loaded.years if after < year <= last]
    if counted:
        return max(counted)
    facts = {"known": ", ".join(map(str, sorted(loaded.years))), "after": after, "last": last}
    files = sorted({table.file for table in loaded.tables if table.sheet.yearly})
    raise InputRejected([Problem(Code.YEAR_NOT_COUNTED, Place(file), facts) for file in files])
