"""How often a rule of the conclusion finds what was planted in random cities, beside simpler rules on the same numbers.

The seed decides, no clock. Every row is a number of forums against how many there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from math import isnan
from typing import Final

import numpy as np

from benchmarks.look import Look
from benchmarks.row import Row
from pipeline.language.rounding import round_printed
from pipeline.scoring.compare.comparison import Conclusion
from pipeline.scoring.compare.rule import sign_of
from pipeline.scoring.compare.verdict import Verdict
from tests.planted_cities import Kind, Planted, conclude_city, lay_city, plant_city

CITIES, FEW_CITIES = 600, 12
SIZES: Final = {"under 20,000 residents": (0, 20_000), "20,000 to 40,000": (20_000, 40_000), "over 40,000": (40_000, 10**9)}
OF_SIGN: Final = {-1: Verdict.BETTER, 0: Verdict.UNCHANGED, 1: Verdict.WORSE}
CALLED: Final = (Verdict.BETTER, Verdict.WORSE)


def by_number(result: Conclusion) -> Verdict:
    """Go by the number of deprived areas, as version 0.1.0 did before its checks."""
    return OF_SIGN[sign_of(result.deprived_now - result.deprived_before)]


def by_index(result: Conclusion) -> Verdict:
    """Go by the index, from two points on."""
    return _from(result.index_now - result.index_before, 2.0)


def by_residents(result: Conclusion) -> Verdict:
    """Go by the share of residents in deprived areas, from five percentage points on."""
    return _from(100 * (result.residents_now - result.residents_before), 5.0)


def _from(change: float, least: float) -> Verdict:
    if isnan(change):
        return Verdict.UNKNOWN
    printed = round_printed(change, 1)
    return OF_SIGN[sign_of(printed)] if abs(printed) >= least else Verdict.UNCHANGED


RULES: Final[Mapping[str, Callable[[Conclusion], Verdict]]] = {
    "number of deprived areas": by_number,
    "index ± 2": by_index,
    "residents ± 5": by_residents,
    "the rule": lambda result: result.verdict,
}


def measure_verdicts(look: Look) -> list[Row]:
    """Measure every rule on random cities, each drawn twice: the second draw has the same development and other chance."""
    counted = {rule: Counter[str]() for rule in RULES}
    for seed in range(look.size(CITIES, FEW_CITIES)):
        planted = plant_city(seed)
        first, second = (_draw(planted, seed, turn) for turn in (0, 1))
        for forum, truth in planted.items():
            for rule, say in RULES.items():
                counted[rule].update(judge(truth, say(first[forum]), say(second[forum])))
    return [
        Row(f"{name}, {rule}", "", [counted[rule][name]], whole, [counted[rule][whole]])
        for name, whole in _measures()
        for rule in RULES
        if counted[rule][whole]
    ]


def _draw(planted: Mapping[str, Planted], seed: int, turn: int) -> dict[str, Conclusion]:
    areas = {forum: one.areas for forum, one in planted.items()}
    return conclude_city(lay_city(areas, rng=np.random.default_rng([seed, turn])))


def judge(truth: Planted, said: Verdict, again: Verdict) -> Counter[str]:
    """Count one forum: right, called a change where nothing changed, called the opposite, left open, and the same with other chance."""
    (size,) = (name for name, (least, most) in SIZES.items() if least <= truth.residents < most)
    still = truth.verdict is Verdict.UNCHANGED
    return Counter(
        {
            f"forums, {size}": 1,
            f"right, {size}": said is truth.verdict,
            f"unchanged forums, {size}": still,
            f"called a change though there was none, {size}": still and said in CALLED,
            f"called the opposite, {size}": not still and said in CALLED and said is not truth.verdict,
            f"unclear or mixed, {size}": said in {Verdict.UNCLEAR, Verdict.MIXED},
            f"the same with other chance, {size}": said is again,
            f"forums, {truth.kind}": 1,
            f"right, {truth.kind}": said is truth.verdict,
        }
    )


def _measures() -> list[tuple[str, str]]:
    """Return what is counted, and of what."""
    of_all = ("right", "called the opposite", "unclear or mixed", "the same with other chance")
    rows = []
    for size in SIZES:
        rows += [(f"{name}, {size}", f"forums, {size}") for name in of_all]
        rows.append((f"called a change though there was none, {size}", f"unchanged forums, {size}"))
    return rows + [(f"right, {kind}", f"forums, {kind}") for kind in Kind]
