"""What the three ways of `rounding` keep from a reader who has the true totals of districts and forums, and what they cost all others.

The seed decides, no clock. Every row is a number of cases against how many there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import pandas as pd

from benchmarks.look import Look
from benchmarks.row import Row
from pipeline.disclosure.coarsen import STEP, Rounding, coarsen_tables
from pipeline.input.check_input import Intake, check_input
from pipeline.input.tables import Tables
from pipeline.language.rounding import round_printed
from pipeline.scoring.compare.comparison import Comparison
from pipeline.scoring.compare.years import compare_years
from pipeline.scoring.score_areas import score_areas
from pipeline.scoring.scores import Level, Scores
from pipeline.workbooks.configuration_files import write_configuration
from pipeline.workbooks.example.generate import write_example
from tests.extremes import LARGEST, SMALLEST, lay_out
from tests.random_cities import SMALL_AREAS, YEARS, random_city

WAYS: Final[tuple[Rounding, ...]] = ("none", "district", "all")
CITIES, FEW_CITIES = 60, 3  # of each kind
TELLING: Final = 0.05  # percentage points: what a share off by so much prints otherwise
NOTHING_IS_SMALL: Final = 1
KNOWN: Final = ("known/small counts", "known, the district's only area/small counts", "narrowed/small counts")
CELL: Final = ["level", "unit_id", "year", "indicator"]
UNIT: Final = ["level", "unit_id", "year"]


def measure_small_counts(look: Look) -> list[Row]:
    """Measure the sample, the ends of what a forum can be, and random cities."""
    number = look.size(CITIES, FEW_CITIES)
    kinds: dict[str, Iterable[Intake]] = {
        "sample": _example(),
        "smallest and largest": _ends(),
        f"{number} realistic cities": (random_city(seed) for seed in range(number)),
        f"{number} cities of small areas": (random_city(seed, SMALL_AREAS) for seed in range(number)),
    }
    rows = []
    for kind, intakes in kinds.items():
        counted = {way: Counter[str]() for way in WAYS}
        for intake in intakes:
            exact = measure(_leave_exact(intake), intake)
            for way in WAYS:
                tables = coarsen_tables(intake.tables, intake.settings.small_numbers.smallest_shown, way)
                counted[way].update(attack(intake, tables, way))
                counted[way].update(compare(exact, measure(tables, intake)))
        rows += [_row(kind, thing, way, counted[way]) for thing in counted[WAYS[0]] if "/" in thing for way in WAYS]
    return rows


def _example() -> Iterator[Intake]:
    with TemporaryDirectory() as name:
        write_example(Path(name))
        write_configuration(Path(name), YEARS)
        yield check_input(Path(name))


def _ends() -> Iterator[Intake]:
    for size in (SMALLEST, LARGEST):
        with TemporaryDirectory() as name:
            yield check_input(lay_out(Path(name) / "input", size))


def _row(kind: str, thing: str, way: Rounding, counted: Counter[str]) -> Row:
    """Return the row of what was counted, with its total after the slash."""
    name, whole = thing.split("/")
    return Row(f"{kind}: {name}, {way}", "", [counted[thing]], whole, [counted[whole]])


def attack(intake: Intake, tables: Tables, way: Rounding) -> Counter[str]:
    """Count the small counts that a reader knows exactly, and those of which not all numbers of the class are possible.

    The reader has every output of a release and the true totals of all districts, of which those of the forums are sums. Sums, shares,
    criteria and the city's count reveal nothing beyond what is printed of the areas: they are made of it. A district with a number that the
    source withholds is left alone.
    """
    k = intake.settings.small_numbers.smallest_shown
    cells = tables.indicators.assign(true=intake.tables.indicators["count"]).merge(intake.tables.areas, on="area_id")
    small = cells["low"] < cells["high"]
    beside = small.groupby([cells["district_id"], cells["year"], cells["indicator"]]).transform("any")
    rounded = {"none": False & beside, "district": beside, "all": True | beside}[way] & ~small
    possible = [_possible(*cell, k) for cell in zip(cells["low"], cells["high"], cells["base"], rounded, strict=True)]
    cells = cells.assign(possible=pd.Series(possible, index=cells.index, dtype=object))
    found = Counter(dict.fromkeys(KNOWN, 0) | {"small counts": int(small.sum())})
    for _, district in cells.groupby(["district_id", "year", "indicator"]):
        if (district["low"] < district["high"]).any() and district["true"].notna().all():
            found.update(_subtract(district))
    return found


def _possible(low: float, high: float, base: float, rounded: bool, k: int) -> frozenset[int]:
    """Return the counts that print as a cell does: its class, those that round to it, or itself."""
    if np.isnan(low):
        return frozenset()
    if low < high or not rounded:
        return frozenset(range(int(low), int(high) + 1))
    near = range(max(int(low) - STEP, 0), int(min(low + STEP, base)) + 1)
    return frozenset(count for count in near if not _is_small(count, base, k) and min((2 * count + STEP) // (2 * STEP) * STEP, base) == low)


def _is_small(count: int, base: float, k: int) -> bool:
    return 1 <= count < k or 1 <= base - count < k


def _subtract(district: pd.DataFrame) -> Counter[str]:
    """Count what follows for the small counts of one total, by trying every combination of what its cells can be."""
    total, possible = int(district["true"].sum()), list(district["possible"])
    if any(true not in counts for true, counts in zip(district["true"], possible, strict=True)):
        raise ValueError("a count is not among those that print as it does")
    found: Counter[str] = Counter()
    for place, (low, high) in enumerate(zip(district["low"], district["high"], strict=True)):
        if low < high:
            sums = {0}
            for counts in possible[:place] + possible[place + 1 :]:
                sums = {one + count for one in sums for count in counts}
            left = [count for count in possible[place] if total - count in sums]
            known, alone, narrowed = KNOWN
            found[alone if len(district) == 1 else known] += len(left) == 1
            found[narrowed] += 1 < len(left) < len(possible[place])
    return found


def _leave_exact(intake: Intake) -> Tables:
    """Return the tables as they are: nothing is small, and the city's numbers are its own."""
    return replace(coarsen_tables(intake.tables, NOTHING_IS_SMALL, "none"), city=intake.tables.city)


def measure(tables: Tables, intake: Intake) -> tuple[Scores, Comparison]:
    """Score and compare."""
    scores = score_areas(tables, intake.policy, intake.settings.periods)
    return scores, compare_years(scores, tables, intake.policy, intake.settings)


def compare(exact: tuple[Scores, Comparison], shown: tuple[Scores, Comparison]) -> Counter[str]:
    """Count what reads otherwise than the exact numbers would; a small count's share is printed as its class, which is true."""
    shares = exact[0].shares.merge(shown[0].shares, on=CELL, suffixes=("", "_shown")).dropna(subset=["share", "share_shown"])
    units = exact[0].units.merge(shown[0].units, on=UNIT, suffixes=("", "_shown"))
    areas, forums = (units[units["level"] == level] for level in (Level.AREA, Level.FORUM))
    printed = shares[(shares["level"] == Level.AREA) & (shares["low_shown"] == shares["high_shown"])]
    off = 100 * (printed["share"] - printed["share_shown"]).abs() >= TELLING
    verdicts = [exact[1].conclusions[one].verdict != shown[1].conclusions[one].verdict for one in exact[1].conclusions]
    return Counter(
        {
            "shares off/shares of areas": int(off.sum()),
            "shares of areas": len(printed),
            **_differ("criteria", shares["met"], shares["met_shown"]),
            **_differ("statuses", areas["deprived"], areas["deprived_shown"]),
            "indices of forums off/indices of forums": int(_printed(forums["index"]).ne(_printed(forums["index_shown"])).sum()),
            "indices of forums": len(forums),
            "verdicts off/verdicts": sum(verdicts),
            "verdicts": len(verdicts),
        }
    )


def _differ(name: str, exact: pd.Series, shown: pd.Series) -> dict[str, int]:
    known = exact.notna()
    return {
        f"{name} off/{name}": int((known & shown.notna() & exact.ne(shown)).sum()),
        f"{name} not stated/{name}": int((known & shown.isna()).sum()),
        name: int(known.sum()),
    }


def _printed(index: pd.Series) -> pd.Series:
    return index.map(lambda value: round_printed(value, 1)).fillna(-1)
