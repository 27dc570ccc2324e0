"""Plans, budgets, groups, activities and contracts are those of the reported day. See docs/decisions/0014 and tests/data/plan_phases.csv."""

from __future__ import annotations

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.input.check_input import check_input
from pipeline.input.plan_phase import Phase
from pipeline.input.reported_day import find_phase, in_force, is_decided, years_between
from pipeline.problems.model import Code
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.money import YearlyBudget
from pipeline.run import compose_reports
from pipeline.settings.period import Wanted, Years
from tests.broken_inputs import PLANS, SETTINGS, Edit, accepted, cells, codes, refused, small_input, text, told
from tests.build import INPUT, build

ROWS = list(csv.DictReader((Path(__file__).parent / "data" / "plan_phases.csv").read_text("utf-8").splitlines()))
DAY = date(2025, 12, 31)
PAPERS = ("agreement", "approval", "commitment")
LOOKING_BACK = Wanted(date(2026, 6, 1), Years(2011, 2019))


def day_of(row: dict[str, str], name: str) -> date | None:
    """Return a date of a row; None where the cell is empty."""
    return date.fromisoformat(row[name]) if row[name] else None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["case"])
def test_a_plan_has_the_phase_worked_out_by_hand(row: dict[str, str]) -> None:
    """On every side of the day: running, planned, ended, or unknown on that day; and how long it lasts."""
    start, end, day = (date.fromisoformat(row[name]) for name in ("start", "end", "day"))
    decided = is_decided(start, [day_of(row, name) for name in PAPERS], day)
    assert (find_phase(start, end, day) if decided else "") == row["phase"]
    assert years_between(start, end) == sum(map(Fraction, row["years"].split()))


@pytest.mark.parametrize("row", [row for row in ROWS if row["day"] == DAY.isoformat()], ids=lambda row: row["case"])
def test_the_workbook_s_plan_has_that_phase_too(row: dict[str, str], tmp_path: Path) -> None:
    """The dates stand in Excel: the plan has its phase, or is not in the reports at all, neither by itself nor in a sum."""
    columns = {"F2": "start", "G2": "end", "I2": "agreement", "J2": "approval", "K2": "commitment"}
    edit = cells(PLANS, "Helhedsplaner", {cell: day_of(row, name) for cell, name in columns.items()})
    built = build(small_input(tmp_path, edit))
    plans = built.comparison.money.plans.set_index("plan_id")
    assert plans["phase"].to_dict().get("P-01", "") == row["phase"]
    running = plans[plans["phase"] == Phase.RUNNING]
    now = built.comparison.money.funding[built.comparison.money.funding["arrangement"] == "now"]
    assert ("P-01" in running.index) == (row["phase"] == "running")
    assert (now["total_dkk"].sum(), now["yearly_dkk"].sum()) == (running["total_dkk"].sum(), running["yearly_dkk"].sum())
    before = built.comparison.money.funding[built.comparison.money.funding["arrangement"] == "before"]
    assert set(before["forum_id"]) == {"F-NOR", "F-AMS"}
    about = {(finding.code, finding.about.get("plan")) for finding in built.intake.tables.findings}
    later = Code.ROWS_LATER in {code for code, _ in about}
    assert later == (not row["phase"])
    assert later != any(plan == "P-01" for _, plan in about)  # TMF's share of P-01 is off


@pytest.mark.parametrize(
    ("first", "last", "applies"),
    [
        (None, None, True),
        (DAY, None, True),
        (date(2026, 1, 1), None, False),
        (None, DAY, False),
        (None, date(2026, 1, 1), True),
        (date(2020, 1, 1), date(2025, 12, 30), False),
    ],
)
def test_a_row_with_days_is_in_force_as_a_plan_is(first: date | None, last: date | None, *, applies: bool) -> None:
    """The first day is inside, the last day is over at its end; a missing day sets no limit."""
    assert in_force(first, last, DAY) == applies


def with_days(sheet: str, columns: str, days: tuple[date | None, date | None], row: int) -> Edit:
    """Add the columns Fra and Til to a sheet and fill in one row."""
    first, last = columns
    return cells(PLANS, sheet, {f"{first}1": "Fra", f"{last}1": "Til", f"{first}{row}": days[0], f"{last}{row}": days[1]})


@pytest.mark.parametrize(
    ("days", "counted"),
    [
        ((DAY, None), 2),
        ((date(2026, 1, 1), None), 1),
        ((date(2020, 1, 1), DAY), 1),
        ((date(2020, 1, 1), date(2026, 3, 1)), 2),
    ],
)
def test_steering_groups_are_those_of_the_day(days: tuple[date | None, date | None], counted: int, tmp_path: Path) -> None:
    """A group that began later or was closed is not counted; the earlier arrangement's groups stay whatever their days."""
    edits = (with_days("Styregrupper", "EF", days, 5), with_days("Styregrupper", "EF", days, 2))
    built = build(small_input(tmp_path, *edits))
    groups = built.comparison.organisation.groups["arrangement"].value_counts()
    assert (groups["before"], groups["now"]) == (3, counted)
    assert (Code.ROWS_LATER in codes(built.intake.tables.findings)) == (days[0] == date(2026, 1, 1))


def test_activities_are_those_of_running_plans_on_the_day(tmp_path: Path) -> None:
    """Fifteen under »nu«, three of them of a plan that has not begun, one not begun itself: eleven are counted."""
    edit = with_days("Indsatser", "IJ", (date(2026, 1, 1), None), 5)
    activities = build(small_input(tmp_path, edit)).comparison.organisation.activities
    now = activities[activities["arrangement"] == "now"]
    assert (len(now), int(now["counted"].sum())) == (16 - 1, 16 - 1 - 3)
    assert activities.loc[activities["arrangement"] == "before", "counted"].all()


def test_contracts_are_those_of_the_day(tmp_path: Path) -> None:
    """A contract signed the day after is not told, and one that ended on the day neither."""
    edits = (
        cells(PLANS, "Samarbejdskontrakter", {"D2": date(2026, 1, 1)}),
        cells(PLANS, "Samarbejdskontrakter", {"E1": "Til", "D3": date(2020, 1, 1), "E3": DAY}),
    )
    intake = accepted(tmp_path, *edits)
    assert intake.tables.contracts.empty
    (later,) = (finding for finding in intake.tables.findings if finding.code is Code.ROWS_LATER)
    assert told((later,)) == [
        "input/helhedsplaner.xlsx [Samarbejdskontrakter!A2]: Rækker, der først er besluttet eller begyndt efter 31. december 2025: 1. "
        "Rapporterne bruger dem ikke."
    ]


def test_a_period_that_ends_before_it_begins_is_an_error(tmp_path: Path) -> None:
    """The days of a group are checked as a plan's are."""
    (problem,) = refused(tmp_path, with_days("Styregrupper", "EF", (DAY, date(2025, 1, 1)), 5))
    assert (problem.code, problem.place.cell) == (Code.PERIOD_REVERSED, "F5")


def test_a_paper_of_a_later_day_is_missing_on_the_day(tmp_path: Path) -> None:
    """The approval of a running plan is dated after the reported day: on the day it was not there."""
    findings = accepted(tmp_path, cells(PLANS, "Helhedsplaner", {"J2": date(2026, 2, 1)})).tables.findings
    (missing,) = (finding for finding in findings if finding.about.get("plan") == "P-01" and finding.code is not Code.TMF_SHARE_OFF)
    assert (missing.code, missing.place.cell) == (Code.APPROVAL_MISSING, "J2")


def test_the_counting_day_of_the_settings_decides(tmp_path: Path) -> None:
    """On 30 June 2025 a plan that begins on 1 July is planned, and on 31 December it runs."""
    starts = cells(PLANS, "Helhedsplaner", {"F2": date(2025, 7, 1)})
    june = (text(SETTINGS, "month = 12", "month = 6"), text(SETTINGS, "day = 31", "day = 30"))
    phases = [
        build(small_input(tmp_path / name, starts, *edits)).comparison.money.plans["phase"].iloc[0]
        for name, edits in (("a", june), ("b", ()))
    ]
    assert phases == [Phase.PLANNED, Phase.RUNNING]


@pytest.fixture(scope="module")
def now() -> list[DistrictReport | CityReport]:
    """Return the reports of the project's own input."""
    return list(compose_reports(check_input(INPUT)))


def test_the_project_s_plans_are_split_by_the_day(now: list[DistrictReport | CityReport]) -> None:
    """33 plans: 24 run, 5 are planned, 4 ended on the day; Nørrebro's three running ones have 48.9 of the 97.2 million kroner, 12.2 a year."""
    *districts, city = now
    assert isinstance(city, CityReport)
    assert (city.money.figures.running, city.money.figures.planned, city.money.figures.ended) == (24, 5, 4)
    money = districts[0].money
    figures = money.figures
    assert (figures.running, figures.planned, figures.ended) == (3, 3, 0)
    assert [(total.plans, total.budget_dkk) for total in money.totals] == [(3, 48_864_000), (3, 48_336_000), (0, 0)]
    assert figures.now == YearlyBudget(48_864_000 // 4, "2023–2027")
    assert money.now.total_dkk == 48_864_000


def test_an_earlier_report_knows_nothing_of_later_plans() -> None:
    """PERIOD=2011-2019: no plan of the 2020s is printed, and the analyst is told how many rows were left out and which groups have no day."""
    intake = check_input(INPUT, LOOKING_BACK)
    *districts, city = compose_reports(intake)
    assert isinstance(city, CityReport)
    figures = city.money.figures
    assert (figures.running, figures.planned, figures.ended, figures.now.years, city.organisation.total.now) == (0, 0, 0, "", 0)
    assert city.money.before.total_dkk > 0
    assert [district.money.plans for district in districts] == [()] * 6
    found = {finding.code: finding for finding in intake.tables.findings if finding.place.file.endswith(PLANS)}
    assert {code: finding.facts["number"] for code, finding in found.items() if code is not Code.ROWS_LATER} == {Code.GROUPS_UNDATED: 6}
    assert told((found[Code.GROUPS_UNDATED],))[0].endswith(
        "Styregrupper under ordningen nu uden »Fra«: 6. De tæller med 31. december 2019."
    )
