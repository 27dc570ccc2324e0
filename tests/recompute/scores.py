"""Small counts, sums, shares, criteria, index and status, unit by unit, in exact fractions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from tests.recompute.source import Indicator, Row, Source, number


@dataclass(frozen=True)
class Cell:
    """A count over its base, None where withheld, with the lowest and highest count of its class."""

    count: int | None
    base: int | None
    low: int | None = None
    high: int | None = None

    @property
    def share(self) -> Fraction | None:
        """The share."""
        return None if self.count is None or self.base is None else Fraction(self.count, self.base)

    @property
    def pair(self) -> tuple[int, int]:
        """Count and base of a cell that has them."""
        assert self.count is not None
        assert self.base is not None
        return self.count, self.base

    @property
    def small(self) -> bool:
        """Whether it is printed as a class."""
        return self.low is not None and self.high is not None and self.low < self.high


@dataclass(frozen=True)
class Unit:
    """An area, district or forum, with the areas that it sums."""

    level: str
    id: str
    name: str
    forum: str
    areas: tuple[str, ...]


@dataclass
class Scores:
    """Everything that is said of one year alone."""

    source: Source
    units: list[Unit] = field(default_factory=list)
    cells: dict[tuple[str, str, int, str], Cell] = field(default_factory=dict)  # level, unit, year, indicator
    city: dict[tuple[int, str], Cell] = field(default_factory=dict)
    residents: dict[tuple[str, int], int] = field(default_factory=dict)  # of areas
    boundary: dict[tuple[str, int], str] = field(default_factory=dict)
    forum_name: dict[str, str] = field(default_factory=dict)

    def city_share(self, year: int, indicator: str) -> Fraction:
        """Return the city's share."""
        share = self.city[year, indicator].share
        assert share is not None
        return share

    def ratio(self, level: str, unit: str, year: int, indicator: str) -> Fraction | None:
        """Return the share as a multiple of the city's."""
        cell = self.cells.get((level, unit, year, indicator))
        return None if cell is None or cell.share is None else cell.share / self.city_share(year, indicator)

    def met(self, level: str, unit: str, year: int, one: Indicator, factor: Fraction = Fraction(1)) -> bool | None:
        """Return whether a criterion is met, None where it is not known."""
        cell = self.cells.get((level, unit, year, one.id))
        if cell is None or cell.share is None or cell.low is None or cell.high is None or cell.base is None:
            return None
        limit = one.times * factor * self.city_share(year, one.id)
        answers = {Fraction(end, cell.base) >= limit for end in (cell.low, cell.high)}
        return answers.pop() if len(answers) == 1 else None

    def status(self, area: str, year: int, factor: Fraction = Fraction(1)) -> bool | None:
        """Return whether an area is deprived, None where it is not known."""
        met = [self.met("Delområde", area, year, one, factor) for one in self.source.indicators]
        least = self.source.policy["statuses"][0]["minimum_criteria"]
        if met.count(True) >= least:
            return True
        return False if met.count(True) + met.count(None) < least else None

    def index(self, level: str, unit: str, year: int) -> Fraction | None:
        """Return the index, None if a number is missing."""
        ratios = [self.ratio(level, unit, year, one.id) for one in self.source.indicators]
        known = [ratio * one.weight for ratio, one in zip(ratios, self.source.indicators, strict=True) if ratio is not None]
        if len(known) < len(ratios):
            return None
        return Fraction(self.source.policy["index"]["scale"]) * sum(known) / sum(one.weight for one in self.source.indicators)

    def areas_in(self, areas: tuple[str, ...], year: int) -> list[str]:
        """Return those of the areas that have a row in the year's sheet."""
        return [area for area in areas if (area, year) in self.residents]


def score(source: Source) -> Scores:
    """Return the scores of every unit and year."""
    scores = Scores(source)
    district_of = {row["Område-id"]: row["Bydel-id"] for row in source.rows("indikatorer", "Områder")}
    scores.forum_name = {row["Forum-id"]: row["Forum"] for row in source.rows("fora", "Fora")}
    counted = _read_areas(source, scores)
    _coarsen(source, scores, counted, district_of)
    scores.units = list(_units(source, district_of, scores.forum_name))
    not_summed = _left_out(source, counted)
    for unit in scores.units:
        for year in source.years:
            for one in source.indicators:
                parts = [(area, counted[area, year, one.id]) for area in scores.areas_in(unit.areas, year)]
                if parts:
                    added = parts[0][1] if unit.level == "Delområde" else _add(parts, not_summed, year, one.id)
                    scores.cells[unit.level, unit.id, year, one.id] = added
    return scores


def _read_areas(source: Source, scores: Scores) -> dict[tuple[str, int, str], Cell]:
    counted = {}
    for year in source.years:
        for row in source.rows("indikatorer", str(year)):
            area = row["Område-id"]
            scores.residents[area, year], scores.boundary[area, year] = row["Beboere"], row["Grænseversion"]
            for one in source.indicators:
                counted[area, year, one.id] = Cell(*_pair(row, one))
    for row in source.rows("indikatorer", "Byen"):
        for one in source.indicators:
            scores.city[row["År"], one.id] = Cell(*_pair(row, one))
    return counted


def _pair(row: Row, one: Indicator) -> tuple[int | None, int | None]:
    return number(row[f"{one.head}, antal"]), number(row[f"{one.head}, basis"])


def _coarsen(source: Source, scores: Scores, counted: dict[tuple[str, int, str], Cell], district_of: dict[str, str]) -> None:
    """Replace small counts, those beside them, and the city's where it would tell them."""
    rules = source.settings["small_numbers"]
    k, rounding = rules["smallest_shown"], rules.get("rounding", "district")
    for key, cell in counted.items():
        counted[key] = _classify(cell, k)
    touched = {(district_of[area], year, indicator) for (area, year, indicator), cell in counted.items() if cell.small}
    slack: dict[tuple[int, str], int] = defaultdict(int)
    sums: dict[tuple[int, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for (area, year, indicator), cell in counted.items():
        beside = rounding == "all" or (rounding == "district" and (district_of[area], year, indicator) in touched)
        if cell.count is not None and not cell.small and beside:
            nearest = 5 * floor(Fraction(cell.count, 5) + Fraction(1, 2))
            nearest = nearest if cell.base is None else min(nearest, cell.base)
            counted[area, year, indicator] = Cell(nearest, cell.base, nearest, nearest)
            wide = 5
        else:
            wide = 0 if cell.low is None or cell.high is None else cell.high - cell.low
        if cell.share is not None:
            sums[year, indicator] = tuple(map(sum, zip(sums[year, indicator], counted[area, year, indicator].pair, strict=True)))
            slack[year, indicator] += wide
    for key, city in scores.city.items():
        count, base = sums[key]
        rest, rest_base = city.pair[0] - count, city.pair[1] - base
        kept = rest_base >= 1000 and slack[key] <= rest <= rest_base - slack[key]
        if count > 0 and not kept:
            scores.city[key] = Cell(count, base)


def _classify(cell: Cell, k: int) -> Cell:
    count, base = cell.count, cell.base
    if count is None:
        return cell
    few, rest = 1 <= count < k, base is not None and 1 <= base - count < k
    if (few or rest) and base is not None and base <= 2 * k - 2:
        low, high = (0, base) if base < k else (1, base - 1)
        return Cell((1 + high) // 2, base, low, high)
    if few:
        return Cell(k // 2, base, 1, k - 1)
    if rest and base is not None:
        return Cell(base - k // 2, base, base - k + 1, base - 1)
    return Cell(count, base, count, count)


def _units(source: Source, district_of: dict[str, str], forum_name: dict[str, str]) -> list[Unit]:
    forum_of = {row["Bydel-id"]: row["Forum-id"] for row in source.rows("fora", "Bydele")}
    areas = [(row["Område-id"], row["Byområde"], row["Bydel-id"]) for row in source.rows("indikatorer", "Områder")]
    found = []
    for forum, name in forum_name.items():
        own = [area for area in areas if forum_of[area[2]] == forum]
        found.append(Unit("Forum", forum, name, name, tuple(area for area, _, _ in own)))
        for row in source.rows("fora", "Bydele"):
            inside = [area for area in own if area[2] == row["Bydel-id"]]
            if inside:
                found.append(Unit("Bydel", row["Bydel-id"], row["Bydel"], name, tuple(area for area, _, _ in inside)))
            found += [Unit("Delområde", area, title, name, (area,)) for area, title, _ in inside]
    return found


def _left_out(source: Source, counted: dict[tuple[str, int, str], Cell]) -> set[tuple[str, int, str]]:
    """Return what is in no sum: withheld itself, or withheld in a compared year, which leaves out the area's number in every year."""
    withheld = {key for key, cell in counted.items() if cell.share is None}
    pairs = {(area, indicator) for area, year, indicator in withheld if year in (source.before, source.now)}
    return withheld | {key for key in counted if (key[0], key[2]) in pairs}


def _add(parts: list[tuple[str, Cell]], not_summed: set[tuple[str, int, str]], year: int, indicator: str) -> Cell:
    kept = [cell for area, cell in parts if (area, year, indicator) not in not_summed]
    if not kept:
        return Cell(None, None)
    if len(kept) == 1:
        return kept[0]
    count, base = sum(cell.count or 0 for cell in kept), sum(cell.base or 0 for cell in kept)
    return Cell(count, base, count, count)
