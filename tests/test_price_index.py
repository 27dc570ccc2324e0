"""Fixed prices by the price index of the settings: by hand, on page 1 and in the table; nothing without an index; no year may be missing."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from pipeline.language.language import load_language
from pipeline.problems.model import Code
from pipeline.render.document import render_html
from pipeline.run import compose_reports, compose_tables
from pipeline.scoring.compare.fixed_prices import sum_fixed
from tests.broken_inputs import SETTINGS, Edit, accepted, codes, refused, text, told

DANISH = load_language("da")
YEARS = range(2008, 2030)


def index(levels: dict[str, str]) -> Edit:
    """Set the price index."""
    return text(SETTINGS, "# [price_index]\n", "[price_index]\n" + "".join(f"{year} = {level}\n" for year, level in levels.items()))


def level(**changed: str) -> dict[str, str]:
    """Return an index of 100 in every year of the budgets, but for the changed years."""
    return {str(year): "100.0" for year in YEARS} | {year.removeprefix("y"): value for year, value in changed.items()}


def test_kroner_a_year_are_converted_line_by_line() -> None:
    """Before: 100 of 2010 at 50 and 200 of 2011 at 80 are 200 + 250 in prices of 2025 at 100, by two years 225. Now: 400 + 320 by four years, 180."""
    lines = pd.DataFrame(
        [
            ("P-1", "before", 2010, 100, "F"),
            ("P-1", "before", 2011, 200, "F"),
            ("P-2", "now", 2025, 400, "F"),
            ("P-2", "now", 2026, 400, "F"),
        ],
        columns=["plan_id", "arrangement", "year", "line_dkk", "forum_id"],
    )
    plans = pd.DataFrame({"plan_id": ["P-1", "P-2"], "phase": ["ended", "running"], "years": [Fraction(4), Fraction(4)]})
    prices = {2010: Fraction(50), 2011: Fraction(80), 2025: Fraction(100), 2026: Fraction(125)}
    assert sum_fixed(lines, plans, prices, 2025) == {("F", "before"): 225, ("F", "now"): 180}


def test_an_index_that_stands_still_gives_the_same_kroner(tmp_path: Path) -> None:
    """Fixed and current prices are one, in every row of the table; page 1 says both."""
    intake = accepted(tmp_path, index(level()))
    (funding,) = [dataset for dataset in compose_tables(intake).datasets if dataset.id == "funding"]
    names = [column.id for column in funding.columns]
    rows = [dict(zip(names, row.values, strict=True)) for row in funding.rows]
    assert rows
    assert all(row["fixed_dkk"] == row["yearly_dkk"] for row in rows)
    assert all("I 2025-priser " in render_html(report, DANISH) for report in compose_reports(intake))


def test_without_an_index_there_are_current_prices_alone(tmp_path: Path) -> None:
    """The column is empty, and no page speaks of other prices."""
    intake = accepted(tmp_path)
    (funding,) = [dataset for dataset in compose_tables(intake).datasets if dataset.id == "funding"]
    place = [column.id for column in funding.columns].index("fixed_dkk")
    assert {row.values[place] for row in funding.rows} == {None}
    assert not any("-priser" in render_html(report, DANISH) for report in compose_reports(intake))


@pytest.mark.parametrize(
    ("levels", "code", "said"),
    [
        (
            {**level(), "2025": None},
            Code.SETTING_MISSING,
            "[price_index.2025]: fandt ikke nøglen, forventede den med en værdi. Tilføj den.",
        ),
        (
            {**level(), "2009": None},
            Code.SETTING_MISSING,
            "[price_index.2009]: fandt ikke nøglen, forventede den med en værdi. Tilføj den.",
        ),
        (level(y20x8="100.0"), Code.SETTING_UNKNOWN, "[price_index.20x8]: "),
        (level(y2009="0"), Code.SETTING_INVALID, "[price_index.2009]: fandt 0"),
        (level(y2009='"100"'), Code.SETTING_INVALID, '[price_index.2009]: fandt "100"'),
    ],
    ids=["reported year", "budget year", "no year", "zero", "text"],
)
def test_an_index_that_cannot_be_used_is_told_with_file_and_key(
    levels: dict[str, str | None], code: Code, said: str, tmp_path: Path
) -> None:
    """A year of the budgets or the reported year is missing; a key is no year; a level is no number above 0."""
    problems = refused(tmp_path, index({year: value for year, value in levels.items() if value is not None}))
    assert codes(problems) == [code]
    assert told(problems)[0].startswith(f"input/indstillinger.toml {said}")
