"""Prose equals table: every number on any page has an address in the tables of the same release, and a wrong one is caught."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pandas as pd
import pytest
from markupsafe import Markup, escape

from pipeline.input.check_input import Intake, check_input
from pipeline.language.language import Language, load_language
from pipeline.releases.pdfs import file_name
from pipeline.render.document import render_html
from pipeline.render.index import render_index
from pipeline.render.letter import render_letter
from pipeline.report.compose.index import compose_index
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.indicators import DotChart, IndicatorRow
from pipeline.report.tables.files.excel import TABLES_FILE
from pipeline.report.tables.model import TableBook
from pipeline.run import compose_reports, compose_tables
from tests.build import INPUT, copy_three_areas
from tests.number_lint import NUMBER, YEAR, Sentences, find_strangers, learn, mask, plain, strangers_in
from tests.sample_reports import with_answer, with_areas
from tests.test_news import put, two_forums


def three_areas() -> Intake:
    """Return the input that is worked out by hand."""
    return check_input(copy_three_areas(Path(mkdtemp(prefix="three-areas-"))))


def one_small_forum() -> Intake:
    """Return an input whose second forum is one area: 3 of 1,600 in both years, 1 of 12 in another indicator."""
    source = two_forums(Path(mkdtemp(prefix="one-small-forum-")))
    for sheet, (cell, value) in product(("2011", "2025"), (("M5", 3), ("K5", 1), ("L5", 12))):
        put(source, "indikatorer.xlsx", sheet, cell, value)
    return check_input(source)


def with_few(where: Callable[[pd.DataFrame], pd.Series], base: int | None = None) -> Intake:
    """Return the sample with three counted in some areas, of as many as there are or of another base."""
    intake = check_input(INPUT)
    counts = intake.tables.indicators.copy()
    few = where(counts)
    counts.loc[few, "count"] = 3.0
    if base is not None:
        counts.loc[few, "base"] = float(base)
    return replace(intake, tables=replace(intake.tables, indicators=counts))


INPUTS: dict[str, Callable[[], Intake]] = {
    "sample": lambda: check_input(INPUT),
    "three areas": three_areas,
    "a small count in every forum": lambda: with_few(lambda counts: counts["area_id"].str.endswith("-01")),
    "small counts everywhere": lambda: with_few(lambda counts: counts["area_id"].notna()),
    "a forum of one area with few": one_small_forum,
    "a base of seven": lambda: with_few(lambda counts: counts["area_id"].str.endswith("-01"), base=7),
}


@dataclass(frozen=True)
class Page:
    """A report with the tables that travel with it."""

    report: DistrictReport | CityReport
    book: TableBook
    language: Language
    present_day: date

    def strangers(self, report: DistrictReport | CityReport | None = None) -> list[str]:
        """Return the numbers without an address, of this report or of another with the same tables."""
        return [found.shown for found in find_strangers(render_html(report or self.report, self.language), self.book, self.language)]


@cache
def pages(name: str, code: str) -> tuple[Page, ...]:
    """Return all reports of an input in one language."""
    intake = INPUTS[name]()
    intake = replace(intake, settings=intake.settings.model_copy(update={"language": code}))
    book, language = compose_tables(intake), load_language(code)
    books = [*(book.of_forum(forum_id) for forum_id in intake.tables.forums["forum_id"]), book]
    day = intake.settings.periods.present_day
    return tuple(Page(report, own, language, day) for report, own in zip(compose_reports(intake), books, strict=True))


ONCE_A_LANGUAGE = "small counts everywhere"
PAGES = [
    pytest.param(name, code, marks=pytest.mark.faults if code == "en" and name != ONCE_A_LANGUAGE else ())
    for name in INPUTS
    for code in ("da", "en")
]


@pytest.mark.parametrize(("name", "code"), PAGES)
def test_every_number_on_every_page_has_an_address(name: str, code: str) -> None:
    """Text, heads, alternative texts, charts, footers: each number is a value of a table about the same area, plan or indicator."""
    for page in pages(name, code):
        found = find_strangers(render_html(page.report, page.language), page.book, page.language)
        assert found == []


@pytest.mark.parametrize("code", ["da", "en"])
def test_every_number_of_the_index_page_has_an_address(code: str) -> None:
    """The table of forums, the map, what the page says about itself, and the reports in it."""
    given = pages("sample", code)
    index = compose_index([(file_name(page.report), page.report) for page in given], TABLES_FILE)
    assert find_strangers(render_index(index, given[-1].language).decode(), given[-1].book, given[-1].language) == []


@pytest.mark.parametrize(("name", "code"), PAGES)
def test_every_number_of_a_mail_has_an_address(name: str, code: str) -> None:
    """Subject, plain text and HTML of each forum's letter."""
    for page in pages(name, code):
        if isinstance(page.report, DistrictReport):
            letter = render_letter(page.report, file_name(page.report), page.present_day, page.language)
            lines = "".join(f"<p>{escape(line)}</p>" for line in (letter.subject, *letter.text.splitlines()))
            assert find_strangers(letter.html + lines, page.book, page.language) == []


def first(code: str = "da") -> tuple[Page, DistrictReport]:
    """Return the first forum's page."""
    page = pages("sample", code)[0]
    assert isinstance(page.report, DistrictReport)
    return page, page.report


def chart_of_another(row: IndicatorRow, other: IndicatorRow) -> DotChart:
    """Return a row's chart with another row's text alternative."""
    return replace(row.chart, alt=other.chart.alt.replace(other.label, row.label))


def with_indicator(report: DistrictReport, **changes: Any) -> DistrictReport:
    """Return a report with another first indicator."""
    first, *others = report.answer.indicators
    return with_answer(report, indicators=(replace(first, **changes), *others))


@pytest.mark.parametrize(
    ("wrong", "shown"),
    [
        (lambda report: with_areas(report, decomposition_sentence=report.areas.decomposition_sentence.replace("25,9", "25,8")), "25,8"),
        (lambda report: with_areas(report, decomposition_heading="Indekset falder 9,9 point"), "9,9"),
        (lambda report: with_areas(report, slope_heading="Forumområdet ligger over byen på otte af seks indikatorer"), "otte"),
        (lambda report: with_areas(report, heading="Seks delområder er ikke længere udsatte"), "seks"),
        (lambda report: with_areas(report, heading="Området opfylder ni kriterier"), "ni"),
        (lambda report: with_answer(report, questions=(Markup("<b>Plan 01 Nørrebro har en andel på 11,4 %</b>."),)), "11,4 %"),
        (lambda report: with_answer(report, questions=(Markup("Der mangler 149.999 kr."),)), "149.999"),
        (lambda report: with_areas(report, heading="Fundet i 2031"), "2031"),
        (
            lambda report: with_indicator(report, chart=chart_of_another(*report.answer.indicators[:2])),
            "",
        ),
        (
            lambda report: with_indicator(
                report, before=replace(report.answer.indicators[0].before, share=report.answer.indicators[1].before.share)
            ),
            "",
        ),
        (
            lambda report: with_areas(
                report, rows=(replace(report.areas.rows[0], residents_now=report.areas.rows[1].residents_now), *report.areas.rows[1:])
            ),
            "",
        ),
        (lambda report: replace(report, money=replace(report.money, shortfall_dkk=report.money.shortfall_dkk + 1_000_000)), ""),
        (lambda report: with_areas(report, firmness="† status skifter i over 11 % af 1.000 simuleringer"), "11 %"),
    ],
    ids=[
        "sentence",
        "heading",
        "word",
        "word for areas",
        "word for criteria",
        "per cent",
        "kroner",
        "year",
        "alt of another",
        "share of another",
        "area of another",
        "sum",
        "limit",
    ],
)
def test_a_wrong_number_is_caught(wrong: Callable[[DistrictReport], DistrictReport], shown: str) -> None:
    """In a sentence, a heading, a word, an alternative text, a cell; also a right number of another indicator or area."""
    page, report = first()
    assert page.strangers(report) == []
    found = page.strangers(wrong(report))
    assert found
    assert not shown or shown in found


def one_more(match: re.Match[str]) -> str:
    """Return a number with another last digit."""
    return f"{match['digits'][:-1]}{(int(match['digits'][-1]) + 1) % 10}"


def test_most_numbers_that_are_one_off_are_caught() -> None:
    """Decimals, per cents and counts with another last digit: some are by chance another figure of the same area, most are none."""
    missed = tried = 0
    for page in pages("sample", "da"):
        known = learn(page.book, page.language)
        for text, heads in Sentences(render_html(page.report, page.language)).texts:
            masked = mask(plain(text), known.names)
            for match in NUMBER.finditer(masked):
                if len(match["digits"]) > 2 and not YEAR.fullmatch(match["digits"]):
                    wrong = f"{masked[: match.start('digits')]}{one_more(match)}{masked[match.end('digits') :]}"
                    before, after = (len(list(strangers_in(one, heads, known, page.language))) for one in (masked, wrong))
                    tried += 1
                    missed += after <= before
    assert tried > 2000
    assert missed / tried < 0.25
