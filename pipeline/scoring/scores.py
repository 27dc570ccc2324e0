"""Scores: every unit's shares, criteria, index and status per year. Units are areas, districts and forums."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pandas as pd

from pipeline.input.frame_columns import Columns, Holds

CITY: Final = "city"  # used like a `Level`, for the whole city


class Level(StrEnum):
    """The kind of a unit."""

    AREA = "area"
    DISTRICT = "district"
    FORUM = "forum"


SHARES: Final = Columns(
    "Scores.shares",
    {
        Holds.TEXT: "level unit_id indicator",
        Holds.WHOLE: "year",
        Holds.NUMBER: "count base low high count_city base_city share city_share ratio threshold met",
    },
)
UNITS: Final = Columns("Scores.units", {Holds.TEXT: "level unit_id", Holds.WHOLE: "year", Holds.NUMBER: "criteria unknown index deprived"})


@dataclass(frozen=True)
class Scores:
    """The scored input. Numbers are floats, NaN if withheld by the source.

    Attributes:
        shares: One row per unit, year and indicator: low, high (the class of a small count, see `pipeline.disclosure.coarsen`), share (0-1),
            ratio (share / city_share), threshold (the share from which the criterion is met), met (1.0, 0.0 or
            NaN, also if the counts of a class differ on it).
        units: One row per unit and year: criteria (number met), unknown (number of indicators without a number),
            index (city = 100; NaN if an indicator is missing), deprived (1.0, 0.0; NaN if it depends on missing indicators).
    """

    shares: pd.DataFrame
    units: pd.DataFrame

    def shares_of(self, level: Level) -> pd.DataFrame:
        """Return the shares of one level."""
        return self.shares[self.shares["level"] == level]

    def units_of(self, level: Level) -> pd.DataFrame:
        """Return the units of one level."""
        return self.units[self.units["level"] == level]
