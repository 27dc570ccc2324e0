"""The units in the tables: the city, then each forum with its districts and areas, in the order of the workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.report.compose.lookup import records
from pipeline.report.compose.material import Material
from pipeline.scoring.scores import CITY, Level


@dataclass(frozen=True)
class Unit:
    """One unit.

    Attributes:
        level: A `Level`, or `CITY`.
        name: Its printed name; `forum` is its forum's name, empty for the city.
        areas: Ids of the areas that it sums, its own if it is an area; empty for the city.
    """

    level: str
    id: str
    name: str
    forum_id: str
    forum: str
    areas: tuple[str, ...]


def list_units(material: Material) -> Iterator[Unit]:
    """Yield every unit with numbers in one of the two years."""
    yield Unit(CITY, "", material.language.gettext("The whole city"), "", "", ())
    for forum in material.forums:
        forum_id, name = forum["forum_id"], forum["forum"]
        areas = material.areas[forum_id]
        yield Unit(Level.FORUM, forum_id, name, forum_id, name, tuple(area["area_id"] for area in areas))
        for district in records(material.rows_of("tables.districts", forum_id)):
            of_district = [area for area in areas if area["district_id"] == district["district_id"]]
            ids = tuple(area["area_id"] for area in of_district)
            if ids:
                yield Unit(Level.DISTRICT, district["district_id"], district["district"], forum_id, name, ids)
            for area in of_district:
                yield Unit(Level.AREA, area["area_id"], area["area"], forum_id, name, (area["area_id"],))
