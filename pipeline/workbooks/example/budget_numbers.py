"""Generate the example's budgets: who pays what in which year, before and now.

Enters: the plans and a random generator. Leaves: the table of budget lines, in whole kroner or whole hours.
Never: rounding that changes a share: under the present arrangement every year's total divides evenly.

Before, several administrations pay a part each, SOF in cash and in staff hours; now TMF pays for all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, TypeAlias

import numpy as np

from pipeline.workbooks.example.cards import deck
from pipeline.workbooks.example.plan_numbers import ExamplePlan
from pipeline.workbooks.tables import Table, Value, collect

Line: TypeAlias = tuple[Value, ...]

YEARS_BEFORE: Final = (2008, 2009, 2010, 2011)
STEP_DKK: Final = 8_000  # 75 %, 12.5 % and 11.5 % of it are whole kroner
LBF_PERMILLE: Final = 750
LEAST_DKK, MOST_DKK = 8_200_000, 23_800_000
BEFORE_TO_NOW: Final = (0.42, 0.58)
LBF_BEFORE: Final = (0.68, 0.72)
HOUSING_BEFORE: Final = (0.095, 0.105)
ADMINISTRATION_WEIGHTS: Final = {"BIF": 2.0, "BUF": 3.0, "KFF": 1.5, "SOF": 5.0, "SUF": 1.6, "TMF": 1.4, "ØKF": 0.8}
ADMINISTRATIONS_PER_PLAN: Final = (2, 5)
CASH_WITH_HOURS: Final = "SOF"
HOURS_PART: Final = (0.4, 0.5)  # as a part of SOF's contribution
HOURLY_RATE_DKK: Final = 320
HOURS_STEP: Final = 25  # worth 8,000 kroner


def budget_table(plans: Sequence[ExamplePlan], rng: np.random.Generator) -> Table:
    """Draw the lines of all plans, the earlier arrangement first."""
    lines: list[Line] = []
    for _, group in groupby(plans, key=lambda plan: plan.forum_id):
        own = list(group)
        for plan, administrations in zip(own, _administrations(len(own), rng), strict=True):
            total = float(np.clip(7e6 + 2.3e6 * len(plan.estates) + rng.normal(0, 1.2e6), LEAST_DKK, MOST_DKK))
            lines += _before(plan, total * rng.uniform(*BEFORE_TO_NOW), administrations, rng)
            lines += _now(plan, total, rng)
    return collect(("plan_id", "arrangement", "source", "administration", "year", "budget_dkk", "hours"), lines)


def present_totals(budget: Table) -> Counter[str]:
    """Return each plan's kroner under the present arrangement."""
    totals: Counter[str] = Counter()
    for plan_id, arrangement, amount in zip(budget["plan_id"], budget["arrangement"], budget["budget_dkk"], strict=True):
        if arrangement == "now" and isinstance(amount, int):
            totals[str(plan_id)] += amount
    return totals


def _administrations(plans: int, rng: np.random.Generator) -> Iterator[list[str]]:
    """Yield the administrations that pay for each of a forum's plans; all seven occur if there are enough plans."""
    fewest, most = ADMINISTRATIONS_PER_PLAN
    fewest = min(most, max(fewest, -(-len(ADMINISTRATION_WEIGHTS) // plans)))
    dealt = deck(tuple(ADMINISTRATION_WEIGHTS), rng)
    for number in rng.integers(fewest, most + 1, plans):
        chosen: set[str] = set()
        while len(chosen) < number:
            chosen.add(next(dealt))
        yield sorted(chosen)


def _now(plan: ExamplePlan, total: float, rng: np.random.Generator) -> Iterator[Line]:
    """Yield three lines a year; the housing organisation pays the rest after LBF and TMF."""
    years = range(plan.start.year, plan.end.year + 1)
    for year in years:
        amount = round(total / len(years) * rng.uniform(0.95, 1.05) / STEP_DKK) * STEP_DKK
        lbf, tmf = amount * LBF_PERMILLE // 1000, amount * plan.tmf_permille // 1000
        yield plan.id, "now", "lbf", None, year, lbf, None
        yield plan.id, "now", "municipality", "TMF", year, tmf, None
        yield plan.id, "now", "housing", None, year, amount - lbf - tmf, None


def _before(plan: ExamplePlan, total: float, administrations: Sequence[str], rng: np.random.Generator) -> Iterator[Line]:
    """Yield the earlier lines: LBF, the housing organisation, and each administration's budget item; hours count at their rate."""
    lbf_part, housing_part, hours_part = rng.uniform(*LBF_BEFORE), rng.uniform(*HOUSING_BEFORE), rng.uniform(*HOURS_PART)
    weights = np.array([ADMINISTRATION_WEIGHTS[code] for code in administrations]) * rng.uniform(0.8, 1.25, len(administrations))
    for year in YEARS_BEFORE:
        amount = _thousands(total / len(YEARS_BEFORE) * rng.uniform(0.94, 1.06))
        lbf, housing = _thousands(amount * lbf_part), _thousands(amount * housing_part)
        yield plan.id, "before", "lbf", None, year, lbf, None
        left = amount - lbf - housing
        for code, weight in zip(administrations[:-1], weights[:-1] / weights.sum(), strict=True):
            part = _thousands((amount - lbf - housing) * weight)
            left -= part
            yield from _post(plan.id, code, year, part, hours_part)
        yield from _post(plan.id, administrations[-1], year, left, hours_part)
        yield plan.id, "before", "housing", None, year, housing, None


def _post(plan_id: str, code: str, year: int, amount: int, hours_part: float) -> Iterator[Line]:
    """Yield an administration's cash line, and SOF's hours as well."""
    hours = round(amount * hours_part / HOURLY_RATE_DKK / HOURS_STEP) * HOURS_STEP if code == CASH_WITH_HOURS else 0
    yield plan_id, "before", "municipality", code, year, amount - hours * HOURLY_RATE_DKK, None
    if hours:
        yield plan_id, "before", "municipality", code, year, None, hours


def _thousands(amount: float) -> int:
    return round(amount / 1000) * 1000
