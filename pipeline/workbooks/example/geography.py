"""Generate the example's forums, districts and neighbourhoods at any size: the real ones first, then invented ones.

Enters: the number of forums and of areas. Leaves: a `Geography`, and residents per area for any year.
Never: an indicator. Real districts keep their real neighbourhoods; invented areas are in invented districts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.workbooks.example.places import AREAS, DISTRICTS, FORUMS, KNOTS, OUTSIDE, District, ExampleArea, Forum

Ints = npt.NDArray[np.int64]

YEARLY_GROWTH: Final = 1.008  # before the first and after the last known year
AREAS_PER_DISTRICT: Final = 12
AREAS_PER_INVENTED_FORUM: Final = 4
CITY_GROWTH: Final = (0.86, 0.92, 1.0, 1.05)  # residents of an invented district, by KNOTS


@dataclass(frozen=True, slots=True)
class Geography:
    """All places of one example, in the order of the workbooks."""

    forums: tuple[Forum, ...]
    districts: tuple[District, ...]
    areas: tuple[ExampleArea, ...]

    def forum_areas(self) -> dict[str, list[int]]:
        """Return the positions in `areas` that belong to each forum."""
        forum_of = {district.id: district.forum_id for district in self.districts}
        found: dict[str, list[int]] = {forum.id: [] for forum in self.forums}
        for position, area in enumerate(self.areas):
            found[forum_of[area.district_id] or ""].append(position)
        return found


def invent_geography(forums: int, areas: int, rng: np.random.Generator) -> Geography:
    """Create this many forums and areas; every forum gets at least one area.

    Raises:
        ValueError: there are no forums, or fewer areas than forums.
    """
    if forums < 1:
        raise ValueError(f"forums: found {forums}, expected at least 1")
    if areas < forums:
        raise ValueError(f"areas: found {areas}, expected at least one for each of the {forums} forums")
    chosen = (*FORUMS[:forums], *islice(_invented_forums(forums), max(0, forums - len(FORUMS))))
    named = {forum.id: _named_areas(forum.id) for forum in chosen}
    quotas = _quotas([len(named[forum.id]) or AREAS_PER_INVENTED_FORUM for forum in chosen], areas)
    districts: list[District] = []
    laid_out: list[ExampleArea] = []
    for forum, quota in zip(chosen, quotas, strict=True):
        real = named[forum.id][:quota]
        laid_out += sorted(real, key=AREAS.index)
        for size in _districts_of(quota - len(real)):
            district = _invented_district(len(DISTRICTS) + len(districts) + 1, forum.id)
            weights = rng.lognormal(8.5, 0.55, size)
            offset = len(laid_out)
            laid_out += [
                ExampleArea(f"B{district.id}-{inside:02d}", f"Delområde {offset + inside:03d}", district.id, float(weight), float(weight))
                for inside, weight in enumerate(weights, 1)
            ]
            total = float(weights.sum())
            districts.append(replace(district, residents=tuple(round(total * growth) for growth in CITY_GROWTH)))
    covered = {area.district_id for area in laid_out}
    real_districts = [district if district.id in covered else replace(district, forum_id=None) for district in DISTRICTS]
    return Geography(chosen, (*real_districts, *districts), tuple(laid_out))


def residents_between(residents: Sequence[int], year: int) -> int:
    """Return residents at the end of a year: linear between the known years, steady growth outside them."""
    nearest = min(max(year, KNOTS[0]), KNOTS[-1])
    return round(float(np.interp(nearest, KNOTS, residents)) * YEARLY_GROWTH ** (year - nearest))


def city_residents(geography: Geography, year: int) -> int:
    """Return the residents of the city, including those outside all districts."""
    return sum(residents_between(district.residents, year) for district in geography.districts) + residents_between(OUTSIDE, year)


def area_residents(geography: Geography, year: int, last_year: int) -> Ints:
    """Split each district's residents over its areas, so that they sum to the district's.

    Args:
        geography: The places.
        year: The year.
        last_year: Last year of the example; an area that begins later is treated as always existing.

    Returns:
        Residents per area, whole numbers; 0 for an area that does not exist in that year.
    """
    toward_now = float(np.interp(year, (KNOTS[0], KNOTS[-1]), (0.0, 1.0)))
    members: dict[str, list[int]] = defaultdict(list)
    for position, area in enumerate(geography.areas):
        members[area.district_id].append(position)
    residents = np.zeros(len(geography.areas), dtype=np.int64)
    for district in geography.districts:
        if positions := members[district.id]:
            weights = np.array([_weight(geography.areas[position], toward_now) for position in positions])
            residents[positions] = split_whole(residents_between(district.residents, year), weights)
    number_of = {area.id: position for position, area in enumerate(geography.areas)}
    for position, area in enumerate(geography.areas):
        if area.since is not None and area.carved_from is not None and year < area.since <= last_year:
            residents[number_of[area.carved_from]] += residents[position]
            residents[position] = 0
    return residents


def split_whole(total: int, weights: npt.NDArray[np.float64]) -> Ints:
    """Split a whole number in proportion to weights; rounding remainders go to the largest."""
    exact = total * weights / weights.sum()
    parts: Ints = np.floor(exact).astype(np.int64)
    order = np.argsort(parts - exact, kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return parts


def _weight(area: ExampleArea, toward_now: float) -> float:
    return area.part_before + (area.part_now - area.part_before) * toward_now


def _named_areas(forum_id: str) -> list[ExampleArea]:
    """Return a forum's real areas in order of use: every district gets one before any gets two."""
    found: list[tuple[bool, int, ExampleArea]] = []
    for district in DISTRICTS:
        if district.forum_id == forum_id:
            inside = [area for area in AREAS if area.district_id == district.id]
            found += [(area.carved_from is not None, rank, area) for rank, area in enumerate(inside)]
    return [area for _, _, area in sorted(found, key=lambda entry: entry[:2])]


def _quotas(capacities: Sequence[int], areas: int) -> list[int]:
    """Deal areas to forums in rounds, each up to its capacity; the rest is dealt to all alike."""
    quotas = [0] * len(capacities)
    left = areas
    for round_number in range(max(capacities)):
        for forum, capacity in enumerate(capacities):
            if left and round_number < capacity:
                quotas[forum] += 1
                left -= 1
    for forum in range(len(quotas)):
        quotas[forum] += left // len(quotas) + (forum < left % len(quotas))
    return quotas


def _districts_of(areas: int) -> list[int]:
    """Return the sizes of the invented districts for this many areas, as even as possible."""
    number = -(-areas // AREAS_PER_DISTRICT)
    return [areas // number + (place < areas % number) for place in range(number)]


def _invented_district(number: int, forum_id: str) -> District:
    return District(str(number), f"Bydel {number}", forum_id, ())


def _invented_forums(forums: int) -> Iterator[Forum]:
    """Yield forums beyond the real ones, row by row below them on the schematic map."""
    columns = max(3, round(forums**0.5))
    lowest = max(forum.row for forum in FORUMS)
    for place in count():
        number = len(FORUMS) + 1 + place
        yield Forum(f"F-{number:03d}", f"Forum {number}", place % columns + 1, lowest + 1 + place // columns)
