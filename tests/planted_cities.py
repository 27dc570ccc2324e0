"""Cities with a planted, known development, for measuring the rule of the conclusion.

Enters: a seed, or forums written down area by area. Leaves: scores, tables and, if planted, each forum's expected conclusion.
Ratios are to the city, whose numbers are its own: areas outside the forums keep the city's shares as they are meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.disclosure.coarsen import coarsen_tables
from pipeline.input.check_input import Intake, check_input
from pipeline.input.tables import Tables
from pipeline.scoring.compare.comparison import Conclusion
from pipeline.scoring.compare.conclusions import conclude_forums
from pipeline.scoring.compare.verdict import Verdict
from pipeline.scoring.score_areas import score_areas
from pipeline.settings.settings import Periods
from pipeline.workbooks.example.profiles import AGE_GROUPS, RESIDENTS_PER_DWELLING
from tests.build import INPUT

Numbers = npt.NDArray[np.float64]
INDICATORS: Final = tuple(AGE_GROUPS)
PERIODS: Final = Periods(before=2011, now=2025, month=12, day=31)
YEARS: Final = (PERIODS.before, PERIODS.now)
CITY: Final[Mapping[int, Numbers]] = {
    2011: np.array([0.22, 0.15, 0.16, 0.46, 0.06, 0.26]),
    2025: np.array([0.20, 0.16, 0.16, 0.45, 0.055, 0.23]),
}
CITY_BASE: Final = 1_000_000
HIGHEST: Final = 0.95


@dataclass(frozen=True)
class Area:
    """An area: its residents, and its ratios to the city before and now, one for all indicators or one each."""

    residents: int
    before: float | Sequence[float]
    now: float | Sequence[float]


@cache
def _example() -> Intake:
    return check_input(INPUT)


def lay_city(forums: Mapping[str, Sequence[Area]], city: Mapping[int, Numbers] = CITY, rng: np.random.Generator | None = None) -> Tables:
    """Return the tables of a city; counts are the planted shares to the nearest whole, or drawn with them by chance."""
    example, areas, counts, years = _example().tables, [], [], []
    for forum, members in forums.items():
        for place, area in enumerate(members):
            area_id = f"{forum}-{place}"
            areas.append((area_id, f"{forum} {place}", forum, forum))
            for year, ratios in zip(YEARS, (area.before, area.now), strict=True):
                years.append((area_id, year, "1", area.residents, ""))
                shares = np.clip(np.broadcast_to(ratios, 6) * city[year], 0, HIGHEST)
                for (indicator, part), share in zip(AGE_GROUPS.items(), shares, strict=True):
                    base = max(1, round(area.residents * (1 / RESIDENTS_PER_DWELLING if part is None else part)))
                    count = round(base * share) if rng is None else rng.binomial(base, share)
                    counts.append((area_id, year, indicator, float(count), float(base)))
    cells = {"count_cell": "", "base_cell": ""}
    whole = [
        (year, name, round(CITY_BASE * share), CITY_BASE) for year in YEARS for name, share in zip(INDICATORS, city[year], strict=True)
    ]
    return replace(
        example,
        forums=pd.DataFrame({"forum_id": list(forums), "forum": list(forums)}),
        districts=pd.DataFrame({"district_id": list(forums), "forum_id": list(forums), "district": list(forums)}),
        areas=pd.DataFrame(areas, columns=["area_id", "area", "district_id", "forum_id"]),
        area_years=pd.DataFrame(years, columns=["area_id", "year", "boundary_version", "residents", "cell"]),
        indicators=pd.DataFrame(counts, columns=["area_id", "year", "indicator", "count", "base"])
        .astype({"count": float, "base": float})
        .assign(**cells),
        city=pd.DataFrame(whole, columns=["year", "indicator", "count", "base"]).astype({"count": float, "base": float}).assign(**cells),
        definitions=example.definitions.iloc[:0],
        findings=(),
    )


def conclude_city(tables: Tables) -> dict[str, Conclusion]:
    """Return the conclusions of a city as the program reaches them: small counts replaced, scored, compared."""
    settings, policy = _example().settings.small_numbers, _example().policy
    shown = coarsen_tables(tables, settings.smallest_shown, settings.rounding)
    return conclude_forums(score_areas(shown, policy, PERIODS), shown, policy, PERIODS, [])


class Kind(StrEnum):
    """How a change was planted."""

    LEVEL = "all six indicators"
    HALF = "three indicators"
    ONE = "one indicator"
    POLARISED = "half of the areas up, half down"
    NONE = "none"


@dataclass(frozen=True)
class Planted:
    """A forum of a random city.

    Attributes:
        kind: How its change was planted.
        verdict: What it should be called: better, worse or unchanged.
        residents: All its residents.
    """

    kind: Kind
    verdict: Verdict
    residents: int
    areas: tuple[Area, ...]


LEAST, MOST = 4.0, 14.0  # index points of a planted change
FORUMS, AREAS = (3, 12), (8, 60)
RESIDENTS: Final = (5_000, 90_000)


def plant_city(seed: int) -> dict[str, Planted]:
    """Return the forums of a random city: 3 to 12 with 5,000 to 90,000 residents each, 8 to 60 areas in all."""
    rng = np.random.default_rng(seed)
    number = int(rng.integers(FORUMS[0], FORUMS[1] + 1))
    areas = int(rng.integers(max(AREAS[0], number), AREAS[1] + 1))
    members = 1 + np.bincount(rng.integers(0, number, areas - number), minlength=number)
    return {f"F{place}": _plant(int(count), rng) for place, count in enumerate(members)}


def _plant(members: int, rng: np.random.Generator) -> Planted:
    kind = Kind(rng.choice(list(Kind)))
    if kind is Kind.POLARISED and members == 1:
        kind = Kind.NONE
    residents = np.exp(rng.uniform(np.log(RESIDENTS[0]), np.log(RESIDENTS[1])))
    parts = rng.dirichlet(np.full(members, 4.0))
    if kind is Kind.POLARISED:
        members -= members % 2
        parts = np.repeat(rng.dirichlet(np.full(members // 2, 4.0)) / 2, 2)  # pairs of the same size, one up and one down
    sizes = np.maximum(np.round(residents * parts), 200).astype(int)
    level = np.exp(rng.normal(0.1, 0.2, (members, 1)) + rng.normal(0.0, 0.1, (members, len(INDICATORS))))
    points, sign = rng.uniform(LEAST, MOST) / 100, rng.choice([-1.0, 1.0])
    shift = np.zeros((members, len(INDICATORS)))
    chosen = rng.permutation(len(INDICATORS))
    moved = {Kind.LEVEL: 6, Kind.HALF: 3, Kind.ONE: 1}.get(kind, 0)
    if moved:
        shift[:, chosen[:moved]] = sign * points * 6 / moved
    if kind is Kind.POLARISED:
        level = np.repeat(level[::2], 2, axis=0)
        shift = np.tile([[points], [-points]], (members // 2, 1)) * np.ones(len(INDICATORS))
    before = np.maximum(level, 0.5 + np.abs(shift))
    planted = tuple(
        Area(int(size), tuple(map(float, one)), tuple(map(float, one + moves)))
        for size, one, moves in zip(sizes, before, shift, strict=True)
    )
    up = Verdict.WORSE if sign > 0 else Verdict.BETTER
    return Planted(kind, up if moved else Verdict.UNCHANGED, int(sizes.sum()), planted)
