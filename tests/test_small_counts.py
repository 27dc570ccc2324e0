"""Small counts, by tables that an analyst can read: the replacement of each count, its printed form, and the figures beside it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd
import pytest

from pipeline.disclosure.coarsen import REST_IS_LARGE, Rounding, coarsen_tables
from pipeline.input.check_input import Intake, check_input
from pipeline.input.tables import Tables
from pipeline.language.language import load_language
from pipeline.render.formats import Formats
from pipeline.report.compose.material import count_figure, share_figure
from pipeline.report.model.district import DistrictReport
from pipeline.report.words.small_counts import explain
from pipeline.run import compose_reports
from pipeline.settings.settings import SmallNumbers
from tests.build import INPUT, ROOT, build
from tests.test_news import put, two_forums

DATA: Final = ROOT / "tests" / "data"
DANISH, ENGLISH = load_language("da"), load_language("en")
FEW: Final = "installationsmangler"
WAYS: Final[dict[Rounding, str]] = {"none": "none", "district": "district only", "all": "all"}


def read(name: str) -> list[dict[str, str]]:
    """Read a table of cases."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def given() -> Intake:
    """Return the sample, whose numbers are replaced."""
    return check_input(INPUT)


def tables_of(cells: Sequence[tuple[str, float, float]], city: tuple[float, float] = (1e6, 1e7)) -> Tables:
    """Return tables of one indicator and year: an area for each district, count and base; and the city's own numbers."""
    ids = [f"A-{number}" for number in range(len(cells))]
    areas = pd.DataFrame({"area_id": ids, "area": ids, "district_id": [cell[0] for cell in cells], "forum_id": "F"})
    counts = pd.DataFrame({"area_id": ids, "year": 2025, "indicator": FEW, "count": [c[1] for c in cells], "base": [c[2] for c in cells]})
    whole = pd.DataFrame({"year": [2025], "indicator": [FEW], "count": [city[0]], "base": [city[1]]})
    return replace(given().tables, areas=areas, indicators=counts.astype({"count": float, "base": float}), city=whole)


@pytest.mark.parametrize("case", read("small_counts.csv"), ids=lambda case: f"{case['count']} of {case['base']}, k {case['k']}")
def test_a_count_becomes_its_class(case: dict[str, str]) -> None:
    """Its ends, what it counts as, and what a page prints of it and of its share."""
    tables = coarsen_tables(tables_of([("Nord", float(case["count"]), float(case["base"]))]), int(case["k"]), "district")
    row = tables.indicators.assign(share=lambda frame: frame["count"] / frame["base"]).to_dict("records")[0]
    formats = Formats(DANISH)
    assert [row["low"], row["high"], row["count"]] == [float(case[name]) for name in ("lowest", "highest", "counts as")]
    assert formats.number(count_figure(row)) == case["printed count"]
    assert formats.percent(share_figure(row)).replace("\N{NO-BREAK SPACE}", " ") == case["printed share"]


@pytest.mark.parametrize("rounding", WAYS)
def test_other_counts_are_rounded_as_the_setting_says(rounding: Rounding) -> None:
    """Beside a small count of the same district, everywhere, or nowhere; a class stays what it is, and nothing is more than its base."""
    cases = read("small_counts_beside.csv")
    cells = [(case["district"], float(case["count"]), float(case["base"])) for case in cases]
    found = coarsen_tables(tables_of(cells), 5, rounding).indicators
    assert found["count"].tolist() == [float(case[WAYS[rounding]]) for case in cases]
    assert found["low"].tolist() == [1.0, *found["count"][1:]]
    assert found["high"].tolist() == [4.0, *found["count"][1:]]


def test_only_the_same_indicator_and_year_are_rounded() -> None:
    """A small count of one year and indicator leaves the district's others as they were counted."""
    tables = tables_of([("Nord", 3, 900), ("Nord", 218, 900)])
    other_year, other_indicator = (tables.indicators.assign(**change, count=218.0) for change in ({"year": 2011}, {"indicator": "x"}))
    together = pd.concat([tables.indicators, other_year, other_indicator], ignore_index=True)
    found = coarsen_tables(replace(tables, indicators=together), 5, "district").indicators
    assert found["count"].tolist() == [2.0, 220.0, 218.0, 218.0, 218.0, 218.0]


@pytest.mark.parametrize(("rest", "city"), [(REST_IS_LARGE - 1, (222.0, 1800.0)), (REST_IS_LARGE, (800.0, 2800.0))])
def test_the_city_keeps_its_own_count_where_a_thousand_live_outside_the_areas(rest: int, city: tuple[float, float]) -> None:
    """With 999 outside it is the sum of its areas as they are shown: 2 and 220."""
    tables = tables_of([("Nord", 3, 900), ("Nord", 218, 900)], (800.0, 1800.0 + rest))
    found = coarsen_tables(tables, 5, "district").city
    assert (found["count"][0], found["base"][0]) == city


@pytest.mark.parametrize(("base", "met", "status"), [(1600, False, "Nej"), (12, None, "Ikke oplyst")])
def test_a_forum_of_one_area_has_the_areas_class(base: int, met: bool | None, status: str, tmp_path: Path) -> None:
    """Dalby's 3 of 1,600 is no criterion, whatever number of 1 to 4 it is; of 12 it may be one, which nobody is told: the limit is 25 %.

    It meets the three criteria beside that one, so that one decides its status.
    """
    source = two_forums(tmp_path)
    for cell, value in {"G5": 640, "I5": 640, "K5": 640, "M5": 3, "N5": base}.items():
        put(source, "indikatorer.xlsx", "2025", cell, value)
    built = build(source)
    rows = built.scores.shares.query("year == 2025 and indicator == @FEW").set_index("unit_id")
    assert [rows.loc[unit, ["count", "low", "high"]].tolist() for unit in ("D", "F-2")] == [[2.0, 1.0, 4.0]] * 2
    forum = next(report for report in compose_reports(built.intake) if isinstance(report, DistrictReport) and report.forum == "Nabolag")
    (row,) = [row for row in forum.answer.indicators if row.id == FEW]
    assert Formats(DANISH).number(row.now.count) == "1–4"
    assert row.now.met is met
    (area,) = forum.areas.rows
    assert area.now is not None
    assert area.now.status == status


@pytest.mark.parametrize(
    ("rounding", "danish", "english"),
    [
        (
            "none",
            "Andre antal er vist, som de er talt.",
            "Other counts are as they were counted.",
        ),
        (
            "district",
            "Er der et sådant antal i en bydel, er dens øvrige antal for indikatoren og året afrundet til nærmeste 5; "
            "alle andre er vist, som de er talt.",
            "Beside such a count, the district's other counts of the same indicator and year are rounded to the nearest 5; "
            "all others are as they were counted.",
        ),
        (
            "all",
            "Andre antal er afrundet til nærmeste 5.",
            "Other counts are rounded to the nearest 5.",
        ),
    ],
)
def test_small_counts_are_explained_in_two_sentences(rounding: Rounding, danish: str, english: str) -> None:
    """By the settings: which counts, what they count as, and what the others are."""
    small = SmallNumbers(smallest_shown=5, rounding=rounding)
    assert explain(small, DANISH) == (
        "Antal på 1–4 skrives »1–4« (andele: <) og tæller som 2 i summer, andele og indeks; tilsvarende, hvor 1–4 mangler i at være alle. "
        + danish
    )
    assert explain(small, ENGLISH) == (
        "Counts of 1–4 are written “1–4”, their shares with <, and count as 2 in sums, shares and index; likewise where 1–4 are missing to all. "
        + english
    )
