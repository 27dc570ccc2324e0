"""Find copies: a year's numbers, or a row's, that are another year's, an indicator's that are another's, two columns that have changed places.

No single cell of a copy is wrong. What gives it away is that the same numbers stand in (nearly) all areas.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import isnan, log, log2, nan
from operator import itemgetter
from typing import Any, Final

from pipeline.input.same_numbers import FEWEST, Shared, compare
from pipeline.input.schema.indicators import INDICATORS
from pipeline.input.validate.parsed import Parsed, ParsedTable
from pipeline.problems.model import Code, Phrase, Place, Problem

BASES: Final = tuple(indicator for indicator in INDICATORS if indicator.base != "alle boliger")  # dwellings may be the same for years
BETTER_BY: Final = {
    False: 0.85,
    True: 0.7,
}  # in the sample, a column in its place fits 1.1 times as well or better, a swapped one 0.8 or worse
MOST_NEARER: Final = 0.6  # of the areas
COPIED: Final = ("residents", *(one.count_name for one in INDICATORS), *(one.base_name for one in BASES))
NO_CHANCE_IN_A_ROW: Final = 40  # bits: more than for a column, for a small area may be as it was


@dataclass(frozen=True)
class _Series:
    """One column of one year: area → number, without those that are withheld."""

    table: ParsedTable
    column: str
    numbers: Mapping[Hashable, float]

    @property
    def header(self) -> str:
        """The column's header."""
        return self.table.raw.sheet.column(self.column).header


def find_copies(parsed: Parsed, now: int) -> Iterator[Problem]:
    """Yield a finding for each year copied from another, each indicator copied from another, and each pair of columns that look swapped.

    Args:
        parsed: The sheets.
        now: The reported year; later ones are left out.
    """
    tables = sorted((table for table in parsed.all("area_years") if table.year <= now), key=lambda table: table.year)
    city = parsed.one("city_years")
    copied = list(_copied_years(tables)) or list(_copied_rows(tables, city, now))
    yield from copied
    yield from _same_areas(tables)
    yield from _alike(tables)
    if not copied:  # beside a copy, columns in their places may look swapped
        yield from _swapped(tables, city)


def _copied_years(tables: list[ParsedTable]) -> Iterator[Problem]:
    """Yield one finding per sheet and the sheet that it was copied from, with all columns that were."""
    copied: dict[tuple[int, int], list[tuple[_Series, Shared]]] = {}
    for name in COPIED:
        series = [_series(table, name) for table in tables]
        for place, later in enumerate(series):
            found = next(
                ((earlier, shared) for earlier in reversed(series[:place]) if (shared := _shared(earlier, later)).nearly_all), None
            )
            if found is not None:
                copied.setdefault((later.table.year, found[0].table.year), []).append((later, found[1]))
    for (year, before), all_of_it in copied.items():
        columns, shared = [one for one, _ in all_of_it], min((one for _, one in all_of_it), key=lambda one: one.equal)
        facts = {"columns": ", ".join(f"»{one.header}«" for one in columns), "year": year, "before": before, **_facts(shared)}
        yield Problem(Code.YEAR_COPIED, _place(columns), facts)


def _copied_rows(tables: list[ParsedTable], city: ParsedTable | None, now: int) -> Iterator[Problem]:
    """Yield one finding per row, of an area or the city, whose numbers are nearly all those of an earlier year."""
    rows = [(str(one["area_id"]), table.year, table, row, one) for table in tables for row, one in _records(table)]
    if city is not None:
        rows += [("", int(one["year"]), city, row, one) for row, one in _records(city) if not isnan(one["year"]) and one["year"] <= now]
    earlier: dict[str, list[tuple[int, Mapping[Hashable, float]]]] = {}
    for area, year, table, row, record in sorted(rows, key=itemgetter(0, 1)):
        numbers: dict[Hashable, float] = {name: float(record[name]) for name in COPIED if not isnan(record[name])}
        for before, theirs in reversed(earlier.setdefault(area, [])):
            shared = compare(theirs, numbers)
            if shared.nearly_all and shared.bits >= NO_CHANCE_IN_A_ROW:
                facts = {
                    "area": area or Phrase("whole_city"),
                    "year": year,
                    "before": before,
                    "number": shared.equal,
                    "columns": shared.rows,
                }
                yield Problem(Code.ROW_COPIED, table.place(row, "residents"), facts, {"area": area} if area else {})
                break
        earlier[area].append((year, numbers))


def _same_areas(tables: list[ParsedTable]) -> Iterator[Problem]:
    """Yield one finding per area whose numbers are all those of an area above it in the same sheet."""
    for table in tables:
        seen: dict[tuple[float, ...], str] = {}
        for row, record in _records(table):
            numbers = tuple(float(record[name]) for name in COPIED)
            other = seen.setdefault(numbers, record["area_id"])
            if other != record["area_id"] and sum(log2(1 + number) for number in numbers) >= NO_CHANCE_IN_A_ROW:
                facts = {"area": record["area_id"], "year": table.year, "other": other}
                yield Problem(Code.AREA_COPIED, table.place(row, "residents"), facts, {"area": record["area_id"]})


def _records(table: ParsedTable) -> Iterator[tuple[object, Mapping[Hashable, Any]]]:
    return zip(table.frame.index, table.frame.to_dict("records"), strict=True)


def _alike(tables: list[ParsedTable]) -> Iterator[Problem]:
    """Yield each count that is another indicator's, of the same or an earlier year."""
    series = [(indicator, _series(table, indicator.count_name)) for table in tables for indicator in INDICATORS]
    told: set[str] = set()
    for (first, earlier), (second, later) in combinations(series, 2):
        shared = _shared(earlier, later)
        if first is not second and second.id not in told and shared.nearly_all:
            told.add(second.id)
            facts = {
                "column": later.header,
                "other": earlier.header,
                "year": later.table.year,
                "before": earlier.table.year,
                **_facts(shared),
            }
            yield Problem(Code.INDICATOR_COPIED, _place([one for one in (earlier, later) if one.table is later.table]), facts)


def _swapped(tables: list[ParsedTable], city: ParsedTable | None) -> Iterator[Problem]:
    """Yield each pair of indicators whose counts fit the year before only if they change places, the clearest first, each once."""
    told: set[str] = set()
    for before, now in pairwise(tables):
        found: list[tuple[float, Shared, list[_Series]]] = []
        for pair in combinations(INDICATORS, 2):
            series = [_series(table, indicator.count_name) for table in (before, now) for indicator in pair]
            whole = [_of_city(city, one) for one in series]
            fits = [fit for also in (False, True) if (fit := _crossed(series, whole, also_city=also)) is not None]
            found += [(ratio, shared, series[2:]) for ratio, shared in fits]
        for _, shared, columns in sorted(found, key=itemgetter(0)):
            names = {one.column for one in columns}
            if not told & names:
                told |= names
                headers = {"column": columns[0].header, "other": columns[1].header}
                yield Problem(Code.COLUMNS_SWAPPED, _place(columns), {**headers, "year": now.year, "before": before.year, **_facts(shared)})


def _series(table: ParsedTable, column: str) -> _Series:
    pairs = zip(table.frame["area_id"], table.frame[column], strict=True)
    return _Series(table, column, {area: float(number) for area, number in pairs if not isnan(number)})


def _shared(one: _Series, other: _Series) -> Shared:
    return compare(one.numbers, other.numbers)


def _facts(shared: Shared) -> dict[str, object]:
    return {"number": shared.equal, "areas": shared.rows}


def _of_city(city: ParsedTable | None, series: _Series) -> float:
    """Return the city's own number, NaN if there is none."""
    if city is None:
        return nan
    numbers = city.frame.loc[city.frame["year"] == series.table.year, series.column]
    return float(numbers.iloc[0]) if len(numbers) else nan


def _crossed(series: list[_Series], whole: list[float], *, also_city: bool) -> tuple[float, Shared] | None:
    """Return how much better two counts fit the year before if they change places, below 1, and in how many areas; None if they do not.

    Compared is each area's part of the city's count, so that no trend of the city looks like a swap.

    Args:
        series: Both counts before, then both now.
        whole: The city's own counts in the same order.
        also_city: The city's counts have changed places too.
    """
    then, other_then, here, other_here = (one.numbers for one in series)
    areas = set.intersection(*(set(one.numbers) for one in series))
    if len(areas) < FEWEST or not all(number > 0 for number in whole):
        return None
    nearer, straight, crossed = 0, 0.0, 0.0
    city, other_city = (whole[3], whole[2]) if also_city else (whole[2], whole[3])
    for area in areas:
        parts = _part(then[area], whole[0]), _part(other_then[area], whole[1])
        own = abs(_part(here[area], whole[2]) - parts[0]) + abs(_part(other_here[area], whole[3]) - parts[1])
        across = abs(_part(other_here[area], city) - parts[0]) + abs(_part(here[area], other_city) - parts[1])
        nearer += across < own
        straight, crossed = straight + own, crossed + across
    fits = crossed < BETTER_BY[also_city] * straight and nearer >= MOST_NEARER * len(areas)
    return (crossed / straight, Shared(nearer, len(areas), 0)) if fits else None


def _part(number: float, whole: float) -> float:
    return log((number + 1) / whole)


def _place(columns: list[_Series]) -> Place:
    raw = columns[0].table.raw
    letter, *more = (raw.letters[one.column] for one in columns)
    return Place(raw.file, raw.title, letter, tuple(more))
