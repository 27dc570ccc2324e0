"""Inputs that lead to each verdict: real workbooks through the whole pipeline, down to the sentence in the report and on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pypdfium2
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.input.check_input import check_input
from pipeline.language.banned_words import find_banned
from pipeline.language.language import NBSP, load_language
from pipeline.language.rounding import round_printed
from pipeline.render.document import render_html
from pipeline.render.pdf import render_report
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.run import compose_reports
from pipeline.scoring.compare.verdict import Verdict
from tests import sample_reports as samples
from tests.broken_inputs import Edit, workbook
from tests.build import build, copy_three_areas
from tests.reading import Page, texts_in

HIGH, LOW = 0.4, 0.1  # the city's share is 20 %, so 40 % meets every criterion and 10 % none
ROW: Final = {"A": 2, "B": 3, "C": 4}
FIRST_COUNT: Final = 5  # the column of the first indicator's count; its base stands beside it
LOW_INCOME, SMALL_DWELLINGS = 2, 3  # the indicators' places
CITY_2025: Final = "C3"  # fewer outside the labour market than in 2011


def shares(before: str, now: str) -> Edit:
    """Give each area named in a year 40 % of everything and each other one 10 %."""

    def change(book: Workbook) -> None:
        book["Byen"][CITY_2025] = 8200
        book["Byen"]["E3"] = 0.2
        for title, deprived in (("2011", before), ("2025", now)):
            for area, row in ROW.items():
                for indicator in range(6):
                    place(book[title], row, indicator, HIGH if area in deprived else LOW)

    return workbook("indikatorer.xlsx", change)


def place(sheet: Worksheet, row: int, indicator: int, share: float) -> None:
    """Write one count as a share of the base beside it."""
    column = FIRST_COUNT + 2 * indicator
    sheet.cell(row, column).value = round(share * sheet.cell(row, column + 1).value)


def few(title: str, *indicators: int) -> Edit:
    """Leave one of twelve in Cederby: 1 to 4 of 12 are 8 to 33 %, and the limit is 25 %."""

    def change(book: Workbook) -> None:
        for indicator in indicators:
            book[title].cell(ROW["C"], FIRST_COUNT + 2 * indicator).value = 1
            book[title].cell(ROW["C"], FIRST_COUNT + 2 * indicator + 1).value = 12

    return workbook("indikatorer.xlsx", change)


def redrawn(areas: str, *between: int) -> Edit:
    """Give areas another boundary in 2025, and in the last of the years put between, whose sheets are copies."""

    def change(book: Workbook) -> None:
        for year in between:
            copied = book.copy_worksheet(book["2011"])
            copied.title = str(year)
            book["Byen"].append([year, *(cell.value for cell in book["Byen"][2][1:])])
        for title in ("2025", *map(str, between[1:])):
            for area in areas:
                book[title].cell(ROW[area], 3).value = "2016"

    return workbook("indikatorer.xlsx", change)


def absent(title: str, areas: str) -> Edit:
    """Take areas out of a year's sheet."""

    def change(book: Workbook) -> None:
        for area in sorted(areas, reverse=True):
            book[title].delete_rows(ROW[area])

    return workbook("indikatorer.xlsx", change)


@dataclass(frozen=True)
class Told:
    """An input, its verdict, and the sentences."""

    verdict: Verdict
    edits: tuple[Edit, ...]
    danish: str
    english: str


CASES: Final = {
    "better": Told(
        Verdict.BETTER,
        (shares("AB", "A"),),
        "<b>Prøveby er blevet mindre udsat i forhold til byen.</b> De seks indikatorer lå i gennemsnit 25,0 % over byens niveau i 2011 og 12,5 % under i 2025.",
        "<b>Prøveby has become less deprived compared with the city.</b> The six indicators were on average 25.0% above the city's level in 2011 and 12.5% below in 2025.",
    ),
    "worse": Told(
        Verdict.WORSE,
        (shares("", "ABC"),),
        "<b>Prøveby er blevet mere udsat i forhold til byen.</b> De seks indikatorer lå i gennemsnit 50,0 % under byens niveau i 2011 og 100,0 % over i 2025.",
        "<b>Prøveby has become more deprived compared with the city.</b> The six indicators were on average 50.0% below the city's level in 2011 and 100.0% above in 2025.",
    ),
    "same": Told(
        Verdict.UNCLEAR,
        (shares("BC", "BC"),),
        "<b>Tallene kan ikke vise udviklingen i Prøveby i forhold til byen.</b> Med 4.000 beboere kan indekset svinge 6,7 point ved en tilfældighed; det er ændret 0,0 point.",
        "<b>The figures cannot show the development in Prøveby compared with the city.</b> With 4,000 residents the index can swing by 6.7 points by chance; it has changed by 0.0 points.",
    ),
    "unclear": Told(
        Verdict.UNCLEAR,
        (),
        "<b>Tallene kan ikke vise udviklingen i Prøveby i forhold til byen.</b> Med 4.000 beboere kan indekset svinge 6,0 point ved en tilfældighed; det er ændret 1,2 point.",
        "<b>The figures cannot show the development in Prøveby compared with the city.</b> With 4,000 residents the index can swing by 6.0 points by chance; it has changed by 1.2 points.",
    ),
    "small counts that decide nothing": Told(
        Verdict.BETTER,
        (shares("AB", "A"), few("2025", LOW_INCOME, SMALL_DWELLINGS)),
        "<b>Prøveby er blevet mindre udsat i forhold til byen.</b> De seks indikatorer lå i gennemsnit 25,0 % over byens niveau i 2011 og 0,1 % under i 2025.",
        "<b>Prøveby has become less deprived compared with the city.</b> The six indicators were on average 25.0% above the city's level in 2011 and 0.1% below in 2025.",
    ),
    "small counts that decide": Told(
        Verdict.BETTER,
        (shares("AB", "A"), few("2025", *range(4))),
        "<b>Prøveby er blevet mindre udsat i forhold til byen.</b> De seks indikatorer lå i gennemsnit 25,0 % over byens niveau i 2011 og 12,3 % i 2025.",
        "<b>Prøveby has become less deprived compared with the city.</b> The six indicators were on average 25.0% above the city's level in 2011 and 12.3% in 2025.",
    ),
    "redrawn in a known year": Told(
        Verdict.NOT_COMPARABLE,
        (shares("AB", "A"), redrawn("ABC", 2015, 2016)),
        "<b>De to år kan ikke sammenlignes:</b> afgrænsningen blev ændret i 2016.",
        "<b>The two years cannot be compared:</b> the boundary was changed in 2016.",
    ),
    "redrawn between two sheets": Told(
        Verdict.NOT_COMPARABLE,
        (shares("AB", ""), redrawn("ABC")),
        "<b>De to år kan ikke sammenlignes:</b> afgrænsningen blev ændret mellem 2011 og 2025.",
        "<b>The two years cannot be compared:</b> the boundary was changed between 2011 and 2025.",
    ),
    "redrawn, new and closed": Told(
        Verdict.NOT_COMPARABLE,
        (shares("AB", "AB"), redrawn("A"), absent("2011", "B"), absent("2025", "C")),
        "<b>De to år kan ikke sammenlignes:</b> afgrænsningen blev ændret mellem 2011 og 2025, ét delområde er nyt siden 2011, og ét delområde fra 2011 er ikke i tallene for 2025.",
        "<b>The two years cannot be compared:</b> the boundary was changed between 2011 and 2025, one area is new since 2011, and one area of 2011 is not in the numbers of 2025.",
    ),
    "all new": Told(
        Verdict.NOT_COMPARABLE,
        (shares("", "A"), absent("2011", "AB"), absent("2025", "BC")),
        "<b>De to år kan ikke sammenlignes:</b> ét delområde er nyt siden 2011, og ét delområde fra 2011 er ikke i tallene for 2025.",
        "<b>The two years cannot be compared:</b> one area is new since 2011, and one area of 2011 is not in the numbers of 2025.",
    ),
}


def reports(folder: Path, told: Told, code: str) -> tuple[DistrictReport, CityReport]:
    """Run the edited workbooks through the pipeline."""
    folder = copy_three_areas(folder)
    for edit in told.edits:
        edit(folder)
    intake = check_input(folder)
    district, city = compose_reports(replace(intake, settings=intake.settings.model_copy(update={"language": code})))
    assert isinstance(district, DistrictReport)
    assert isinstance(city, CityReport)
    return district, city


@pytest.mark.parametrize("code", ["da", "en"])
@pytest.mark.parametrize("name", CASES)
def test_workbooks_lead_to_their_verdict_and_its_sentence(name: str, code: str, tmp_path: Path) -> None:
    """Counts and boundaries in Excel decide the verdict; report, tile, key figure, overview and page say the same."""
    told = CASES[name]
    district, city = reports(tmp_path, told, code)
    sentence = told.danish if code == "da" else told.english
    assert district.answer.verdict.kind is told.verdict
    assert district.answer.verdict.sentence.replace(NBSP, " ") == sentence
    (tile,) = district.answer.tiles
    figures = district.answer.key_figures
    assert (tile.residents_before, tile.residents_now) == (figures.before.residents, figures.now.residents)
    assert (city.lines[0].verdict, city.lines[0].now.residents) == (told.verdict, figures.now.residents)
    html = render_html(district, load_language(code))
    assert sentence in html.replace(NBSP, " ").replace("&#39;", "'")
    assert [one for text in (*texts_in(district), *texts_in(city), *Page(html).texts) for one in find_banned(text, code)] == []


@pytest.mark.parametrize("name", ["small counts that decide", "redrawn in a known year", "redrawn, new and closed"])
def test_the_pdf_says_what_is_not_known_or_compared(name: str, tmp_path: Path) -> None:
    """The whole sentence stands on the first page, and the report is rendered without complaint."""
    told = CASES[name]
    district, _ = reports(tmp_path, told, "da")
    first = pypdfium2.PdfDocument(render_report(district, load_language("da")))[0].get_textpage().get_text_bounded()
    assert re.sub(r"</?b>", "", told.danish) in re.sub(r"\s+", " ", first)


def test_a_criterion_that_depends_on_a_small_count_is_not_told(tmp_path: Path) -> None:
    """Cederby's four classes of 2025 hold numbers on both sides of the limit: their criteria and its status are told by nobody."""
    district, _ = reports(tmp_path, CASES["small counts that decide"], "da")
    cederby = next(area for area in district.areas.rows if area.name == "Cederby")
    assert cederby.now is not None
    assert cederby.now.met == (None, None, None, None, False, False)
    assert cederby.now.status == "Ikke oplyst"
    html = render_html(district, load_language("da"))
    assert html.count('‡<span class="vh"> kriteriet er ikke oplyst</span>') == 4
    assert "‡ kriteriet er ikke oplyst: det afhænger af, hvilket af tallene det er" in html


def test_a_class_that_agrees_and_a_missing_number_have_no_such_mark(tmp_path: Path) -> None:
    """Two of a thousand meet nothing, whichever number it is; neither has a number that nobody knows."""
    district, _ = reports(tmp_path, CASES["better"], "da")
    rows = (samples.typical(), samples.minimal(), district)
    assert [one for one in rows if "‡" in render_html(one, load_language("da"))] == []


ONE_IN_TWENTY: Final = 20_000  # one area's residents, of the forum's 400,000


def large(residents_of_a: int, now: tuple[float, float], first_now: float = 0) -> Edit:
    """Give the forum 400,000 residents, so that two points decide, and the city's 20 % of everything in 2011.

    Args:
        residents_of_a: The residents of its first area, in both years.
        now: The first area's share of everything in 2025, and the others'.
        first_now: The share of the first indicator in 2025 where it is another.
    """

    def change(book: Workbook) -> None:
        for row in (2, 3):
            book["Byen"].cell(row, 2).value = 4_000_000
            for indicator in range(6):
                for column, value in ((3, 800_000), (4, 4_000_000), (5, 0.2)):
                    book["Byen"].cell(row, column + 3 * indicator).value = value
        for title, year in (("2011", (0.2, 0.2)), ("2025", now)):
            for (area, row), base in zip(ROW.items(), (residents_of_a, 200_000 - residents_of_a, 200_000), strict=True):
                book[title].cell(row, 4).value = base
                for indicator in range(6):
                    book[title].cell(row, FIRST_COUNT + 2 * indicator + 1).value = base
                    share = year[area != "A"]
                    place(book[title], row, indicator, first_now if first_now and not indicator and title == "2025" else share)

    return workbook("indikatorer.xlsx", change)


@pytest.mark.parametrize(
    ("edit", "points", "share_pp", "verdict"),
    [
        pytest.param(large(ONE_IN_TWENTY, (0.2, 0.2), 0.224), 2.0, 0, Verdict.WORSE, id="two points are a change"),
        pytest.param(
            large(ONE_IN_TWENTY, (0.2, 0.2), 0.2228), 1.9, 0, Verdict.UNCLEAR, id="less is none, but without one of the others it is two"
        ),
        pytest.param(large(ONE_IN_TWENTY, (0.2, 0.2), 0.176), -2.0, 0, Verdict.BETTER, id="two points down"),
        pytest.param(large(ONE_IN_TWENTY, (0.4, 0.16 / 0.95)), -10.0, 5.0, Verdict.BETTER, id="five points of the share are not contrary"),
        pytest.param(large(20_400, (0.4, 0.16 / 0.95)), -9.9, 5.1, Verdict.MIXED, id="more are"),
    ],
)
def test_the_rule_at_its_own_numbers(tmp_path: Path, edit: Edit, points: float, share_pp: float, verdict: Verdict) -> None:
    """Through the whole way: as printed, exactly the smallest change is one, and exactly the contrary share is not contrary."""
    folder = copy_three_areas(tmp_path)
    edit(folder)
    built = build(folder)
    (result,) = built.comparison.conclusions.values()
    assert result.least == 2.0
    assert round_printed(result.index_now - result.index_before, 1) == points
    assert round_printed(100 * (result.residents_now - result.residents_before), 1) == share_pp
    assert (result.verdict, result.core is Verdict.UNCHANGED) == (verdict, abs(points) < 2)
    (report,) = (one for one in compose_reports(built.intake) if isinstance(one, DistrictReport))
    assert report.answer.verdict.kind is verdict
