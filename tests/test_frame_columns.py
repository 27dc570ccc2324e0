"""The tables between stages: a wrong column is refused where the table is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from pipeline.disclosure.protect import protect_input
from pipeline.input.frame_columns import Columns, Holds, checked
from pipeline.input.tables import Tables
from pipeline.scoring.compare.money import compare_money
from tests.build import Built, build, copy_three_areas

COLUMNS = Columns(
    "prøve",
    {Holds.TEXT: "name", Holds.WHOLE: "year", Holds.NUMBER: "share", Holds.FLAG: "ok", Holds.DAY: "day", Holds.VALUE: "ids"},
    optional="day",
)
RIGHT = pd.DataFrame(
    {"name": ["a", None], "year": [2011, 2025], "share": [0.5, None], "ok": [True, False], "day": [date(2025, 1, 1), None]}
)
FRAME = RIGHT.assign(ids=pd.Series([("x",), ()]))

FITTING = {
    "as stated": FRAME,
    "without the optional column": FRAME.drop(columns="day"),
    "all missing": FRAME.assign(name=float("nan"), day=None),
    "no rows": FRAME.iloc[:0].astype(object),
}
WRONG = {
    "a missing column": (FRAME.drop(columns="name"), "see ['name']"),
    "an unknown column": (FRAME.assign(other=1), "see ['other']"),
    "numbers as text": (FRAME.assign(share="0,5"), "in share, expected numbers"),
    "text as numbers": (FRAME.assign(name=1.0), "found float64 in name, expected text"),
    "a missing whole number": (FRAME.assign(year=[2011, None]), "found float64 in year, expected whole numbers"),
    "a flag that may be missing": (FRAME.assign(ok=[True, None]), "found object in ok, expected true or false"),
    "a day as text": (FRAME.assign(day="2025-01-01"), "in day, expected dates"),
    "names among numbers": (FRAME.assign(name=["a", 1]), "found object in name, expected text"),
}


@pytest.mark.parametrize("case", FITTING)
def test_a_table_with_the_stated_columns_passes_as_it_is(case: str) -> None:
    """Nothing is converted: the same table comes back."""
    assert checked(FITTING[case], COLUMNS) is FITTING[case]


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_column_is_refused_with_its_name(case: str) -> None:
    """A missing, unknown or mistyped column is an error of the program that names table and column."""
    frame, said = WRONG[case]
    with pytest.raises(TypeError) as refused:
        checked(frame, COLUMNS)
    assert str(refused.value).startswith("prøve: found ")
    assert said in str(refused.value)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The hand-calculated input of three areas."""
    return build(copy_three_areas(tmp_path_factory.mktemp("columns")))


STAGES: dict[str, tuple[Callable[[Built], object], str]] = {
    "protect": (
        lambda built: protect_input(replace(built.intake, tables=_with(built, "indicators", note="x"))),
        "indicators: found columns",
    ),
    "compare": (
        lambda built: compare_money(_with(built, "plans", plan=1.0), built.intake.settings),
        "ComparedMoney.plans: found float64 in plan, expected text",
    ),
}


def _with(built: Built, table: str, **column: object) -> Tables:
    tables = built.intake.tables
    return replace(tables, **{table: getattr(tables, table).assign(**column)})


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_refuses_a_wrong_table_of_its_own(built: Built, stage: str) -> None:
    """A stage stops where it made the table, not where a later one reads it."""
    make, said = STAGES[stage]
    with pytest.raises(TypeError, match=f"^{said}"):
        make(built)
