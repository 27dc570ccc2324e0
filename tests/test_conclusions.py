"""A forum's conclusion on real numbers: the rule on its own numbers, and on those of every check, none left out."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from math import isnan
from pathlib import Path

import pytest

from pipeline.disclosure.protect import protect_input
from pipeline.input.check_input import check_input
from pipeline.report.model.district import DistrictReport
from pipeline.run import compare_input, compose_reports
from pipeline.scoring.compare.comparison import CheckKind
from pipeline.scoring.compare.rule import conclude, confirm
from pipeline.scoring.compare.verdict import Verdict
from pipeline.settings.period import Wanted, Years
from tests.broken_inputs import INDICATORS, Edit, cells, small_input
from tests.build import INPUT, Built, build

B, S, U, M, W, X = Verdict.BETTER, Verdict.UNCHANGED, Verdict.UNCLEAR, Verdict.MIXED, Verdict.WORSE, Verdict.UNKNOWN
LIMITS = {CheckKind.THRESHOLD_LOWER, CheckKind.THRESHOLD_HIGHER}


@pytest.fixture(scope="module")
def built() -> Built:
    """The project's own example input through all stages up to the comparison."""
    return build(INPUT)


@pytest.mark.parametrize(
    ("forum", "verdict", "least", "said"),
    [
        ("Nørrebro", B, 2.1, {B: 9}),
        ("Amager/Sundby", B, 2.0, {B: 10}),
        ("Bispebjerg", M, 2.6, {M: 5, W: 2, S: 1, U: 1}),
        ("Vesterbro/Sydhavnen", B, 2.3, {B: 9}),
        ("Husum/Tingbjerg", S, 2.6, {S: 9}),
        ("Valby/Vigerslev", U, 2.4, {U: 5, W: 2, S: 2}),
    ],
)
def test_the_samples_forums_are_called_what_was_worked_out_beside_the_program(
    built: Built, forum: str, verdict: Verdict, least: float, said: dict[Verdict, int]
) -> None:
    """Conclusion, smallest change and what the checks say, as decision 15 has them."""
    ids = built.intake.tables.forums.set_index("forum")["forum_id"]
    result = built.comparison.conclusions[ids[forum]]
    assert (result.verdict, result.least) == (verdict, least)
    assert Counter(check.verdict for check in result.checks) == said


def test_every_check_is_the_rule_of_the_conclusion(built: Built) -> None:
    """The same function gives each check's word from the numbers that it prints, and the conclusion from the words of all."""
    rule = built.intake.policy.conclusion
    for result in built.comparison.conclusions.values():
        own = conclude(result.index_now - result.index_before, result.least, 100 * (result.residents_now - result.residents_before), rule)
        assert own is result.core
        for check in result.checks:
            residents = 100 * (check.residents[1] - check.residents[0])
            assert check.verdict is conclude(check.index_change, result.least, residents, rule)
            assert check.holds == (check.verdict is result.core)
        assert result.verdict is confirm(result.core, [check.verdict for check in result.checks], rule)


def test_every_forum_is_looked_at_in_all_ways(built: Built) -> None:
    """Six indicators left out, limits lower and higher, percentage points; comparable areas where some are not: nine or ten."""
    tables = built.intake.tables
    touched = set(tables.areas.loc[tables.areas["area_id"].isin(list(built.comparison.incomparable)), "forum_id"])
    assert touched
    for forum, one in built.comparison.conclusions.items():
        kinds = Counter(check.kind for check in one.checks)
        assert kinds[CheckKind.WITHOUT_INDICATOR] == 6
        assert all(kinds[kind] == 1 for kind in (*LIMITS, CheckKind.DIFFERENCE))
        assert kinds[CheckKind.COMPARABLE_AREAS] == (forum in touched)
        assert len(one.checks) == 9 + (forum in touched)


def test_the_residents_share_is_that_of_the_areas_that_are_deprived(built: Built) -> None:
    """Residents of the areas with the status over the residents of all, from the sheet of each year."""
    tables, status = built.intake.tables, built.scores.units.query("level == 'area'").set_index(["unit_id", "year"])["deprived"]
    for forum, one in built.comparison.conclusions.items():
        areas = tables.areas.loc[tables.areas["forum_id"] == forum, "area_id"]
        for year, share in ((2011, one.residents_before), (2025, one.residents_now)):
            rows = tables.area_years[(tables.area_years["year"] == year) & tables.area_years["area_id"].isin(areas)]
            inside = sum(int(n) for area, n in zip(rows["area_id"], rows["residents"], strict=True) if status[area, year] == 1)
            assert share == pytest.approx(inside / rows["residents"].sum(), rel=1e-12)


def test_a_status_that_is_not_known_is_no_no_also_with_other_limits(tmp_path: Path) -> None:
    """Four withheld numbers decide an area: the share is not known, and both checks of the limits cannot be made and do not hold."""
    withheld = cells(INDICATORS, "2025", {f"{column}2": ".." for column in "EGIK"})
    built = build(small_input(tmp_path, withheld))
    area = str(built.intake.tables.areas["area_id"].iloc[0])
    unit = built.scores.units.query("level == 'area' and unit_id == @area and year == 2025").iloc[0]
    assert isnan(unit["deprived"])
    forum = built.intake.tables.areas.set_index("area_id").loc[area, "forum_id"]
    result = built.comparison.conclusions[str(forum)]
    assert isnan(result.residents_now)
    checks = {check.kind: check for check in result.checks}
    assert [(checks[kind].verdict, checks[kind].holds) for kind in sorted(LIMITS)] == [(X, False)] * 2
    assert len(result.checks) == 9
    assert (result.count(X), result.holding) == (2, sum(check.verdict is result.core for check in result.checks))


def test_a_forum_without_an_index_is_not_stated(tmp_path: Path) -> None:
    """One indicator withheld in all areas: no index, no smallest change, and no check of what is not concluded."""
    built = build(small_input(tmp_path, cells(INDICATORS, "2011", {f"E{row}": ".." for row in range(2, 7)})))
    for result in built.comparison.conclusions.values():
        assert (result.verdict, result.checks) == (X, ())
        assert isnan(result.least)


def _sample(folder: Path, edit: Edit) -> Path:
    """Copy the sample input and change it."""
    copied = Path(shutil.copytree(INPUT, folder / "input"))
    edit(copied)
    return copied


def test_a_forum_without_a_comparable_area_has_no_change_anywhere(tmp_path: Path) -> None:
    """Where page 1 says that the years cannot be compared, no indicator has improved beside it, and no waterfall says that the index fell."""
    redrawn = {f"C{row}": "2026" for row in range(2, 6)}
    redrawn_forum, other, *_ = compose_reports(check_input(_sample(tmp_path, cells(INDICATORS, "2025", redrawn))))
    assert isinstance(redrawn_forum, DistrictReport)
    assert isinstance(other, DistrictReport)
    answer, areas = redrawn_forum.answer, redrawn_forum.areas
    assert {row.verdict for row in answer.indicators} == {Verdict.NOT_COMPARABLE} == {answer.verdict.kind}
    assert {row.not_comparable for row in answer.indicators} == {"Ikke sammenlignelig: områdets afgrænsning er ændret siden 2011"}
    assert not any(row.change_pp.shown for row in answer.indicators)
    assert areas.decomposition is None
    assert redrawn_forum.method.checks_heading == ""
    assert redrawn_forum.method.robustness == ()
    assert Verdict.BETTER in {row.verdict for row in other.answer.indicators}


def test_only_the_year_that_the_source_lacks_is_named(tmp_path: Path) -> None:
    """A number withheld in 2011 leaves the area out of both years, but the source does give that of 2025."""
    folder = small_input(tmp_path, cells(INDICATORS, "2011", {f"E{row}": ".." for row in range(2, 7)}))
    for report in compose_reports(check_input(folder)):
        if isinstance(report, DistrictReport):
            assert report.answer.verdict.plain.partition(": ")[2].startswith("Kilden oplyser ikke beboere uden for arbejdsmarkedet i 2011.")


def test_an_area_with_another_boundary_and_a_new_one_are_not_compared(built: Built) -> None:
    """Their changes are no numbers but a reason, in all six indicators."""
    changes = built.comparison.changes
    apart = changes[changes["unit_id"].isin(list(built.comparison.incomparable))]
    assert len(apart) == 6 * len(built.comparison.incomparable) > 0
    assert set(apart["verdict"]) == {Verdict.NOT_COMPARABLE}


def test_a_withheld_number_is_left_out_of_the_forums_sums_of_both_years(built: Built) -> None:
    """The forum's low-income base is the sum of the other areas' in both compared years, so that the same areas are compared."""
    tables = built.intake.tables
    withheld = tables.indicators[tables.indicators["count"].isna()].iloc[0]
    forum = tables.areas.set_index("area_id").loc[withheld["area_id"], "forum_id"]
    members = set(tables.areas.loc[tables.areas["forum_id"] == forum, "area_id"]) - {withheld["area_id"]}
    shares = built.scores.shares
    for year in (built.intake.settings.periods.before, built.intake.settings.periods.now):
        of_year = shares[(shares["year"] == year) & (shares["indicator"] == withheld["indicator"])].set_index("unit_id")
        assert of_year.loc[forum, "base"] == of_year.loc[list(members), "base"].sum()


def test_a_share_that_moves_beside_an_unchanged_conclusion_is_explained() -> None:
    """Where it moves by more than the rule calls contrary, and nowhere else."""
    intake = check_input(INPUT, Wanted(date(2026, 3, 1), Years(2015, 2019)))
    reports = [report for report in compose_reports(intake) if isinstance(report, DistrictReport)]
    said = {report.forum: "Konklusionen følger indikatorerne" in report.answer.verdict.plain for report in reports}
    rule = intake.policy.conclusion
    moved = {
        forum_id: result.verdict is Verdict.UNCHANGED and abs(100 * (result.residents_now - result.residents_before)) > rule.contrary_pp
        for forum_id, result in compare_input(protect_input(intake))[1].conclusions.items()
    }
    assert {report.forum_id: said[report.forum] for report in reports} == moved
    assert set(moved.values()) == {True, False}
