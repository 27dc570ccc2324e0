"""The two years compared: changes with intervals and verdicts, and each forum's conclusion with every check."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, sqrt

from tests.recompute.arithmetic import exact, half_up, newcombe
from tests.recompute.scores import Cell, Scores
from tests.recompute.source import Indicator

WORSE, BETTER, SAME, UNCLEAR, MIXED, APART, UNKNOWN = (
    *("mere udsat", "mindre udsat", "uændret", "uklar", "blandet", "kan ikke sammenlignes", "ikke oplyst"),
)


@dataclass(frozen=True)
class Change:
    """One share's change in percentage points, with interval and verdict; None where there is none."""

    points: Fraction | None
    low: float | None
    high: float | None
    verdict: str


@dataclass(frozen=True)
class Check:
    """One check: the numbers that it changes, and what the rule says of them."""

    points: Fraction | None
    residents: tuple[Fraction | None, Fraction | None]
    says: str
    holds: bool


@dataclass(frozen=True)
class Conclusion:
    """A forum's conclusion."""

    says: str
    index: tuple[Fraction | None, Fraction | None]
    least: Fraction | None
    residents: tuple[Fraction | None, Fraction | None]
    checks: tuple[Check, ...]


def incomparable(scores: Scores) -> set[str]:
    """Return the areas that are not the same in the two years."""
    before, now = scores.source.before, scores.source.now
    areas = {area for area, _ in scores.residents}
    return {
        area
        for area in areas
        if ((area, before) in scores.residents or (area, now) in scores.residents)
        and scores.boundary.get((area, before)) != scores.boundary.get((area, now))
    }


def shifted(scores: Scores) -> set[str]:
    """Return the indicators whose definition differs between the two years."""
    texts = {(row["Indikator"], row["År"]): row["Definition"] for row in scores.source.rows("indikatorer", "Definitioner")}
    years = (scores.source.before, scores.source.now)
    found = {one.id: {texts.get((one.head, year)) for year in years} for one in scores.source.indicators}
    return {name for name, both in found.items() if len(both) > 1}


def compare(scores: Scores, level: str, unit: str, one: Indicator) -> Change:
    """Return the change of one share."""
    source, rules = scores.source, scores.source.settings["changes"]
    then, now = (scores.cells.get((level, unit, year, one.id), Cell(None, None)) for year in (source.before, source.now))
    apart = one.id in shifted(scores) or (level == "Delområde" and unit in incomparable(scores))
    if then.share is None or now.share is None or apart:
        return Change(None, None, None, "ikke sammenlignet")
    points = 100 * (now.share - then.share)
    low = high = None
    if one.sampled:
        level_of = Fraction(rules.get("interval_level", Fraction("0.998")))
        low, high = (100 * end for end in newcombe(now.pair, then.pair, level_of))
    printed = half_up(points, 1)
    if abs(printed) < Fraction(rules["judged_from_pp"]):
        return Change(points, low, high, "uændret")
    if low is not None and high is not None and low <= 0 <= high:
        return Change(points, low, high, "uklar")
    words = ("forbedret", "forværret") if one.judged else ("lavere", "højere")
    return Change(points, low, high, words[points > 0])


def rule(scores: Scores, points: Fraction | None, least: Fraction | None, residents: tuple[Fraction | None, Fraction | None]) -> str:
    """Return what the policy's rule says of an index change and the residents' shares."""
    numbers = scores.source.policy["conclusion"]
    if points is None or least is None:
        return UNKNOWN
    printed = half_up(points, 1)
    if abs(printed) >= least:
        if residents[0] is not None and residents[1] is not None:
            moved = half_up(100 * (residents[1] - residents[0]), 1)
            if moved * printed < 0 and abs(moved) > Fraction(numbers["contrary_pp"]):
                return MIXED
        return WORSE if printed > 0 else BETTER
    small = abs(printed) < Fraction(numbers["least_points"]) and least <= Fraction(numbers["unchanged_up_to"])
    return SAME if small else UNCLEAR


def residents_in(scores: Scores, areas: list[str], factor: Fraction = Fraction(1)) -> tuple[Fraction | None, Fraction | None]:
    """Return the share of residents in deprived areas, before and now; None if the status of an area is not known."""
    found = []
    for year in (scores.source.before, scores.source.now):
        present = scores.areas_in(tuple(areas), year)
        statuses = {area: scores.status(area, year, factor) for area in present}
        if not present or None in statuses.values():
            found.append(None)
            continue
        inside = sum(scores.residents[area, year] for area in present if statuses[area])
        found.append(Fraction(inside, sum(scores.residents[area, year] for area in present)))
    return found[0], found[1]


def conclude(scores: Scores, forum: str) -> Conclusion:
    """Return a forum's conclusion."""
    source, numbers = scores.source, scores.source.policy["conclusion"]
    years = (source.before, source.now)
    areas = next(unit.areas for unit in scores.units if unit.level == "Forum" and unit.id == forum)
    present = [area for area in areas if any((area, year) in scores.residents for year in years)]
    index = (scores.index("Forum", forum, years[0]), scores.index("Forum", forum, years[1]))
    pairs = [tuple(scores.cells.get(("Forum", forum, year, one.id), Cell(None, None)) for year in years) for one in source.indicators]
    least, residents = _least(scores, pairs), residents_in(scores, present)
    points = None if index[0] is None or index[1] is None else index[1] - index[0]
    core = rule(scores, points, least, residents)
    checks: list[Check] = []

    def check(moved: Fraction | None, shares: tuple[Fraction | None, Fraction | None], possible: bool = True) -> None:
        says = rule(scores, moved, least, shares) if possible else UNKNOWN
        checks.append(Check(moved, shares, says, says == core != UNKNOWN))

    moves = _moves(scores, pairs)
    for place in range(len(pairs)):
        check(_mean(scores, moves, place), residents)
    off = Fraction(numbers["other_limits"])
    for factor in (1 - off, 1 + off):
        shares = residents_in(scores, present, factor)
        check(points, shares, None not in shares)
    check(_mean(scores, _differences(scores, pairs)), residents)
    apart = incomparable(scores)
    if apart & set(present):
        same = [area for area in present if area not in apart]
        check(_mean(scores, _moves(scores, [_summed(scores, same, one) for one in source.indicators])), residents_in(scores, same))
    says = core
    if not set(present) - apart:
        says = APART
    elif core != UNKNOWN:
        told = [one.says for one in checks]
        few = Fraction(told.count(core), len(told)) <= Fraction(numbers["holds_over"])
        if few or {WORSE: BETTER, BETTER: WORSE}.get(core) in told:
            says = UNCLEAR
    return Conclusion(says, index, least, residents, () if says in {APART, UNKNOWN} else tuple(checks))


def _summed(scores: Scores, areas: list[str], one: Indicator) -> tuple[Cell, ...]:
    """Return an indicator's sums over some areas, before and now; an area that withholds one of the two is in neither."""
    years = (scores.source.before, scores.source.now)
    cells = {(area, year): scores.cells.get(("Delområde", area, year, one.id), Cell(None, None)) for area in areas for year in years}
    kept = [area for area in areas if all(cells[area, year].share is not None for year in years)]
    if not kept:
        return Cell(None, None), Cell(None, None)
    return tuple(Cell(sum(cells[a, y].count or 0 for a in kept), sum(cells[a, y].base or 0 for a in kept)) for y in years)


def _least(scores: Scores, pairs: list[tuple[Cell, ...]]) -> Fraction | None:
    """Return the smallest change of the index that counts."""
    source, numbers = scores.source, scores.source.policy["conclusion"]
    whole, variance = sum(one.weight for one in source.indicators), 0.0
    for one, pair in zip(source.indicators, pairs, strict=True):
        for year, cell in zip((source.before, source.now), pair, strict=True):
            if cell.share is None or cell.base is None:
                return None
            own = cell.share * (1 - cell.share) / cell.base / scores.city_share(year, one.id) ** 2
            variance += float((one.weight / whole) ** 2 * own)
    error = float(source.policy["index"]["scale"]) * sqrt(variance)
    points = max(float(numbers["least_points"]), float(numbers["chance"]) * error)
    return Fraction(ceil(exact(10 * points)), 10)


def _moves(scores: Scores, pairs: list[tuple[Cell, ...]]) -> list[Fraction | None]:
    """Return each indicator's change of the ratio to the city."""
    years, moves = (scores.source.before, scores.source.now), list[Fraction | None]()
    for one, pair in zip(scores.source.indicators, pairs, strict=True):
        then, now = (None if c.share is None else c.share / scores.city_share(y, one.id) for y, c in zip(years, pair, strict=True))
        moves.append(None if then is None or now is None else now - then)
    return moves


def _differences(scores: Scores, pairs: list[tuple[Cell, ...]]) -> list[Fraction | None]:
    """Return each indicator's change of the difference to the city, as a part of the city's mean share."""
    found = list[Fraction | None]()
    for one, (then, now) in zip(scores.source.indicators, pairs, strict=True):
        c0, c1 = scores.city_share(scores.source.before, one.id), scores.city_share(scores.source.now, one.id)
        gone = then.share is None or now.share is None
        found.append(None if gone else ((now.share or 0) - c1 - (then.share or 0) + c0) / ((c0 + c1) / 2))
    return found


def _mean(scores: Scores, moves: list[Fraction | None], without: int | None = None) -> Fraction | None:
    """Return the weighted mean in index points, without one indicator if asked."""
    kept = [(one.weight, move) for place, (one, move) in enumerate(zip(scores.source.indicators, moves, strict=True)) if place != without]
    if not kept or any(move is None for _, move in kept):
        return None
    scale = Fraction(scores.source.policy["index"]["scale"])
    return scale * sum(weight * (move or 0) for weight, move in kept) / sum(weight for weight, _ in kept)
