"""The example's real places: forums, districts with their residents, neighbourhoods.

Enters: nothing. Leaves: constants that can be compared with their sources.
Never: an invented indicator (see `profiles`) or a place that does not exist (see `geography`).

Sources: the six forums are the areas of the policy for deprived city areas, adopted 1 December 2011. Residents are the municipality's
open table Be4.3, population per district at the end of the year; 2025 extrapolates the growth of each district and is not from the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

KNOTS: Final = (2011, 2015, 2019, 2025)


@dataclass(frozen=True, slots=True)
class Forum:
    """One forum and its place on the schematic map, counted from the north-west corner."""

    id: str
    name: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class District:
    """One district.

    Attributes:
        forum_id: None if the district has no forum.
        residents: At the end of each year of `KNOTS`.
    """

    id: str
    name: str
    forum_id: str | None
    residents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ExampleArea:
    """One neighbourhood.

    Attributes:
        part_before: Weight in its district's residents in the first year of `KNOTS`; `part_now` in the last.
        since: First year with figures of its own; None if it has always had them.
        carved_from: The area that included its residents before `since`; that area's boundary changes in the same year.
    """

    id: str
    name: str
    district_id: str
    part_before: float
    part_now: float
    since: int | None = None
    carved_from: str | None = None


FORUMS: Final = (
    Forum("F-NOR", "Nørrebro", 2, 2),
    Forum("F-AMS", "Amager/Sundby", 3, 3),
    Forum("F-BIS", "Bispebjerg", 2, 1),
    Forum("F-VES", "Vesterbro/Sydhavnen", 2, 3),
    Forum("F-HUT", "Husum/Tingbjerg", 1, 1),
    Forum("F-VAL", "Valby/Vigerslev", 1, 3),
)

DISTRICTS: Final = (
    District("1", "Indre By", None, (49_742, 53_596, 55_866, 56_900)),
    District("2", "Østerbro", None, (72_400, 76_402, 79_803, 83_400)),
    District("3", "Nørrebro", "F-NOR", (75_377, 79_668, 80_254, 80_900)),
    District("4", "Vesterbro-Kongens Enghave", "F-VES", (58_411, 62_962, 72_688, 81_200)),
    District("5", "Valby", "F-VAL", (48_673, 52_809, 60_308, 66_700)),
    District("6", "Vanløse", None, (37_891, 40_353, 41_195, 41_900)),
    District("7", "Brønshøj-Husum", "F-HUT", (41_341, 44_376, 44_784, 45_300)),
    District("8", "Bispebjerg", "F-BIS", (50_529, 54_583, 55_172, 56_100)),
    District("9", "Amager Øst", "F-AMS", (51_542, 55_986, 59_803, 63_200)),
    District("10", "Amager Vest", "F-AMS", (59_728, 66_993, 78_973, 86_300)),
)

OUTSIDE: Final = (3_416, 3_757, 3_521, 3_500)  # registered in no district ("Uden for inddeling"); counted in the city only

AREAS: Final = (
    ExampleArea("NOR-01", "Indre Nørrebro", "3", 38.5, 38.6),
    ExampleArea("NOR-02", "Ydre Nørrebro", "3", 47.3, 47.4),
    ExampleArea("NOR-03", "Ved Bispeengbuen", "3", 2.5, 2.4),
    ExampleArea("NOR-04", "Ved Jagtvej", "3", 11.7, 11.6),
    ExampleArea("AMO-01", "Ved Frankrigsgade", "9", 7.9, 6.8),
    ExampleArea("AMO-02", "Ved Gyldenrisvej", "9", 2.9, 2.5),
    ExampleArea("AMO-03", "Øvrige Amager Øst", "9", 89.2, 90.7),
    ExampleArea("AMV-01", "Urbanplanen mv.", "10", 17.6, 13.0),
    ExampleArea("AMV-02", "Ørestad", "10", 14.0, 27.5, since=2016, carved_from="AMV-03"),
    ExampleArea("AMV-03", "Øvrige Amager Vest", "10", 68.4, 59.5),
    ExampleArea("BIS-01", "Nordvest", "8", 48.6, 49.3),
    ExampleArea("BIS-02", "Ryparken", "8", 17.5, 17.1),
    ExampleArea("BIS-03", "Ved Bispebjerg Parkallé", "8", 10.8, 10.3),
    ExampleArea("BIS-04", "Utterslev", "8", 23.1, 23.3),
    ExampleArea("VES-01", "Indre Vesterbro", "4", 47.0, 37.2),
    ExampleArea("VES-02", "Ydre Vesterbro", "4", 22.0, 17.8),
    ExampleArea("VES-03", "Sydhavnen", "4", 31.0, 45.0),
    ExampleArea("BRH-01", "Tingbjerg/Husum", "7", 39.5, 38.8),
    ExampleArea("BRH-02", "Brønshøj", "7", 33.3, 33.7),
    ExampleArea("BRH-03", "Bellahøj", "7", 27.2, 27.5),
    ExampleArea("VAL-01", "Ved Valby Langgade", "5", 36.4, 34.1),
    ExampleArea("VAL-02", "Ved Kulbanevej", "5", 3.2, 2.9),
    ExampleArea("VAL-03", "Ved Folehaven", "5", 16.4, 12.6),
    ExampleArea("VAL-04", "Vigerslev", "5", 44.0, 50.4),
)
