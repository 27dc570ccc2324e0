"""Findings: deviations from what was agreed do not stop the run, name their plan or area, and reach the forum's report."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from pipeline.input.check_input import check_input
from pipeline.input.reported_day import last_day
from pipeline.language.language import load_language
from pipeline.problems.describe import describe_handling
from pipeline.problems.model import FINDINGS, Code, Problem
from tests.broken_inputs import INDICATORS, PLANS, Case, Edit, accepted, case_name, cells, read_cases, told, workbook
from tests.build import INPUT

TOTALS = {"L2": None, "L3": None, "L4": None, "L5": None}


def budget(lines: dict[str, Any]) -> Edit:
    """Change lines of the budget, and leave out the plans' totals, which would be another error."""

    def edit(folder: Path) -> None:
        cells(PLANS, "Budget", lines)(folder)
        cells(PLANS, "Helhedsplaner", TOTALS)(folder)

    return edit


CASES = read_cases("findings.csv")


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
