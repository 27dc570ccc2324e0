"""The legend under the plans shows the signs that stand in the table, and no others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from pipeline.input.plan_phase import Phase
from pipeline.language.language import load_language
from pipeline.render.document import render_html
from pipeline.report.model.money import PlanCheck, PlanPapers, PlanRow
from tests import sample_reports as samples

DANISH = load_language("da")
KEYS: Final = ("ok", "missing", "pending")
IN_PLACE, LATE, NONE = PlanCheck(date(2024, 1, 1), ok=True), PlanCheck(date(2024, 1, 1), ok=False), PlanCheck(None, ok=False)


def plan(papers: PlanCheck, phase: Phase = Phase.RUNNING, *, agreed: bool = True, lbf: bool = True) -> PlanRow:
    """Make a plan with all three papers alike."""
    like = samples.typical().money.plans[0]
    budget = replace(like.budget, tmf_ok=agreed, lbf_ok=lbf)
    return replace(like, papers=PlanPapers(papers, papers, papers), phase=phase, budget=budget)


@pytest.mark.parametrize(
    ("plans", "shown"),
    [
        ([plan(IN_PLACE)], {"ok"}),
        ([plan(LATE)], {"ok", "missing"}),
        ([plan(NONE)], {"ok", "missing"}),
        ([plan(NONE, Phase.PLANNED)], {"ok", "pending"}),
        ([plan(LATE, Phase.PLANNED)], {"ok", "missing"}),
        ([plan(NONE, Phase.PLANNED, agreed=False)], {"missing", "pending"}),
        ([plan(IN_PLACE, lbf=False)], {"ok", "missing"}),
        ([plan(IN_PLACE), plan(NONE, Phase.ENDED), plan(NONE, Phase.PLANNED)], {"ok", "missing", "pending"}),
    ],
)
def test_the_legend_has_the_signs_of_the_table(plans: list[PlanRow], shown: set[str]) -> None:
    """A sign is explained exactly where it is used: papers in place, late, missing or pending, contributions as agreed or not."""
    report = samples.typical()
    page = render_html(replace(report, money=replace(report.money, plans=tuple(plans))), DANISH)
    assert {key for key in KEYS if f"k-{key}" in page} == shown
    table = page[page.index('class="plans"') : page.index("</table>", page.index('class="plans"'))]
    assert {key for key in KEYS if f"g-{key}" in table} == shown
