"""Findings: what is not as agreed stops nothing, is told with its plan or area, and reaches the report of its forum."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from pipeline.intake import check_input
from pipeline.problems import FINDINGS, Code, Problem
from pipeline.validate.findings import last_day
from pipeline.wording import load_language
from pipeline.wording.problems import describe_handling
from tests.broken_inputs import INDICATORS, PLANS, Case, Edit, accepted, case_name, cell, cells, sheet, told, workbook
from tests.build import INPUT

TOTALS = {"L2": None, "L3": None, "L4": None, "L5": None}


def budget(lines: dict[str, Any]) -> Edit:
    """Change lines of the budget, and leave out the plans' totals, which would be another error."""

    def edit(folder: Path) -> None:
        cells(PLANS, "Budget", lines)(folder)
        cells(PLANS, "Helhedsplaner", TOTALS)(folder)

    return edit


CASES = [
    Case(
        Code.TMF_SHARE_OFF,
        budget({"F118": None, "G118": 1580, "D121": "SOF"}),
        (
            "input/helhedsplaner.xlsx [Budget!G118, F124, F127]: Plan 03 Amager/Sundby: TMF betaler 9,5\N{NO-BREAK SPACE}% af budgettet, ikke 12,5\N{NO-BREAK SPACE}%.",
        ),
        (("plan", "P-03"), ("forum", "F-AMS")),
    ),
    Case(
        Code.LBF_SHARE_OVER,
        budget({"F153": 2792000, "F155": 442000}),
        (
            "input/helhedsplaner.xlsx [Budget!F153, F156, F159, F162]: Plan 04 Amager/Sundby: LBF betaler 75,1\N{NO-BREAK SPACE}% af budgettet, mere end 75,0\N{NO-BREAK SPACE}%.",
        ),
        (("plan", "P-04"), ("forum", "F-AMS")),
    ),
    Case(
        Code.PLAN_TOO_LONG,
        cell(PLANS, "Helhedsplaner", "G4", "01-01-2027"),
        ("input/helhedsplaner.xlsx [Helhedsplaner!G4]: Plan 03 Amager/Sundby varer fra 1. januar 2023 til 1. januar 2027, mere end 4 år.",),
        (("plan", "P-03"), ("forum", "F-AMS")),
    ),
    Case(
        Code.PLAN_WITHOUT_ESTATE,
        cell(PLANS, "Afdelinger", "D2", "P-02"),
        ("input/helhedsplaner.xlsx [Helhedsplaner!A2]: Plan 01 Nørrebro dækker ingen boligafdeling.",),
        (("plan", "P-01"), ("forum", "F-NOR")),
    ),
    Case(
        Code.APPLICANT_NOT_HOUSING,
        cells(PLANS, "Helhedsplaner", {"D2": "Københavns Kommune", "E2": "Kommune"}),
        ("input/helhedsplaner.xlsx [Helhedsplaner!E2]: Plan 01 Nørrebro: ansøgeren Københavns Kommune er ikke en boligorganisation.",),
        (("plan", "P-01"), ("forum", "F-NOR")),
    ),
    Case(
        Code.AGREEMENT_MISSING,
        cell(PLANS, "Helhedsplaner", "H2", None),
        ("input/helhedsplaner.xlsx [Helhedsplaner!H2]: Plan 01 Nørrebro har ingen dateret samarbejdsaftale.",),
        (("plan", "P-01"), ("forum", "F-NOR")),
    ),
    Case(
        Code.AGREEMENT_MISSING,
        cell(PLANS, "Helhedsplaner", "I3", None),
        ("input/helhedsplaner.xlsx [Helhedsplaner!I3]: Plan 02 Nørrebro har ingen dateret samarbejdsaftale.",),
        (("plan", "P-02"), ("forum", "F-NOR")),
    ),
    Case(
        Code.AGREEMENT_SHARED,
        cell(PLANS, "Helhedsplaner", "H4", "SA-2023-01"),
        ("input/helhedsplaner.xlsx [Helhedsplaner!H4]: Plan 03 Amager/Sundby har samme samarbejdsaftale SA-2023-01 som Plan 01 Nørrebro.",),
        (("plan", "P-03"), ("forum", "F-AMS")),
    ),
    Case(
        Code.AGREEMENT_AFTER_START,
        cell(PLANS, "Helhedsplaner", "I2", "02-01-2024"),
        (
            "input/helhedsplaner.xlsx [Helhedsplaner!I2]: Plan 01 Nørrebro: samarbejdsaftalen af 2. januar 2024 er indgået efter starten 1. januar 2024.",
        ),
        (("plan", "P-01"), ("forum", "F-NOR")),
    ),
    Case(
        Code.APPROVAL_MISSING,
        cell(PLANS, "Helhedsplaner", "J2", None),
        ("input/helhedsplaner.xlsx [Helhedsplaner!J2]: Plan 01 Nørrebro starter 1. januar 2024 og mangler kommunens godkendelse.",),
        (("plan", "P-01"), ("forum", "F-NOR")),
    ),
    Case(
        Code.APPROVAL_AFTER_COMMITMENT,
        cell(PLANS, "Helhedsplaner", "J2", "05-10-2023"),
        (
            "input/helhedsplaner.xlsx [Helhedsplaner!J2]: Plan 01 Nørrebro: kommunen godkendte 5. oktober 2023, efter LBF's tilsagn af 4. oktober 2023.",
        ),
        (("plan", "P-01"), ("forum", "F-NOR")),
    ),
    Case(
        Code.COMMITMENT_MISSING,
        cell(PLANS, "Helhedsplaner", "K2", None),
        ("input/helhedsplaner.xlsx [Helhedsplaner!K2]: Plan 01 Nørrebro starter 1. januar 2024 og mangler LBF's tilsagn.",),
        (("plan", "P-01"), ("forum", "F-NOR")),
    ),
    Case(
        Code.COMMITMENT_AFTER_START,
        cell(PLANS, "Helhedsplaner", "K2", "01-01-2024"),
        (
            "input/helhedsplaner.xlsx [Helhedsplaner!K2]: Plan 01 Nørrebro: LBF's tilsagn af 1. januar 2024 er ikke før starten 1. januar 2024.",
        ),
        (("plan", "P-01"), ("forum", "F-NOR")),
    ),
    Case(
        Code.BUDGET_YEAR_OUTSIDE_PLAN,
        cell(PLANS, "Budget", "E30", 2028),
        ("input/helhedsplaner.xlsx [Helhedsplaner!F2]: Plan 01 Nørrebro har budget for 2024–2028, men perioden er 2024–2027.",),
        (("plan", "P-01"), ("forum", "F-NOR")),
    ),
    Case(
        Code.BOUNDARY_CHANGED,
        cell(INDICATORS, "2025", "C3", "2017"),
        ("input/indikatorer.xlsx [2025!C3]: Ydre Nørrebro har en anden afgrænsning i 2025 end i 2011.",),
        (("area", "NOR-02"), ("forum", "F-NOR")),
    ),
    Case(
        Code.AREA_NEW,
        sheet(INDICATORS, "2011", lambda worksheet: worksheet.delete_rows(3)),
        ("input/indikatorer.xlsx [2025!A3]: Ydre Nørrebro er nyt siden 2011.",),
        (("area", "NOR-02"), ("forum", "F-NOR")),
    ),
    Case(
        Code.AREA_CLOSED,
        sheet(INDICATORS, "2025", lambda worksheet: worksheet.delete_rows(6)),
        ("input/indikatorer.xlsx [2011!A6]: Urbanplanen mv. er ikke længere med i tallene for 2025.",),
        (("area", "AMV-01"), ("forum", "F-AMS")),
    ),
    Case(
        Code.BASE_JUMPED,
        cells(INDICATORS, "2025", {"D4": 2988, "J4": 1040}),  # 2134 in 2011: 2987.6 is 40 % more
        (
            "input/indikatorer.xlsx [2025!D4, J4]: Ved Bispeengbuen: »Beboere« går fra 2134 i 2011 til 2988 i 2025, en ændring på mere end 40,0\N{NO-BREAK SPACE}%.",
        ),
        (("area", "NOR-03"), ("forum", "F-NOR")),
    ),
    Case(
        Code.COUNT_WITHHELD,
        cell(INDICATORS, "2025", "I5", ".."),
        ("input/indikatorer.xlsx [2025!I5]: »Lavindkomst« er ikke oplyst af kilden for Ved Frankrigsgade i 2025.",),
        (("area", "AMO-01"), ("forum", "F-AMS"), ("indicator", "lavindkomst")),
    ),
    Case(
        Code.COUNT_WITHHELD,
        cell(INDICATORS, "2011", "J5", ".."),
        ("input/indikatorer.xlsx [2011!J5]: »Lavindkomst« er ikke oplyst af kilden for Ved Frankrigsgade i 2011.",),
        (("area", "AMO-01"), ("forum", "F-AMS"), ("indicator", "lavindkomst")),
    ),
]


OWN = {
    *((Code.APPROVAL_MISSING, "P-04"), (Code.PLAN_TOO_LONG, "P-02"), (Code.TMF_SHARE_OFF, "P-01")),
    (Code.BASE_JUMPED, "AMV-01"),  # its only two sheets lie fourteen years apart
}


def additional(findings: tuple[Problem, ...]) -> list[Problem]:
    """Return the findings that the unbroken small example does not have."""
    return [finding for finding in findings if (finding.code, finding.about.get("plan") or finding.about.get("area")) not in OWN]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_finding_goes_to_its_forum_and_stops_nothing(case: Case, tmp_path: Path) -> None:
    """The run goes on, and the finding says where it stands, what is not as agreed and which plan or area of which forum it concerns."""
    findings = accepted(tmp_path, case.edit).tables.findings
    (found,) = additional(findings)
    assert found.code is case.code
    assert found.is_finding
    assert told((found,)) == list(case.told)
    assert tuple(found.about.items()) == case.about
    assert "{" not in told((found,), "en")[0]


def test_the_project_s_own_input_has_its_six_findings() -> None:
    """The example that comes with the project is accepted, and shows one finding of each of six kinds."""
    findings = check_input(INPUT).tables.findings
    assert [(finding.code, finding.about.get("plan") or finding.about["area"], finding.about["forum"]) for finding in findings] == [
        (Code.APPROVAL_MISSING, "P-20", "F-VES"),
        (Code.PLAN_TOO_LONG, "P-24", "F-HUT"),
        (Code.TMF_SHARE_OFF, "P-01", "F-NOR"),
        (Code.AREA_NEW, "AMV-02", "F-AMS"),
        (Code.BOUNDARY_CHANGED, "AMV-03", "F-AMS"),
        (Code.COUNT_WITHHELD, "VAL-02", "F-VAL"),
    ]


def test_what_is_exactly_as_agreed_is_no_finding(tmp_path: Path) -> None:
    """Papers on the last day that is in time, a share off by the whole tolerance: all in order."""
    papers = cells(PLANS, "Helhedsplaner", {"I2": "01-01-2024", "J4": "22-09-2022", "K2": "31-12-2023"})
    tolerated = budget({"F153": 2772000 + 7412, "F155": 462000 - 7412})
    assert additional(accepted(tmp_path, papers, tolerated).tables.findings) == []


def test_one_krone_beyond_the_tolerance_is_a_finding(tmp_path: Path) -> None:
    """Shares are compared exactly, not as they are printed."""
    edit = budget({"F153": 2772000 + 7413, "F155": 462000 - 7413})
    assert [finding.code for finding in additional(accepted(tmp_path, edit).tables.findings)] == [Code.LBF_SHARE_OVER]


def test_a_plan_from_a_leap_day_lasts_four_years_to_the_eve_of_the_next(tmp_path: Path) -> None:
    """29 February 2024 and 28 February 2028 are four years, and to 28 February 2027 are three; a day more is too long."""
    assert last_day(date(2024, 2, 29), 3) == date(2027, 2, 28)
    leap = cells(PLANS, "Helhedsplaner", {"F2": "29-02-2024", "G2": "28-02-2028"})
    beyond = cells(PLANS, "Helhedsplaner", {"F2": "29-02-2024", "G2": "29-02-2028"})
    assert additional(accepted(tmp_path / "four", leap).tables.findings) == []
    assert [finding.code for finding in additional(accepted(tmp_path / "more", beyond).tables.findings)] == [Code.PLAN_TOO_LONG]


def test_several_plans_without_an_agreement_share_none(tmp_path: Path) -> None:
    """An empty cell is no agreement that two plans could have in common."""
    findings = additional(accepted(tmp_path, cells(PLANS, "Helhedsplaner", {"H2": None, "H3": None})).tables.findings)
    assert [finding.code for finding in findings] == [Code.AGREEMENT_MISSING, Code.AGREEMENT_MISSING]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"D4": 2000}, {"D4": 2800}),  # 40 % more
        ({"D4": 2000}, {"D4": 1200}),  # 40 % less
        ({}, {"D4": 9000, "C4": "2025"}),  # another boundary is another area
        ({"J4": ".."}, {"J4": 1200}),  # nobody knows from what it went
    ],
    ids=str,
)
def test_what_may_be_and_what_cannot_be_compared_is_no_jump(before: dict[str, Any], now: dict[str, Any], tmp_path: Path) -> None:
    """A change by the whole limit is in order, and neither a new boundary nor a withheld base is a jump."""
    findings = accepted(tmp_path, cells(INDICATORS, "2011", before), cells(INDICATORS, "2025", now)).tables.findings
    assert Code.BASE_JUMPED not in [finding.code for finding in additional(findings)]


def test_jumps_are_looked_for_from_sheet_to_sheet(tmp_path: Path) -> None:
    """An area that grows by less than the limit in each step jumps nowhere, though the first and the last sheet lie far apart."""

    def add_2018(book: Workbook) -> None:
        between = book.copy_worksheet(book["2025"])
        between.title = "2018"
        for cell_, earlier in zip(between["D"][1:], (33000, 41000, 2150, 57000, 71000), strict=True):
            cell_.value = earlier
        for base, (letter, part) in {
            "F": ("D", 0.7),
            "H": ("D", 1),
            "J": ("D", 0.8),
            "L": ("D", 0.5),
            "N": ("D", 0.5),
            "P": ("D", 0.7),
        }.items():
            for row in range(2, 7):
                between[f"{base}{row}"] = round(between[f"{letter}{row}"].value * part)
                between[f"{chr(ord(base) - 1)}{row}"] = 1
        city = [one.value for one in book["Byen"][3]]
        book["Byen"].append([2018, *city[1:]])
        book["Definitioner"].append(["Lavindkomst", 2018, "Som i 2011", 162000])

    findings = accepted(tmp_path, workbook(INDICATORS, add_2018)).tables.findings
    assert Code.BASE_JUMPED not in [finding.code for finding in findings]


@pytest.mark.parametrize("code", sorted(FINDINGS))
def test_a_report_says_what_it_did_about_every_finding(code: Code) -> None:
    """Each finding has its handling in both languages."""
    assert all(describe_handling(code, load_language(language)) for language in ("da", "en"))
