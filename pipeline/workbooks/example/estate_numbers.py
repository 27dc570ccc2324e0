"""Generate the estates (boligafdelinger) of the example's plans: their areas and numbers of dwellings.

Enters: a forum's neighbourhoods with their dwellings. Leaves: `Estate` values and their table.
Never: the name of a real estate, or more dwellings in an area's estates than a fraction of the area's own, while there is room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipeline.workbooks.example.geography import Ints
from pipeline.workbooks.example.profiles import Floats
from pipeline.workbooks.tables import Table, collect

ORGANISATIONS: Final = tuple(f"Boligorganisation {letter}" for letter in "ABCDEFGH")
MOST_PER_PLAN: Final = 6
MOST_OF_AREA: Final = 0.6  # part of an area's dwellings that may lie in estates
FEWEST_DWELLINGS: Final = 24
AT_HOME: Final = 0.7  # part of a plan's estates that lie in one area
APPLICANTS_OWN: Final = 0.85  # part of a plan's estates that belong to the applicant
FIRST_NUMBER: Final = 101


@dataclass(frozen=True, slots=True)
class Estate:
    """One estate of a plan; `area` is the position of its neighbourhood in the geography."""

    id: str
    name: str
    organisation: str
    area: int
    dwellings: int


class EstateDeck:
    """Hands out estates with serial numbers, keeping track of the room left in each area."""

    def __init__(self, dwellings: Ints, levels: Floats, rng: np.random.Generator) -> None:
        """Start with no estates.

        Args:
            dwellings: Dwellings per area.
            levels: Mean ratio to the city per area; estates are placed where it is high.
            rng: Random generator.
        """
        self._room = np.floor(dwellings * MOST_OF_AREA).astype(np.int64)
        self._attraction = np.sqrt(dwellings) * levels**4
        self._rng = rng
        self._number = FIRST_NUMBER - 1

    def draw(self, areas: Sequence[int], applicant: str) -> tuple[Estate, ...]:
        """Draw one plan's estates within these areas, most of them in one area and most of them the applicant's."""
        positions = np.array(areas)
        chances = self._attraction[positions] / self._attraction[positions].sum()
        home = int(self._rng.choice(positions, p=chances))
        return tuple(
            self._estate(home if self._rng.random() < AT_HOME else int(self._rng.choice(positions, p=chances)), positions, applicant)
            for _ in range(int(self._rng.integers(1, MOST_PER_PLAN + 1)))
        )

    def _estate(self, area: int, positions: Ints, applicant: str) -> Estate:
        size = round(float(np.clip(self._rng.lognormal(5.5, 0.6), 60, 900)))
        if self._room[area] < size:
            area = int(positions[np.argmax(self._room[positions])])
        size = max(FEWEST_DWELLINGS, min(size, int(self._room[area])))
        self._room[area] = max(0, self._room[area] - size)
        owner = applicant if self._rng.random() < APPLICANTS_OWN else ORGANISATIONS[int(self._rng.integers(len(ORGANISATIONS)))]
        self._number += 1
        return Estate(f"A-{self._number}", f"Afdeling {self._number}", owner, area, size)


def estate_table(estates: Sequence[tuple[str, str, Estate]]) -> Table:
    """Return the table of estates from (plan id, area id, estate)."""
    return collect(
        ("estate_id", "estate", "housing_organisation", "plan_id", "area_id", "dwellings"),
        ((estate.id, estate.name, estate.organisation, plan_id, area_id, estate.dwellings) for plan_id, area_id, estate in estates),
    )
