"""Questions state facts and ask about them: each figure in a question is worked out here from the rows that triggered it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from pipeline.input.plan_phase import Phase
from pipeline.language.language import load_language
from pipeline.report.model.figures import MISSING, Figure
from pipeline.report.model.indicators import AreaRow, AreaYear
from pipeline.report.model.money import PlanBudget, PlanCheck, PlanRow
from pipeline.report.words.questions import ask
from tests import sample_money

DANISH = load_language("da")
MONEY = sample_money.typical_money()
QUIET = replace(sample_money.typical_organisation(), total=replace(sample_money.typical_organisation().total, now=0, across_now=0))
RUNNING = next(plan for plan in MONEY.plans if plan.phase is Phase.RUNNING and plan.budget.tmf_ok)
APPROVED = PlanCheck(date(2022, 12, 1), ok=True)


def asked_of(*plans: PlanRow, now: int = 2025) -> list[str]:
    """Return the questions about some plans, and about nothing else, with plain spaces."""
    questions = ask((), [], replace(MONEY, plans=plans), QUIET, now, DANISH)
    return [question.replace("\N{NO-BREAK SPACE}", " ") for question in questions]


def plan(**changes: Any) -> PlanRow:
    """Return a running plan in order, with changes."""
    budget = {name: changes.pop(name) for name in PAID_BY & changes.keys()}
    papers = replace(RUNNING.papers, approval=changes.pop("approval", APPROVED))
    return replace(RUNNING, plan="Plan 1", budget=replace(RUNNING.budget, **budget), papers=papers, **changes)


OPEN = "Hvilke af ændringerne kan forummet genkende fra sit eget arbejde?"
PAID_BY = {field.name for field in fields(PlanBudget)}
PAID = {"total_dkk": 15_608_000, "tmf_ok": False}
OFF = "<b>Plan 1: TMF betaler {} af budgettet</b> i stedet for 12,5 %. Det er {} kr. {}"


@pytest.mark.parametrize(
    ("changes", "question"),
    [
        ({}, OPEN),
        # 12.5 % of 15,608,000 is 1,951,000, of which TMF pays 1,794,920: 156,080 less; nothing is missing, others pay it
        (
            PAID | {"tmf_share": 0.115, "housing_share": 0.135, "shortfall_dkk": 156_080},
            OFF.format("11,5 %", "156.080", "mindre; boligorganisationerne betaler 13,5 %. Er den fordeling aftalt?"),
        ),
        (PAID | {"tmf_share": 0.135, "shortfall_dkk": -156_080}, OFF.format("13,5 %", "156.080", "mere. Er det aftalt?")),
        (PAID | {"tmf_share": 0.115, "shortfall_dkk": 156_080, "phase": Phase.ENDED}, OPEN),
        (
            {"period_ok": False, "start": date(2022, 1, 1), "end": date(2026, 12, 31)},
            "<b>Plan 1 varer mere end fire år</b>, fra 1. januar 2022 til 31. december 2026. Er det aftalt, at planen varer længere?",
        ),
        (
            {"approval": PlanCheck(None, ok=False), "start": date(2023, 1, 1)},
            "<b>Plan 1 mangler kommunens godkendelse</b> og startede 1. januar 2023. Hvornår foreligger den?",
        ),
        (
            {"approval": PlanCheck(None, ok=False), "start": date(2026, 1, 1), "end": date(2029, 12, 31), "phase": Phase.PLANNED},
            "<b>Plan 1 mangler kommunens godkendelse</b> og starter 1. januar 2026. Hvornår foreligger den?",
        ),
        ({"approval": PlanCheck(None, ok=False), "phase": Phase.ENDED}, OPEN),
        ({"end": date(2025, 12, 31), "phase": Phase.ENDED}, "<b>Plan 1 sluttede i 2025</b>. Hvilke af indsatserne skal fortsætte?"),
        ({"end": date(2025, 12, 31)}, "<b>Plan 1 slutter i 2025</b>. Hvilke af indsatserne skal fortsætte?"),
        ({"end": date(2024, 12, 31), "phase": Phase.ENDED}, OPEN),
    ],
)
def test_a_question_says_what_the_plan_says(changes: dict[str, Any], question: str) -> None:
    """Shares, kroner, days and the agreed years are the plan's; where nothing is amiss nothing is asked."""
    assert asked_of(plan(**changes)) == [question]


def area_year(met: tuple[bool | None, ...]) -> AreaYear:
    """Return a year with these criteria; what is not known has no share."""
    shares = tuple(MISSING if one is None else Figure(0.3) for one in met)
    return AreaYear(shares, met, (False,) * len(met), Figure(sum(one is True for one in met)), Figure(120.0), "")


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("110000", "111100", "fire af seks kriterier, før to af seks kriterier"),
        ("11000?", "111100", "fire af seks kriterier, før to af de fem kriterier, der er oplyst"),
        ("1?0000", "1111?0", "fire af de fem kriterier, der er oplyst, før ét af de fem kriterier, der er oplyst"),
    ],
)
def test_criteria_are_told_of_how_many_that_are_known(before: str, now: str, said: str) -> None:
    """Two of five known criteria are not two of six: what the source withholds could have been met."""
    years = [area_year(tuple({"1": True, "0": False, "?": None}[sign] for sign in signs)) for signs in (before, now)]
    area = AreaRow("Ydre", 1000, years[0], years[1], (), "")
    questions = ask((), [(area, years[0], years[1])], replace(MONEY, plans=()), QUIET, 2025, DANISH)
    assert questions == (f"<b>Ydre opfylder {said}</b>. Skal området have sin egen indsats?",)


@pytest.mark.parametrize(
    ("across", "said"),
    [
        (0, "<b>Ingen af tre indsatser dækker flere afdelinger</b>. Hvilke kunne gøre det?"),
        (1, "<b>Én af tre indsatser dækker flere afdelinger</b>. Hvilke af de andre kunne gøre det?"),
    ],
)
def test_where_no_activity_is_across_estates_there_are_no_others(across: int, said: str) -> None:
    """»The others« are those beside the ones that cover several estates."""
    few = replace(QUIET, total=replace(QUIET.total, now=3, across_now=across))
    assert ask((), [], replace(MONEY, plans=()), few, 2025, DANISH) == (said,)
