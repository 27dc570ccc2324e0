"""Generate the example's `indikatorer.xlsx`: residents, bases and counts from the profiles.

Enters: the places, the years and a random generator. Leaves: tables by the schema's column names, with features of real registers:
a withheld count, a new area, and the changed boundary of the area from which it was split off.
Never: a count over its base, or a city below the sum of its areas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipeline.input.cell_values import WITHHELD
from pipeline.input.schema.indicators import INDICATORS
from pipeline.workbooks.example.geography import Geography, Ints, area_residents, city_residents, residents_between
from pipeline.workbooks.example.profiles import (
    AGE_GROUPS,
    CITY_NOISE,
    CITY_SHARES,
    HIGHEST_SHARE,
    LOW_INCOME,
    NOISE,
    PROFILES,
    RESIDENTS_PER_DWELLING,
    Floats,
    city_share,
    draw_profiles,
    low_income_line,
    ratio_weight,
)
from pipeline.workbooks.tables import Table, Value, collect

FIRST_BOUNDARY: Final = "2011"
WITHHELD_AREA: Final = "VAL-02"
WITHHELD_INDICATOR: Final = LOW_INCOME
LOW_INCOME_DEFINITION: Final = "Bruttoindkomst mindst 25 % under medianen"
KINDS: Final = tuple(CITY_SHARES)
REST_OF_CITY: Final = (0.35, 1.1)  # bounds of the ratio that the rest of the city may take for the city to reach its share


@dataclass(frozen=True, slots=True)
class IndicatorTables:
    """The tables of `indikatorer.xlsx`, and the numbers that the plans build on.

    Attributes:
        areas: The areas, one row each.
        city: The whole city, one row per year.
        districts: The districts' residents, one row per district and year.
        definitions: The definition and line of low income, one row per year.
        years: The areas' figures, by year.
        dwellings: Dwellings per area in the last year, in the order of the areas.
        levels: Mean ratio to the city per area in the last profile, in the same order.
    """

    areas: Table
    city: Table
    districts: Table
    definitions: Table
    years: dict[int, Table]
    dwellings: Ints
    levels: Floats


def draw_indicators(geography: Geography, years: Sequence[int], rng: np.random.Generator) -> IndicatorTables:
    """Draw every figure of the areas and of the city.

    Args:
        geography: The places.
        years: Ascending, without repeats.
        rng: Random generator.

    Returns:
        The tables; a district's areas sum to its residents in every year.
    """
    before, now = _profiles(geography, rng)
    size = len(geography.areas)
    young = np.exp(rng.normal(0.0, 0.015, size))
    crowded = np.exp(rng.normal(0.0, 0.02, size)) * (1 + 0.15 * (before[:, KINDS.index("smaa_boliger")] - 1))
    tables: dict[int, Table] = {}
    city: dict[str, list[Value]] = {}
    bases: dict[str, Ints] = {}
    for year in years:
        residents = area_residents(geography, year, years[-1])
        bases = {kind: _base(kind, residents, young, crowded) for kind in KINDS}
        ratios = before + (now - before) * ratio_weight(year)
        aims = np.array([city_share(kind, year) for kind in KINDS]) * (1 + rng.normal(0.0, CITY_NOISE, len(KINDS)))
        shares = np.clip(ratios * (1 + rng.normal(0.0, NOISE, ratios.shape)) * aims, 0, HIGHEST_SHARE)
        counts = {kind: np.rint(bases[kind] * shares[:, place]).astype(np.int64) for place, kind in enumerate(KINDS)}
        tables[year] = _year_table(geography, year, residents, counts, bases)
        row = _city_row(city_residents(geography, year) - int(residents.sum()), dict(zip(KINDS, aims, strict=True)), counts, bases)
        for name, value in ({"year": year, "residents": city_residents(geography, year)} | row).items():
            city.setdefault(name, []).append(value)
    if len(years) > 1:
        tables[years[0]] = _with_withheld(tables[years[0]])
    areas: Table = {
        "area_id": [area.id for area in geography.areas],
        "area": [area.name for area in geography.areas],
        "district_id": [area.district_id for area in geography.areas],
    }
    return IndicatorTables(areas, city, _districts(geography, years), _definitions(years), tables, bases["smaa_boliger"], now.mean(axis=1))


def _districts(geography: Geography, years: Sequence[int]) -> Table:
    """Return the districts' residents; the city also counts those outside all districts."""
    records = [(district.id, year, residents_between(district.residents, year)) for year in years for district in geography.districts]
    return collect(("district_id", "year", "residents"), records)


def _definitions(years: Sequence[int]) -> Table:
    """Return the only definition of low income and its line, which follows the median from year to year."""
    records = [(LOW_INCOME, year, LOW_INCOME_DEFINITION, low_income_line(year)) for year in years]
    return collect(("indicator", "year", "definition", "line_dkk"), records)


def _profiles(geography: Geography, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return the ratios to the city before and now: random for invented areas, from the table for real ones."""
    before, now = draw_profiles(len(geography.areas), rng)
    for position, area in enumerate(geography.areas):
        if area.id in PROFILES:
            before[position], now[position] = PROFILES[area.id]
    return before, now


def _base(kind: str, residents: Ints, young: Floats, crowded: Floats) -> Ints:
    """Return the base of a share; a unit's bases are correlated, so that 16-64 stays within 16-66."""
    part = AGE_GROUPS[kind]
    if part is None:
        return np.rint(residents / RESIDENTS_PER_DWELLING * crowded).astype(np.int64)
    if part == 1.0:
        return residents
    return np.rint(residents * part * young).astype(np.int64)


def _year_table(geography: Geography, year: int, residents: Ints, counts: dict[str, Ints], bases: dict[str, Ints]) -> Table:
    """Return one year's sheet: the areas that exist, with their boundaries of that year."""
    shown = np.flatnonzero(residents)
    redrawn = _redrawn(geography)
    areas = [geography.areas[position] for position in shown]
    table: dict[str, list[Value]] = {
        "area_id": [area.id for area in areas],
        "area": [area.name for area in areas],
        "boundary_version": [str(redrawn[area.id]) if redrawn.get(area.id, year + 1) <= year else FIRST_BOUNDARY for area in areas],
        "residents": residents[shown].tolist(),
    }
    for indicator in INDICATORS:
        table[indicator.count_name] = counts[indicator.id][shown].tolist()
        table[indicator.base_name] = bases[indicator.id][shown].tolist()
    return table


def _with_withheld(table: Table) -> Table:
    """Return a year's table with one count of a small area withheld; its base is kept."""
    name = next(indicator.count_name for indicator in INDICATORS if indicator.id == WITHHELD_INDICATOR)
    hidden = [area == WITHHELD_AREA for area in table["area_id"]]
    return {**table, name: [WITHHELD if hide else value for hide, value in zip(hidden, table[name], strict=True)]}


def _redrawn(geography: Geography) -> dict[str, int]:
    """Return the year of the new boundary for every new area and the area from which it was split off."""
    new = [(area, area.since) for area in geography.areas if area.since is not None]
    return {area.id: since for area, since in new} | {area.carved_from: since for area, since in new if area.carved_from is not None}


def _city_row(outside: int, aims: dict[str, float], counts: dict[str, Ints], bases: dict[str, Ints]) -> dict[str, Value]:
    """Return the city's counts, bases and shares: the areas' plus the rest of the city's, at shares that bring the city to its targets."""
    row: dict[str, Value] = {}
    lowest, highest = REST_OF_CITY
    for indicator in INDICATORS:
        aim = aims[indicator.id]
        in_areas = int(counts[indicator.id].sum())
        rest_base = int(_base(indicator.id, np.array([outside]), np.ones(1), np.ones(1))[0])
        base = int(bases[indicator.id].sum()) + rest_base
        rest_share = min(max((aim * base - in_areas) / rest_base, lowest * aim), highest * aim)
        count = in_areas + round(rest_share * rest_base)
        row |= {indicator.count_name: count, indicator.base_name: base, indicator.share_name: round(count / base, 4)}
    return row
