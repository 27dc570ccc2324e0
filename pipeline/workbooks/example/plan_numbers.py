"""Generate the example's plans: applicant, forum, duration, and the dates of the steps towards the start.

Enters: the places, dwellings per area, the number of plans and a random generator. Leaves: `ExamplePlan` values and the tables of plans and
estates.
Never: a real name. Three plans have one deliberate flaw each, as real portfolios do; all others are clean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from pipeline.workbooks.example.cards import deal
from pipeline.workbooks.example.estate_numbers import ORGANISATIONS, Estate, EstateDeck, estate_table
from pipeline.workbooks.example.geography import Geography, Ints, split_whole
from pipeline.workbooks.example.profiles import Floats
from pipeline.workbooks.tables import Table

START_YEARS: Final = (2022,) * 5 + (2023,) * 9 + (2024,) * 8 + (2025,) * 6 + (2026,) * 5
PLAN_YEARS: Final = 4
TMF_PERMILLE: Final = 125
LOW_TMF_PERMILLE: Final = 115
ROOM_FOR_FLAWS: Final = 4  # plans; with fewer, all are clean
FRIDAY: Final = 4


@dataclass(frozen=True, slots=True)
class ExamplePlan:
    """One plan with its estates.

    Attributes:
        approval: Date of the municipality's approval; None if missing.
        tmf_permille: TMF's share of every year's budget.
    """

    id: str
    name: str
    forum_id: str
    applicant: str
    start: date
    end: date
    agreement: str
    agreement_date: date
    approval: date | None
    commitment: date
    tmf_permille: int
    estates: tuple[Estate, ...]


def draw_plans(geography: Geography, plans: int, dwellings: Ints, levels: Floats, rng: np.random.Generator) -> tuple[ExamplePlan, ...]:
    """Draw the plans, forum by forum.

    Args:
        geography: The places.
        plans: Number of plans.
        dwellings: Dwellings per area, which limit its estates.
        levels: Mean ratio to the city per area; estates are placed where it is high.
        rng: Random generator.
    """
    members = geography.forum_areas()
    sizes = np.sqrt([len(members[forum.id]) for forum in geography.forums])
    forums = [forum for forum, quota in zip(geography.forums, split_whole(plans, sizes), strict=True) for _ in range(quota)]
    starts = deal(START_YEARS, plans, rng)
    applicants = deal(ORGANISATIONS, plans, rng)
    estates = EstateDeck(dwellings, levels, rng)
    agreements: dict[int, int] = {}
    drawn: list[ExamplePlan] = []
    for number, (forum, start_year, applicant) in enumerate(zip(forums, starts, applicants, strict=True), 1):
        approval, commitment, agreed = _steps(start_year, rng)
        agreements[agreed.year] = agreements.get(agreed.year, 0) + 1
        drawn.append(
            ExamplePlan(
                id=f"P-{number:02d}",
                name=f"Plan {number:02d} {forum.name}",
                forum_id=forum.id,
                applicant=applicant,
                start=date(start_year, 1, 1),
                end=date(start_year + PLAN_YEARS - 1, 12, 31),
                agreement=f"SA-{agreed.year}-{agreements[agreed.year]:02d}",
                agreement_date=agreed,
                approval=approval,
                commitment=commitment,
                tmf_permille=TMF_PERMILLE,
                estates=estates.draw(members[forum.id], applicant),
            )
        )
    return _with_flaws(drawn)


def plan_tables(plans: Sequence[ExamplePlan], geography: Geography, totals: Mapping[str, int]) -> dict[str, Table]:
    """Return the tables of plans and of estates; `totals` are the plans' present kroner."""
    table: Table = {
        "plan_id": [plan.id for plan in plans],
        "plan": [plan.name for plan in plans],
        "forum_id": [plan.forum_id for plan in plans],
        "applicant": [plan.applicant for plan in plans],
        "applicant_type": ["housing_organisation"] * len(plans),
        "start": [plan.start for plan in plans],
        "end": [plan.end for plan in plans],
        "agreement": [plan.agreement for plan in plans],
        "agreement_date": [plan.agreement_date for plan in plans],
        "approval_date": [plan.approval for plan in plans],
        "commitment_date": [plan.commitment for plan in plans],
        "budget_total_dkk": [totals[plan.id] for plan in plans],
    }
    estates = [(plan.id, geography.areas[estate.area].id, estate) for plan in plans for estate in plan.estates]
    return {"plans": table, "estates": estate_table(estates)}


def _steps(start_year: int, rng: np.random.Generator) -> tuple[date, date, date]:
    """Return the dates of approval, commitment and agreement: working days in this order, in the autumn before the start."""
    approval = _working_day(date(start_year - 1, 8, 17) + timedelta(days=int(rng.integers(0, 55))))
    commitment = _working_day(approval + timedelta(days=int(rng.integers(14, 40))))
    return approval, commitment, _working_day(commitment + timedelta(days=int(rng.integers(5, 22))))


def _working_day(day: date) -> date:
    """Return the day, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > FRIDAY else day


def _with_flaws(plans: Sequence[ExamplePlan]) -> tuple[ExamplePlan, ...]:
    """Give three plans one flaw each: TMF's share too low, approval missing, five years instead of four.

    They are in different forums if there are several, so that each report has at most one of them.
    """
    if len(plans) < ROOM_FOR_FLAWS:
        return tuple(plans)
    flawed: dict[str, ExamplePlan] = {}
    for flaw, start_year in FLAWS:
        taken = {plan.forum_id for plan in flawed.values()}
        free = [plan for plan in plans if plan.id not in flawed]
        chosen = min(free, key=lambda plan: (plan.start.year != start_year, plan.forum_id in taken))
        flawed[chosen.id] = flaw(chosen)
    return tuple(flawed.get(plan.id, plan) for plan in plans)


def _low_share(plan: ExamplePlan) -> ExamplePlan:
    return replace(plan, tmf_permille=LOW_TMF_PERMILLE)


def _no_approval(plan: ExamplePlan) -> ExamplePlan:
    return replace(plan, approval=None)


def _five_years(plan: ExamplePlan) -> ExamplePlan:
    return replace(plan, end=date(plan.start.year + PLAN_YEARS, 12, 31))


FLAWS: Final[tuple[tuple[Callable[[ExamplePlan], ExamplePlan], int], ...]] = ((_low_share, 2024), (_no_approval, 2026), (_five_years, 2022))
