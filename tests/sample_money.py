"""Money and organisation of the hand-written reports. All numbers are invented."""

from __future__ import annotations

from datetime import date
from typing import Final

from pipeline.input.plan_phase import Phase
from pipeline.report.model.money import (
    AdministrationRow,
    AgreedTerms,
    ForumMoney,
    Funding,
    PhaseTotal,
    PlanBudget,
    PlanCheck,
    PlanFigures,
    PlanPapers,
    PlanRow,
    YearlyBudget,
)
from pipeline.report.model.organisation import ActivityRow, Contract, Organisation


def _check(day: date | None, ok: bool = True) -> PlanCheck:
    return PlanCheck(day, ok and day is not None)


def _plan(
    name: str,
    applicant: str,
    estates: int,
    first: int,
    budget: int,
    phase: Phase,
    papers: tuple[PlanCheck, PlanCheck, PlanCheck],
    tmf: float = 0.125,
) -> PlanRow:
    return PlanRow(
        plan=name,
        applicant=applicant,
        applicant_ok=True,
        estates=estates,
        start=date(first, 1, 1),
        end=date(first + 3, 12, 31),
        period_ok=True,
        phase=phase,
        budget=PlanBudget(budget, 0.875 - tmf, tmf >= 0.125, tmf, tmf >= 0.125, 0.125, round((0.125 - tmf) * budget)),
        papers=PlanPapers(*papers),
    )


def _typical_plans() -> tuple[PlanRow, ...]:
    return (
        _plan(
            "Sammen om Nørrebro",
            "Boligforeningen Eksempel A",
            6,
            2022,
            21_600_000,
            Phase.ENDED,
            (_check(date(2021, 11, 3)), _check(date(2021, 12, 14)), _check(date(2021, 12, 2))),
        ),
        _plan(
            "Nørrebro i bevægelse",
            "Boligselskabet Eksempel B",
            4,
            2023,
            18_400_000,
            Phase.RUNNING,
            (_check(date(2022, 10, 18)), _check(date(2022, 12, 1)), _check(date(2023, 1, 26), ok=False)),
        ),
        _plan(
            "Ydre Nørrebro sammen",
            "Almene Boliger Eksempel C",
            3,
            2024,
            12_000_000,
            Phase.RUNNING,
            (_check(date(2023, 11, 9)), _check(date(2023, 12, 19)), _check(None)),
            0.115,
        ),
        _plan(
            "Plan 2026",
            "Boligselskabet Eksempel B",
            2,
            2026,
            14_400_000,
            Phase.PLANNED,
            (_check(date(2025, 10, 20)), _check(date(2025, 12, 16)), _check(None)),
        ),
    )


ADMINISTRATIONS: Final = (
    AdministrationRow("Beskæftigelse og Integration", None, 620_000, 0.020),
    AdministrationRow("Børn og Ungdom", None, 940_000, 0.030),
    AdministrationRow("Kultur og Fritid", None, 480_000, 0.015),
    AdministrationRow("Social: kontant", None, 1_520_000, 0.049),
    AdministrationRow("Social: timer", 4_250, 1_360_000, 0.044),
    AdministrationRow("Sundhed og Omsorg", None, 510_000, 0.016),
    AdministrationRow("Teknik og Miljø", None, 440_000, 0.014),
    AdministrationRow("Økonomi", None, 230_000, 0.007),
)


def typical_money() -> ForumMoney:
    """Return four plans, one of them with too small a municipal share."""
    before, now = YearlyBudget(7_800_000, "2008–2011"), YearlyBudget(7_600_000, "2023–2027")
    return ForumMoney(
        before=Funding(before, 31_200_000, 21_900_000, 6_100_000, 3_200_000, 0, 8),
        now=Funding(now, 30_400_000, 22_920_000, 3_680_000, 3_600_000, 200_000, 1),
        figures=PlanFigures(running=2, planned=1, ended=1, in_order=1, before=before, now=now),
        shortfall_dkk=120_000,
        agreed=AgreedTerms(0.125, 0.75, 4),
        plans=_typical_plans(),
        totals=(PhaseTotal(Phase.RUNNING, 2, 30_400_000), PhaseTotal(Phase.PLANNED, 1, 14_400_000), PhaseTotal(Phase.ENDED, 1, 21_600_000)),
        administrations=ADMINISTRATIONS,
        hourly_rate_dkk=320,
        plan_heading="To helhedsplaner i gang, én planlagt og én afsluttet: ét bidrag uden for det aftalte og to manglende godkendelser",
    )


def typical_organisation() -> Organisation:
    """Return the activities, steering groups and contracts of one forum."""
    return Organisation(
        levels=(
            ActivityRow("By", 0, 3, 0, 3, "Kommunens syv forvaltninger"),
            ActivityRow("Bydel", 3, 15, 3, 15, "Det boligsociale forum"),
            ActivityRow("Afdeling", 20, 6, 0, 0, "Boligorganisationer og afdelingsbestyrelser"),
        ),
        themes=(
            ActivityRow("Fritidsjob, UU-vejledning og fremskudt jobindsats", 5, 7, 1, 5),
            ActivityRow("Samarbejde om børne-ungearbejde i bydelen", 9, 6, 1, 4),
            ActivityRow("Opsøgende sundhedsindsats", 2, 3, 0, 3),
            ActivityRow("Møde mellem kommune og udsatte familier, ældre mv.", 3, 4, 0, 3),
            ActivityRow("Brobygning til kultur- og foreningsliv", 4, 4, 1, 3),
        ),
        total=ActivityRow("I alt", 23, 24, 3, 18),
        bridges_before=3,
        bridges_now=12,
        groups_before=26,
        groups_now=6,
        own_groups_before=5,
        own_groups_now=1,
        contracts=(
            Contract("SK-2024-01", "Socialforvaltningen", date(2024, 2, 1)),
            Contract("SK-2025-03", "Beskæftigelses- og Integrationsforvaltningen", date(2025, 4, 14)),
        ),
    )
