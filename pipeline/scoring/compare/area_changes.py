"""Why a forum's areas are not the same in both years, and when their boundaries changed, as far as the yearly sheets tell.

Enters: the checked tables and the areas that are not compared. Leaves: counts and the span of years. Never: words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from pipeline.scoring.compare.comparison import Incomparable


@dataclass(frozen=True)
class AreaChanges:
    """What became of a forum's areas between the two years.

    Attributes:
        first: The earliest year in which a boundary can have changed; None where none has.
        last: The latest such year; the same as `first` where the change is known to the year.
        new: Number of areas that the earlier year does not have.
        closed: Number of areas that the reported year does not have.
    """

    first: int | None = None
    last: int | None = None
    new: int = 0
    closed: int = 0


def find_area_changes(area_years: pd.DataFrame, incomparable: Mapping[str, Incomparable], before: int, now: int) -> AreaChanges:
    """Return what became of a forum's areas.

    A boundary that is another one in the sheet of the very next year changed in that year. Where sheets are missing between the two,
    it changed in one of the years from the earlier sheet to the later.

    Args:
        area_years: The forum's rows of `Tables.area_years`.
        incomparable: area_id → why its two years are not compared; of any forum.
        before: The earlier year.
        now: The reported year.
    """
    of_period = area_years[area_years["year"].between(before, now)].sort_values("year")
    spans: list[tuple[int, int]] = []
    reasons: list[Incomparable] = []
    for area_id, rows in of_period.groupby("area_id"):
        reason = incomparable.get(str(area_id))
        if reason is None:
            continue
        reasons.append(reason)
        if reason is Incomparable.BOUNDARY:
            sheets = zip(rows["year"], rows["boundary_version"], strict=True)
            spans += [
                (int(later if later - earlier == 1 else earlier), int(later))
                for (earlier, old), (later, new) in pairwise(sheets)
                if old != new
            ]
    return AreaChanges(
        first=min((first for first, _ in spans), default=None),
        last=max((last for _, last in spans), default=None),
        new=reasons.count(Incomparable.NEW),
        closed=reasons.count(Incomparable.CLOSED),
    )
