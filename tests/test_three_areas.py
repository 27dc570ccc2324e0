"""The hand-checked scenario: every score, change and share equals what a pocket calculator gives. See tests/data/three_areas/README.md."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pipeline.input.schema.indicators import INDICATORS
from pipeline.language.language import load_language
from pipeline.problems.model import Code
from pipeline.render.formats import Formats
from pipeline.report.model.district import DistrictReport
from pipeline.run import compose_reports
from pipeline.scoring.compare.verdict import Verdict
from tests.build import THREE_AREAS, Built, build, copy_three_areas

ORDER = [indicator.id for indicator in INDICATORS]
FEW = "installationsmangler"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The scenario through all stages up to the comparison."""
    return build(copy_three_areas(tmp_path_factory.mktemp("three_areas")))


@pytest.fixture(scope="module")
def report(built: Built) -> DistrictReport:
    """The forum's report."""
    first = compose_reports(built.intake)[0]
    assert isinstance(first, DistrictReport)
    return first


def expected(name: str) -> list[dict[str, str]]:
    """Read a table of expected values."""
    with (THREE_AREAS / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float:
    """Read an expected number such as ``625.75/6``, exactly, then as a float."""
    above, _, below = text.partition("/")
    return float(Fraction(above) / Fraction(below or "1"))


def near(value: float) -> Any:
    """Equal to the last digits that a float has."""
    return pytest.approx(value, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("row", expected("expected_areas.csv"), ids=lambda row: f"{row['unit']}-{row['year']}")
def test_ratios_criteria_index_and_status_are_the_hand_calculated_ones(built: Built, row: dict[str, str]) -> None:
    """Each unit's six ratios, criteria, index and status come out as calculated by hand."""
    shares = built.scores.shares
    of_unit = shares[(shares["unit_id"] == row["unit"]) & (shares["year"] == int(row["year"]))].set_index("indicator")
    assert [of_unit.loc[one, "ratio"] for one in ORDER] == [near(number(text)) for text in row["ratios"].split()]
    units = built.scores.units
    unit = units[(units["unit_id"] == row["unit"]) & (units["year"] == int(row["year"]))].iloc[0]
    assert unit["criteria"] == int(row["criteria"])
    assert unit["index"] == near(number(row["index"]))
    assert unit["deprived"] == (row["deprived"] == "yes")


@pytest.mark.parametrize("row", expected("expected_changes.csv"), ids=lambda row: row["indicator"])
def test_the_forums_changes_and_parts_are_the_hand_calculated_ones(built: Built, row: dict[str, str]) -> None:
    """Each indicator's change, verdict and part of the index change come out as calculated by hand."""
    changes = built.comparison.changes
    change = changes[(changes["unit_id"] == "F-1") & (changes["indicator"] == row["indicator"])].iloc[0]
    assert change["change_pp"] == near(number(row["change_pp"]))
    assert change["verdict"] == Verdict(row["verdict"])
    parts = built.comparison.decomposition
    part = parts[(parts["unit_id"] == "F-1") & (parts["indicator"] == row["indicator"])].iloc[0]
    assert [part["total"], part["own"], part["city"]] == [near(number(row[name])) for name in ("total", "own", "city")]


def test_the_forums_conclusion_is_the_hand_calculated_one(built: Built) -> None:
    """The errors of the table add up to a smallest change of 6.0; −1.2 is under it, and a forum of 4,000 is too small for »unchanged«."""
    rows = expected("expected_errors.csv")
    shares = built.scores.shares.query("unit_id == 'F-1'").set_index(["indicator", "year"])
    for row in rows:
        for year, city in ((2011, 0.2), (2025, 0.16 if row["indicator"] == ORDER[0] else 0.2)):
            share = float(row[f"share_{year}"])
            assert shares.loc[(row["indicator"], year), "share"] == near(share)
            assert 1e6 * share * (1 - share) / 4000 / city**2 == pytest.approx(float(row[f"millionths_{year}"]), abs=5e-4)
    error = 100 / 6 * (sum(float(row[f"millionths_{year}"]) for row in rows for year in (2011, 2025)) / 1e6) ** 0.5
    assert 3.09 * error == pytest.approx(5.913, abs=5e-4)
    result = built.comparison.conclusions["F-1"]
    assert (result.least, result.core, result.verdict) == (6.0, Verdict.UNCLEAR, Verdict.UNCLEAR)
    assert (result.residents_before, result.residents_now) == (0.75, 0.5)
    assert [check.verdict for check in result.checks] == [Verdict.UNCLEAR] * 9
    assert result.checks[0].index_change == near(2.3)


def test_the_parts_add_up_to_the_index_change(report: DistrictReport) -> None:
    """Index before + parts = index now, exactly as printed."""
    parts = report.areas.decomposition
    assert parts is not None
    assert parts.index_before + parts.total == near(parts.index_now)
    assert parts.own + parts.city == near(parts.total)


@pytest.mark.parametrize("row", expected("expected_money.csv"), ids=lambda row: row["arrangement"])
def test_the_money_is_the_hand_calculated_one(report: DistrictReport, row: dict[str, str]) -> None:
    """Years, kroner a year, sums by source and the number of municipal posts come out as calculated by hand, hours at the rate of the settings."""
    funding = report.money.before if row["arrangement"] == "before" else report.money.now
    sums = (funding.total_dkk, funding.lbf_dkk, funding.municipality_dkk, funding.housing_dkk)
    got = (funding.yearly.years, *(str(one) for one in (funding.yearly.dkk, *sums, funding.municipal_posts)))
    assert got == tuple(row[name] for name in ("years", "yearly", "total", "lbf", "municipality", "housing", "posts"))


def test_the_plan_below_the_agreed_share_is_a_finding_with_its_cells(built: Built, report: DistrictReport) -> None:
    """Plan To pays 10 % instead of 12.5 %: a finding, 10,000 kr. below the agreed share, and a line in the report."""
    (finding,) = built.intake.tables.findings
    assert (finding.code, str(finding.place)) == (Code.TMF_SHARE_OFF, "input/helhedsplaner.xlsx [Budget!F6, F12]")
    one, two = (plan.budget for plan in report.money.plans)
    assert (one.tmf_share, one.tmf_ok, one.shortfall_dkk) == (0.125, True, 0)
    assert (two.tmf_share, two.tmf_ok, two.shortfall_dkk) == (0.1, False, 10_000)
    assert [row.text for row in report.method.findings] == [
        "Plan To: TMF betaler 10,0\N{NO-BREAK SPACE}% af budgettet, ikke 12,5\N{NO-BREAK SPACE}%."
    ]


def test_activities_and_steering_groups_are_counted(report: DistrictReport) -> None:
    """One of four activities covered several estates before, one of the running plan's two now; two steering groups became one."""
    total, organisation = report.organisation.total, report.organisation
    assert (total.before, total.across_before, total.now, total.across_now) == (4, 1, 2, 1)
    assert (organisation.groups_before, organisation.groups_now) == (2, 1)
    assert (organisation.bridges_before, organisation.bridges_now) == (1, 1)
    assert sum(level.now for level in organisation.levels) == sum(theme.now for theme in organisation.themes) == total.now


def test_the_small_count_is_written_as_its_class_and_counts_as_its_middle(built: Built, report: DistrictReport) -> None:
    """Cederby's 3 of 2,000 dwellings is under 0.3 % on the page and 2 in the forum's 442; the workbook's own 3 is seen by nobody after that."""
    assert built.intake.tables.indicators.query("area_id == 'C' and year == 2025 and indicator == @FEW")["count"].tolist() == [3.0]
    row = built.scores.shares.query("unit_id == 'C' and year == 2025 and indicator == @FEW").iloc[0]
    assert (row["count"], row["low"], row["high"], row["met"]) == (2.0, 1.0, 4.0, 0.0)
    forum = built.scores.shares.query("unit_id == 'F-1' and year == 2025 and indicator == @FEW").iloc[0]
    assert (forum["count"], forum["low"], forum["high"]) == (442.0, 442.0, 442.0)
    cederby = next(area for area in report.areas.rows if area.name == "Cederby")
    assert cederby.now is not None
    assert Formats(load_language("da")).percent(cederby.now.shares[ORDER.index(FEW)]) == "under 0,3\N{NO-BREAK SPACE}%"


def test_the_input_is_left_as_it_was(tmp_path: Path) -> None:
    """Reading the workbooks changes no byte of them."""
    folder = copy_three_areas(tmp_path)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    build(folder)
    assert {path: path.read_bytes() for path in before} == before
