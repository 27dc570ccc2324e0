"""Find why a forum's areas differ between the two years, and when boundaries changed, as far as the yearly sheets show it.

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
    """How a forum's areas changed between the two years.

    Attributes:
        first: The earliest year in which a boundary may have changed; None if none has.
        last: The latest such year; the same as `first` if the year is known.
        new: Number of areas missing in the earlier year.
        closed: Number of areas missing in the reported year.
    """

    first: int | None = None
    last: int | None = None
    new: int = 0
    closed: int = 0


def find_area_changes(area_years: pd.DataFrame, incomparable: Mapping[str, Incomparable], before: int, now: int) -> AreaChanges:
    """Return how a forum's areas changed.

    A boundary that differs in the next year's sheet changed in that year. If sheets are missing between the two,
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
