"""The guard: whatever differs between the two years is not compared, and the reports give the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.language.language import load_language
from pipeline.render.document import render_html
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.run import compose_reports
from pipeline.scoring.compare.comparison import MovedLine, Shift
from pipeline.scoring.compare.verdict import Verdict
from tests.broken_inputs import INDICATORS, SETTINGS, Edit, cell, cells, removed, small_input, text
from tests.build import Built, build

NUMBERS = ["change_pp", "low_pp", "high_pp"]
NEW_TEXT = "Disponibel indkomst under 60 % af medianen"
ANOTHER = cells(INDICATORS, "Definitioner", {"C3": NEW_TEXT})
MOVED = f"Ikke sammenlignet: definitionen var »Bruttoindkomst mindst 25 % under medianen« i 2011 og er »{NEW_TEXT}« i 2025"
SAME_LINE = cells(INDICATORS, "Definitioner", {"D3": 162000})
WITHHELD = cells(INDICATORS, "2011", {f"E{row}": ".." for row in range(2, 7)})  # outside the labour market, all areas
ENGLISH = text(SETTINGS, 'language = "da"', 'language = "en"')


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Two forums of the example, with another definition of low income in 2025."""
    return build(small_input(tmp_path_factory.mktemp("guard"), ANOTHER))


def reports_of(built: Built) -> tuple[list[DistrictReport], CityReport]:
    """Return the forums' reports and the city's."""
    *districts, city = compose_reports(built.intake)
    assert isinstance(city, CityReport)
    return [report for report in districts if isinstance(report, DistrictReport)], city


def test_a_line_that_followed_the_incomes_is_compared_and_remarked_on(tmp_path: Path) -> None:
    """The definition is the same, so every unit has its change and verdict, and a remark gives both lines."""
    built = build(small_input(tmp_path))
    assert built.comparison.shifts == {}
    assert built.comparison.moved_lines == {"lavindkomst": MovedLine(162000, 214000)}
    low_income = built.comparison.changes.query("indicator == 'lavindkomst'")
    assert set(low_income["level"]) == {"area", "district", "forum"}
    assert low_income[NUMBERS].notna().all(axis=None)
    assert Verdict.NOT_COMPARABLE not in set(low_income["verdict"])
    for report in reports_of(built)[0]:
        remark = "Beboere med lavindkomst: Grænsen fulgte indkomsterne, fra 162.000 kr. i 2011 til 214.000 kr. i 2025."
        assert report.method.caveats.count(remark) == 1
        assert all(all(slope.joined) for slope in report.areas.slopes)
        assert report.answer.key_figures.verdicts.not_judged == 0
    same = build(small_input(tmp_path / "same", SAME_LINE))
    assert same.comparison.moved_lines == {}
    assert same.comparison.changes.equals(built.comparison.changes)


def test_another_definition_takes_every_number_of_the_change_away(small: Built) -> None:
    """Areas, districts and forums: no change, no interval, no verdict, and the definition as the reason; the shares stay."""
    assert small.comparison.shifts == {"lavindkomst": Shift("Bruttoindkomst mindst 25 % under medianen", NEW_TEXT)}
    assert small.comparison.moved_lines == {}
    changes = small.comparison.changes
    low_income = changes[changes["indicator"] == "lavindkomst"]
    assert set(low_income["level"]) == {"area", "district", "forum"}
    assert set(low_income["reason"]) == {"definition"}
    assert set(low_income["verdict"]) == {Verdict.NOT_COMPARABLE}
    assert low_income[NUMBERS].isna().all(axis=None)
    assert low_income[["share_before", "share_now"]].notna().all(axis=None)
    others = changes[changes["indicator"] != "lavindkomst"]
    assert set(others["reason"]) == {""}
    assert others["change_pp"].notna().all()


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (removed(INDICATORS, "Definitioner"), ""),
        (SAME_LINE, ""),
        (cells(INDICATORS, "Definitioner", {"C3": "bruttoindkomst  mindst 25 % under MEDIANEN", "D3": 162000}), ""),
        (cells(INDICATORS, "Definitioner", {"C3": "Disponibel indkomst under 60 % af medianen"}), "definition"),
        (cells(INDICATORS, "Definitioner", {"C3": "Ny afgrænsning", "D2": None, "D3": None}), "definition"),
    ],
    ids=["no sheet", "same line", "same words", "both", "definition"],
)
def test_what_is_the_same_is_compared_and_another_definition_is_not(edit: Edit, reason: str, tmp_path: Path) -> None:
    """Without a sheet or with the same line and definition there is a verdict; a definition tells more than a line."""
    changes = build(small_input(tmp_path, edit)).comparison.changes
    low_income = changes[changes["indicator"] == "lavindkomst"]
    assert set(low_income["reason"]) == {reason}
    assert low_income["change_pp"].notna().all() == (reason == "")
    assert (Verdict.NOT_COMPARABLE in set(low_income["verdict"])) == (reason != "")


def test_an_area_with_another_boundary_says_that_first(tmp_path: Path) -> None:
    """The reason of the whole area outranks that of one indicator, and takes all six changes away."""
    changes = build(small_input(tmp_path, cell(INDICATORS, "2025", "C2", "2016"))).comparison.changes
    area = changes[changes["unit_id"] == "NOR-01"]
    assert area["reason"].tolist() == ["boundary"] * 6
    assert area[NUMBERS].isna().all(axis=None)


def test_a_missing_year_is_a_reason_too(tmp_path: Path) -> None:
    """A number that the source withholds in one year leaves nothing to compare, and the forum's row says for which years."""
    built = build(small_input(tmp_path, WITHHELD))
    changes = built.comparison.changes
    assert set(changes.loc[changes["indicator"] == "uden_for_arbejdsmarkedet", "reason"]) == {"missing"}
    for report in reports_of(built)[0]:
        assert report.answer.indicators[0].not_comparable == "Ikke sammenlignet: der er intet tal for 2011 og 2025"


def test_index_criteria_and_status_of_each_year_stay(small: Built, tmp_path: Path) -> None:
    """They measure against the city of the same year, so a line that moved changes none of them."""
    same = build(small_input(tmp_path, SAME_LINE))
    assert same.scores.units.equals(small.scores.units)
    assert same.comparison.decomposition.equals(small.comparison.decomposition)


def test_the_reports_say_why_and_print_no_change(small: Built) -> None:
    """The row has both shares and words; counts, key figures, headings, questions and caveats are true without it."""
    for report in reports_of(small)[0]:
        (row,) = [one for one in report.answer.indicators if one.id == "lavindkomst"]
        assert row.not_comparable == MOVED
        assert row.chart.alt.endswith(MOVED)
        assert row.before.share.shown
        assert row.now.share.shown
        assert row.change_pp.value is None
        assert row.change_interval is None
        figures = report.answer.key_figures
        assert figures.verdicts.not_judged == 1
        assert figures.verdicts.better + figures.verdicts.worse + figures.verdicts.unchanged + figures.verdicts.unclear == 4
        assert not [question for question in report.answer.questions if "lavindkomst" in question]
        (caveat,) = [
            caveat for caveat in report.method.caveats if caveat.startswith("Beboere med lavindkomst sammenlignes ikke: definitionen")
        ]
        assert "Indeks og status måler mod byen samme år" in caveat
        assert not [caveat for caveat in report.method.caveats if "følger medianen" in caveat]
        assert [slope.joined for slope in report.areas.slopes] == [(one.id != "lavindkomst",) for one in report.answer.indicators]
        html = render_html(report, load_language("da"))
        assert html.count(MOVED) >= 3  # table, chart in words, note below the matrix


def test_the_city_is_not_compared_either(small: Built) -> None:
    """The overview's own change of low income is no number, and the note below its table says why."""
    city = reports_of(small)[1]
    assert [(one.change_pp.value is None, one.not_comparable) for one in city.indicators] == [
        (label.startswith("Lavind"), MOVED if label.startswith("Lavind") else "") for label in (one.short_label for one in city.indicators)
    ]
    assert f"{MOVED}." in render_html(city, load_language("da"))


def test_the_words_are_in_the_reports_language(tmp_path: Path) -> None:
    """English reports give the lines in English, and another definition with both texts."""
    (report, *_), _ = reports_of(build(small_input(tmp_path / "line", ENGLISH)))
    assert any(
        caveat.endswith("the line followed the incomes, from DKK 162,000 in 2011 to 214,000 in 2025.") for caveat in report.method.caveats
    )
    other = cells(INDICATORS, "Definitioner", {"C2": "Gammel", "C3": "Ny"})
    (report, *_), _ = reports_of(build(small_input(tmp_path / "definition", ENGLISH, other)))
    assert report.answer.indicators[2].not_comparable == "Not compared: the definition was “Gammel” in 2011 and is “Ny” in 2025"
