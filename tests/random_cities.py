"""Random cities with small counts, as checked inputs: trees of forums, districts and areas, with the shares of the example's model.

Enters: a seed. Leaves: an intake. For benchmarks and tests of small counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import pandas as pd

from pipeline.input.check_input import Intake, check_input
from pipeline.input.tables import Tables
from pipeline.workbooks.configuration_files import write_configuration
from pipeline.workbooks.example.generate import write_example
from pipeline.workbooks.example.profiles import AGE_GROUPS, CITY_SHARES, RESIDENTS_PER_DWELLING, city_share, draw_profiles, ratio_weight
from tests.build import INPUT

YEARS: Final = (2011, 2015, 2019, 2025)
FORUMS: Final = (3, 12)
AREAS: Final = (8, 60)
AREAS_OF_DISTRICT: Final = 6  # at most
RENOVATED: Final = "installationsmangler"


@dataclass(frozen=True)
class Shape:
    """What a random city is like.

    Attributes:
        residents: Least and most of an area, even on a logarithmic scale.
        renovated: Part of the areas where nearly every dwelling has its installations.
    """

    residents: tuple[int, int] = (1_000, 90_000)
    renovated: float = 0.12


REALISTIC: Final = Shape()
SMALL_AREAS: Final = Shape(residents=(20, 2_000))


@cache
def _example() -> Intake:
    """Return an example, read once, whose places and numbers are replaced."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "input"
        write_example(folder, forums=FORUMS[1], areas=FORUMS[1], plans=0, years=YEARS)
        write_configuration(folder, YEARS)
        return check_input(folder)


def random_city(seed: int, shape: Shape = REALISTIC) -> Intake:
    """Return a random city; one in four has nobody outside its areas."""
    rng = np.random.default_rng(seed)
    example = _example()
    forums = example.tables.forums.head(int(rng.integers(FORUMS[0], FORUMS[1] + 1)))
    areas = _areas(list(forums["forum_id"]), int(rng.integers(AREAS[0], AREAS[1] + 1)), rng)
    counts = _counts(areas["area_id"], shape, rng)
    tables = _replace(example.tables, forums, areas, counts, _city(counts, rng, outside=seed % 4 != 0))
    return replace(example, tables=tables, folder=INPUT)  # the example's own is gone, and has the same policy


def _areas(forums: list[str], number: int, rng: np.random.Generator) -> pd.DataFrame:
    """Deal areas to forums, and those of a forum to districts."""
    owners = sorted([*forums, *rng.choice(forums, max(0, number - len(forums)))], key=forums.index)
    rows, district, room = [], 0, 0
    for place, forum in enumerate(owners):
        if room == 0 or forum != owners[place - 1]:
            district, room = district + 1, int(rng.integers(1, AREAS_OF_DISTRICT + 1))
        room -= 1
        rows.append((f"A{place}", f"Område {place}", f"D{district}", str(forum)))
    return pd.DataFrame(rows, columns=["area_id", "area", "district_id", "forum_id"])


def _counts(areas: pd.Series, shape: Shape, rng: np.random.Generator) -> pd.DataFrame:
    before, now = draw_profiles(len(areas), rng)
    renovated = rng.random(len(areas)) < shape.renovated
    place = list(CITY_SHARES).index(RENOVATED)
    now[renovated, place] = np.exp(rng.uniform(np.log(0.002), np.log(0.2), int(renovated.sum())))
    least, most = np.log(shape.residents)
    residents = np.floor(np.exp(rng.uniform(least, most, len(areas))))
    frames = []
    for year in YEARS:
        ratios = before + (now - before) * ratio_weight(year)
        for column, (indicator, part) in enumerate(AGE_GROUPS.items()):
            base = np.maximum(np.floor(residents * (1 / RESIDENTS_PER_DWELLING if part is None else part)), 1)
            count = rng.binomial(base.astype(int), np.clip(ratios[:, column] * city_share(indicator, year), 0, 0.95))
            frames.append(pd.DataFrame({"area_id": areas, "year": year, "indicator": indicator, "count": count, "base": base}))
    return pd.concat(frames, ignore_index=True).astype({"count": float})


def _city(counts: pd.DataFrame, rng: np.random.Generator, *, outside: bool) -> pd.DataFrame:
    """Return the city's own numbers: its areas, and as many again or fewer outside them with two thirds of their share."""
    city = counts.groupby(["year", "indicator"], as_index=False)[["count", "base"]].sum()
    if outside:
        rest = np.floor(city["base"] * rng.uniform(0.3, 1.5))
        share = city["count"] / city["base"] * rng.uniform(0.5, 0.9, len(city))
        city = city.assign(count=city["count"] + np.floor(rest * share), base=city["base"] + rest)
    return city


def _replace(tables: Tables, forums: pd.DataFrame, areas: pd.DataFrame, counts: pd.DataFrame, city: pd.DataFrame) -> Tables:
    area_years = pd.DataFrame([(area, year, "1", 100, "") for year in YEARS for area in areas["area_id"]])
    area_years.columns = pd.Index(["area_id", "year", "boundary_version", "residents", "cell"])
    return replace(
        tables,
        forums=forums,
        districts=areas[["district_id", "forum_id"]].drop_duplicates().assign(district=lambda frame: frame["district_id"]),
        areas=areas,
        area_years=area_years,
        indicators=counts.assign(count_cell="", base_cell=""),
        city=city.assign(count_cell="", base_cell=""),
        findings=(),
    )
