"""Decide which two years are reported: the requested ones, those of the settings, or the newest year that has been counted.

Enters: the settings as written, the years that have a sheet, what determines the years. Leaves: settings with both years.
"""

from __future__ import annotations

from pipeline.input.tables import Loaded
from pipeline.problems.model import Code, Place, Problem
from pipeline.problems.rejected import InputRejected
from pipeline.settings.period import Wanted
from pipeline.settings.settings import Periods, Settings, WrittenPeriods, WrittenSettings


def settle_period(written: WrittenSettings, loaded: Loaded, wanted: Wanted) -> Settings:
    """Return the settings with both years.

    The reported year is the requested one, else that of the settings, else the newest with a sheet whose counting day is over.

    Raises:
        InputRejected: no sheet has such a year. If no sheet at all could be read, it carries no problem: that was reported before.
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
    facts = {"known": ", ".join([*map(str, sorted(loaded.years)), *loaded.copies]), "after": after, "last": last}
    files = sorted({table.file for table in loaded.tables if table.sheet.yearly})
    raise InputRejected([Problem(Code.YEAR_NOT_COUNTED, Place(file), facts) for file in files])
