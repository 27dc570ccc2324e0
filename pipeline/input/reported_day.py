"""What the plans' workbook says of one day: which plans run, are planned or have ended, and which other rows are in force.

A row is judged as of the end of the day. See docs/decisions/0014.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from pipeline.input.plan_phase import Phase

DAYS_OF_A_YEAR: Final = 365


def find_phase(start: date, end: date, day: date) -> Phase:
    """Return where a plan is in its period at the end of the day; one whose last day it is has ended."""
    if start > day:
        return Phase.PLANNED
    return Phase.RUNNING if end > day else Phase.ENDED


def is_decided(start: date, papers: Iterable[date | None], day: date) -> bool:
    """Return whether a plan exists on the day: it has begun, or one of its papers is dated on or before it."""
    return start <= day or any(paper is not None and paper <= day for paper in papers)


def in_force(first: date | None, last: date | None, day: date) -> bool:
    """Return whether a row applies at the end of the day; a missing date sets no limit."""
    return (first is None or first <= day) and (last is None or last > day)


def last_day(start: date, years: int) -> date:
    """Return the last day of a period of whole years; one that starts on 29 February ends on 28 February."""
    try:
        return start.replace(year=start.year + years) - timedelta(days=1)
    except ValueError:
        return date(start.year + years, 2, 28)


def years_between(start: date, end: date) -> Fraction:
    """Return the length of a period, both days included: whole years, and the days that are left over as parts of 365."""
    years = end.year - start.year + 1
    while last_day(start, years) > end:
        years -= 1
    return years + Fraction((end - last_day(start, years)).days, DAYS_OF_A_YEAR)
