"""Scores: every unit's shares, criteria, index and status, year by year. Units are areas, districts and forums."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pandas as pd

CITY: Final = "city"  # beside the levels: the whole city


class Level(StrEnum):
    """What a unit is."""

    AREA = "area"
    DISTRICT = "district"
    FORUM = "forum"


@dataclass(frozen=True)
class Scores:
    """The scored input. Numbers are floats, NaN where the source withholds them.

    Attributes:
        shares: level, unit_id, year, indicator, count, base, low, high (the class of a small count, see `pipeline.disclosure.coarsen`),
            share (0-1), city_share, ratio (share / city_share), threshold (the share from which the criterion is met), met (1.0, 0.0 or
            NaN, also where not all counts of a class agree).
        units: level, unit_id, year, criteria (number met), unknown (number of indicators without a number),
            index (city = 100; NaN where an indicator is missing), deprived (1.0, 0.0; NaN where the missing indicators decide).
    """

    shares: pd.DataFrame
    units: pd.DataFrame

    def shares_of(self, level: Level) -> pd.DataFrame:
        """Return the shares of one level."""
        return self.shares[self.shares["level"] == level]

    def units_of(self, level: Level) -> pd.DataFrame:
        """Return the units of one level."""
        return self.units[self.units["level"] == level]
