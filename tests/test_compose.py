"""Composed reports: prose equals table, the city equals its forums, questions follow their rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.input.check_input import Intake, check_input
from pipeline.language.language import load_language
from pipeline.language.rounding import round_printed
from pipeline.releases.pdfs import file_name
from pipeline.report.compose.district import unique_slugs
from pipeline.report.compose.slugs import slug
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.report.words.questions import ask
from pipeline.run import compose_reports
from pipeline.scoring.compare.verdict import Verdict
from tests.build import INPUT

DANISH = load_language("da")


@pytest.fixture(scope="module")
def intake() -> Intake:
    """The project's own input, checked."""
    return check_input(INPUT)


@pytest.fixture(scope="module")
def districts(intake: Intake) -> list[DistrictReport]:
    """The six forums' reports."""
    return [report for report in compose_reports(intake) if isinstance(report, DistrictReport)]


@pytest.fixture(scope="module")
def city(intake: Intake) -> CityReport:
    """The city overview."""
    (overview,) = [report for report in compose_reports(intake) if isinstance(report, CityReport)]
    return overview


def test_the_conclusion_says_the_numbers_of_the_key_figures_and_the_checks_of_the_last_page(districts: list[DistrictReport]) -> None:
    """The levels in the sentence are the printed indices less 100; the checks are those that are listed."""
    for report in districts:
        figures, checks = report.answer.key_figures, report.method.robustness
        levels = [round_printed(index.value or 0.0, 1) - 100 for index in (figures.before.index, figures.now.index)]
        assert all(DANISH.percent(abs(level) / 100) in report.answer.verdict.sentence for level in levels)
        holding = sum(check.holds for check in checks)
        if report.answer.verdict.kind is Verdict.UNCLEAR:
            said = f"Af {DANISH.words(len(checks))} kontrolberegninger viser"
        elif holding == len(checks):
            said = f"Samme konklusion i alle {DANISH.words(holding)} kontrolberegninger."
        else:
            said = f"Samme konklusion i {DANISH.words(holding)} af {DANISH.words(len(checks))} kontrolberegninger."
        assert said in report.answer.verdict.checks
        assert all(bool(check.said) != check.holds for check in checks)


def test_the_share_of_residents_in_deprived_areas_is_that_of_the_matrix(districts: list[DistrictReport]) -> None:
    """Key figure and tile are the residents of the areas whose status says yes, of all; the total row counts these areas."""
    for report in districts:
        inside = [area.residents_now or 0 for area in report.areas.rows if area.now is not None and area.now.status.startswith("Ja")]
        share, yes = sum(inside) / sum(area.residents_now or 0 for area in report.areas.rows), len(inside)
        assert report.answer.key_figures.now.residents.value == pytest.approx(share)
        (tile,) = [tile for tile in report.answer.tiles if tile.own]
        assert (tile.residents_before, tile.residents_now) == tuple(
            one.residents for one in (report.answer.key_figures.before, report.answer.key_figures.now)
        )
        (total,) = [row for row in report.areas.totals if row.name == report.forum]
        assert total.now is not None
        assert total.now.status == f"{yes} af {len(report.areas.rows)}"


def test_the_headline_counts_the_verdicts_of_the_table(districts: list[DistrictReport]) -> None:
    """The key figure's verdicts are those of the judged rows, each counted once."""
    for report in districts:
        judged = [row.verdict for row in report.answer.indicators if row.judged]
        verdicts = report.answer.key_figures.verdicts
        counts = (verdicts.better, verdicts.worse, verdicts.unchanged, verdicts.unclear)
        assert counts == tuple(judged.count(kind) for kind in (Verdict.BETTER, Verdict.WORSE, Verdict.UNCHANGED, Verdict.UNCLEAR))
        assert sum(counts) + verdicts.not_judged == len(judged)


def test_the_heading_of_the_slopes_counts_what_the_reader_sees(districts: list[DistrictReport]) -> None:
    """An indicator is above the city where its printed share is; two shares that print alike are not above each other."""
    for report in districts:
        printed = [(DANISH.share(row.now.share.value or 0), DANISH.share(row.now.city)) for row in report.answer.indicators]
        above = sum(float(own.replace(",", ".")) > float(city.replace(",", ".")) for own, city in printed)
        if 0 < above < len(printed):
            assert f"på {DANISH.words(above)} af {DANISH.words(len(printed))} indikatorer" in report.areas.slope_heading
        else:
            assert ("alle" in report.areas.slope_heading) == (above == len(printed))


def test_the_parts_of_the_index_add_up(districts: list[DistrictReport]) -> None:
    """In every forum with an index: index before + parts = index now, and own + city = total for every indicator."""
    for report in districts:
        parts = report.areas.decomposition
        assert parts is not None
        assert parts.index_before + sum(part.total for part in parts.parts) == pytest.approx(parts.index_now, abs=1e-9)
        assert all(part.own + part.city == pytest.approx(part.total, abs=1e-12) for part in parts.parts)


def test_the_city_is_the_sum_of_its_forums(city: CityReport, districts: list[DistrictReport], intake: Intake) -> None:
    """33 plans, their money, 26 steering groups that became 6, and all activities, each counted in one forum."""
    figures = city.money.figures
    assert (
        figures.running + figures.planned + figures.ended
        == len(intake.tables.plans)
        == sum(len(report.money.plans) for report in districts)
    )
    assert figures.now.dkk == sum(report.money.figures.now.dkk for report in districts)
    assert city.money.now.total_dkk == sum(report.money.now.total_dkk for report in districts)
    assert city.money.before.total_dkk == sum(report.money.before.total_dkk for report in districts)
    groups = (city.organisation.groups_before, city.organisation.groups_now)
    assert groups == tuple(
        sum(getattr(report.organisation, name) for report in districts) for name in ("own_groups_before", "own_groups_now")
    )
    assert groups == tuple((intake.tables.steering_groups["arrangement"] == one).sum() for one in ("before", "now"))
    assert city.organisation.total.now == sum(report.organisation.total.now for report in districts)


def test_the_citys_definitions_hold_the_citys_bases(city: CityReport, intake: Intake) -> None:
    """The overview's last page prints the bases of the whole city, as they stand in the sheet Byen."""
    bases = intake.tables.city[intake.tables.city["year"] == 2025].set_index("indicator")["base"]
    assert [row.base_now.value for row in city.method.definitions] == [bases[indicator.id] for indicator in intake.policy.indicators]


def test_the_city_keeps_the_order_of_the_workbook(city: CityReport, intake: Intake) -> None:
    """No league table: forums stand as in fora.xlsx."""
    assert [line.forum for line in city.lines] == intake.tables.forums["forum"].tolist()


def test_municipal_money_before_is_the_sum_of_its_posts(districts: list[DistrictReport]) -> None:
    """The administrations' posts add up to the municipality's bar, cash and hours."""
    for report in districts:
        assert sum(row.dkk for row in report.money.administrations) == report.money.before.municipality_dkk
        assert len(report.money.administrations) == report.money.before.municipal_posts


def test_without_a_trigger_there_is_one_open_question(districts: list[DistrictReport]) -> None:
    """A forum with nothing to ask about is asked what it recognises."""
    report = districts[0]
    calm = tuple(replace(row, verdict=Verdict.BETTER) for row in report.answer.indicators)
    money = replace(report.money, plans=())
    organisation = replace(report.organisation, total=replace(report.organisation.total, now=0, across_now=0))
    assert ask(calm, [], money, organisation, 2025, DANISH) == ("Hvilke af ændringerne kan forummet genkende fra sit eget arbejde?",)


def test_no_report_asks_more_than_four_questions(districts: list[DistrictReport]) -> None:
    """A forum meeting has an agenda, too."""
    assert all(1 <= len(report.answer.questions) <= 4 for report in districts)


@pytest.mark.parametrize(("name", "expected"), [("Nørrebro", "noerrebro"), ("Amager/Sundby", "amager-sundby"), ("Åse Æble", "aase-aeble")])
def test_file_names_are_ascii(name: str, expected: str) -> None:
    """Danish letters are written out, so that the files open on any system."""
    assert slug(name) == expected


def test_every_report_has_its_own_file_name(intake: Intake) -> None:
    """No report overwrites another, also where names differ in signs alone or are the overview's."""
    names = [file_name(report) for report in compose_reports(intake)]
    assert len(set(names)) == len(names)
    assert unique_slugs(["Valby", "Valby.", "Hele byen", "???"]) == ["valby", "valby-2", "hele-byen-2", "forum"]
