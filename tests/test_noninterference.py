"""Nothing that is printed depends on a hidden number: inputs that differ in hidden numbers alone give the same bytes.

Other hidden numbers with the same shown ones are found by integer programming, and whole reports are compared: text, alternative texts,
chart geometry, document metadata. The strongest form of "the number is nowhere to be found".
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from pipeline.attack import Key, Month
from pipeline.intake import Intake, check_input
from pipeline.release import Release
from pipeline.render import render_html, render_report
from pipeline.report import CityReport, DistrictReport
from pipeline.run import compose_reports, compose_tables
from pipeline.tabulate import attach_tables, write_tables
from pipeline.wording import load_language
from tests.attacker import read_month
from tests.build import INPUT
from tests.random_releases import K, Shape, random_intake, suppressed
from tests.test_attack import truth

DANISH = load_language("da")
TINY = Shape(forums=3, districts=2, areas=2, bases=(20, 800))
INPUTS = {
    "example": lambda: check_input(INPUT),
    "planted": lambda: random_intake(3, Shape(forums=3)),
    "whole forums": lambda: random_intake(5, TINY),
    "small and withheld": lambda: random_intake(1, Shape(forums=3, areas=3, small=0.05, withheld=0.03, bases=(10, 500)), plant=False),
}


@cache
def given(name: str) -> tuple[Intake, Release, Month]:
    """Return an input, its release and what it shows."""
    intake = INPUTS[name]()
    release = suppressed(intake)
    # the twin's hidden numbers lie on the same side of every threshold, also where the status is hidden: otherwise other statuses are hidden
    telling = Release(**{**vars(release), "units": release.units.assign(status_hidden=False)})
    return intake, release, read_month(telling, intake, truth(intake))


@cache
def twin(name: str) -> Intake:
    """Return the input with as many hidden numbers changed as can be, and every shown one as it is."""
    intake, release, month = given(name)
    moved = with_counts(intake, other_numbers(month))
    # The program must hide the same in both, or the reader sees which is which. Where it does not, that table stays as it was.
    both = release.shares.merge(suppressed(moved).shares, on=["level", "unit_id", "year", "indicator"], suffixes=("", "_moved"))
    differs = both[both["hidden"] != both["hidden_moved"]]
    kept = set(zip(differs["year"].map(int), differs["indicator"], strict=True))
    changed = {key: count for key, count in other_numbers(month).items() if key[2:] not in kept}
    return with_counts(intake, changed)


def other_numbers(month: Month) -> dict[Key, int]:
    """Return other hidden numbers that give the same shown ones and are small where the true ones are."""
    bases: dict[Key, int] = {}
    names = list(month.hidden)
    place = {key: number for number, key in enumerate(names)}
    low, high = np.zeros(len(names)), np.zeros(len(names))
    for key, number in place.items():
        least, most = month.hidden[key]
        bases[key] = month.base[key]
        count, base = month.truth[key], bases[key]
        if 0 < count < K:
            least, most = max(least, 1), min(most, K - 1)
        elif 0 < base - count < K and key[0] != "rest":
            least, most = max(least, base - K + 1), min(most, base - 1)
        elif key[0] != "rest":
            least, most = (count, count) if count in {0, base} else (max(least, K), min(most, base - K))
        low[number], high[number] = least, most
    rows = [(terms, constant) for terms, constant in month.sums if any(key in place for key, _ in terms)]
    matrix, target = np.zeros((len(rows), len(names))), np.zeros(len(rows))
    for row, (terms, constant) in enumerate(rows):
        target[row] = constant - sum(sign * month.shown[key] for key, sign in terms if key not in place)
        for key, sign in terms:
            if key in place:
                matrix[row, place[key]] = sign
    away = np.array([1.0 if month.truth[key] - low[number] > high[number] - month.truth[key] else -1.0 for key, number in place.items()])
    solved = milp(away, integrality=np.ones(len(names)), bounds=Bounds(low, high), constraints=LinearConstraint(matrix, target, target))
    assert solved.status == 0, solved.message
    return {key: round(float(solved.x[number])) for key, number in place.items() if round(float(solved.x[number])) != month.truth[key]}


def with_counts(intake: Intake, changed: dict[Key, int]) -> Intake:
    """Return the input with other counts of areas."""
    counts = intake.tables.indicators.copy()
    cells = zip(counts["area_id"], counts["year"], counts["indicator"], counts["count"], strict=True)
    counts["count"] = [float(changed.get(("area", area, int(year), indicator), count)) for area, year, indicator, count in cells]
    return replace(intake, tables=replace(intake.tables, indicators=counts))


def reports(intake: Intake) -> list[DistrictReport | CityReport]:
    """Return all composed reports."""
    return compose_reports(intake)


@pytest.mark.parametrize("name", INPUTS)
def test_the_twin_has_other_hidden_numbers(name: str) -> None:
    """The comparison is about something: in every input small numbers differ between the twins."""
    intake, _, month = given(name)
    both = intake.tables.indicators["count"].fillna(-1).ne(twin(name).tables.indicators["count"].fillna(-1))
    assert both.sum() >= 2
    assert (intake.tables.indicators["count"][both] < K).any()
    assert month.hidden


@pytest.mark.parametrize("name", INPUTS)
def test_reports_do_not_depend_on_hidden_numbers(name: str) -> None:
    """Every report's HTML, with its charts and alternative texts, is the same to the byte."""
    intake, _, _ = given(name)
    for one, other in zip(reports(intake), reports(twin(name)), strict=True):
        assert render_html(one, DANISH) == render_html(other, DANISH)


@pytest.mark.parametrize("name", INPUTS)
def test_tables_do_not_depend_on_hidden_numbers(name: str) -> None:
    """The bytes of the workbook of all tables are the same, and of every file that travels in a PDF."""
    books = [compose_tables(intake) for intake in (given(name)[0], twin(name))]
    assert write_tables(books[0], DANISH) == write_tables(books[1], DANISH)
    for forum in given(name)[0].tables.forums["forum_id"]:
        assert attach_tables(books[0].of_forum(forum), DANISH) == attach_tables(books[1].of_forum(forum), DANISH)


def test_a_pdf_does_not_depend_on_hidden_numbers() -> None:
    """Nor do the PDF's bytes: text, tags, metadata, attachments."""
    intake, _, _ = given("example")
    changed = intake.tables.indicators["count"].ne(twin("example").tables.indicators["count"]) & intake.tables.indicators["count"].notna()
    area = intake.tables.indicators.loc[changed, "area_id"].iloc[0]
    forum = intake.tables.areas.set_index("area_id")["forum_id"][area]
    number = list(intake.tables.forums["forum_id"]).index(forum)
    assert render_report(reports(intake)[number], DANISH) == render_report(reports(twin("example"))[number], DANISH)


@pytest.mark.parametrize("name", INPUTS)
def test_the_ledger_does_not_depend_on_hidden_numbers(name: str) -> None:
    """Nor does what is remembered of the release."""
    assert suppressed(given(name)[0]).entry == suppressed(twin(name)).entry


def test_a_shown_number_does_change_the_report() -> None:
    """The comparison sees something: one more person in a shown area is another report."""
    intake, _, month = given("example")
    key = next(key for key in month.shown if key[0] == "area" and key[2] == intake.settings.periods.now)
    other = with_counts(intake, {key: month.shown[key] + 200})
    assert [render_html(one, DANISH) for one in reports(intake)] != [render_html(one, DANISH) for one in reports(other)]
    assert write_tables(compose_tables(intake), DANISH) != write_tables(compose_tables(other), DANISH)
