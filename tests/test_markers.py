"""Signs instead of numbers mean the same to sources and scores: in a text, as a number, as one of Excel's error values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.problems.model import Code
from pipeline.problems.rejected import InputRejected
from tests.foreign import FILE, column, described, lay, problems, read
from tests.three_readers import score

HEADS, VALBY, VANLOESE = ["Bydel", "Personer"], ["Valby", 30], ["Vanløse", 12.5]
SIGNS: list[tuple[Any, str]] = [
    *(("x", "x"), ("-", "-"), ("[c]", "[c]"), ("-999", "-999"), ("−999", "-999"), (-999, "-999"), (-999.0, "-999"), (-9.5, "-9,5")),
    *(("#NUM!", "#NUM!"), ("#N/A", "#N/A"), ("i.o.", "I.O.")),
]


def both(folder: Path, value: object, lines: str = "") -> tuple[list[float | None], list[float | None]]:
    """Return the numbers that sources and scores read, None for one that is missing."""
    rows = [HEADS, VALBY, VANLOESE, ["Brønshøj", value]]
    description = described(column("area", "Bydel", "text"), column("persons", "Personer", "number"), lines=[lines])
    found = read(folder, rows, description).frame["persons"], score(folder / "input" / FILE, lines=lines).frame["persons"]
    first, second = ([None if pd.isna(number) else float(number) for number in one] for one in found)
    return first, second


@pytest.mark.parametrize(("value", "mark"), SIGNS)
def test_a_declared_sign_is_no_number(value: object, mark: str, tmp_path: Path) -> None:
    """However it is stored, it is missing, or an exact 0."""
    assert both(tmp_path, value, f'markers = {{ "{mark}" = "withheld" }}') == ([30, 12.5, None],) * 2
    assert both(tmp_path, value, f'markers = {{ "{mark}" = "nil" }}') == ([30, 12.5, 0],) * 2


def test_a_sign_for_provisional_is_cut_off(tmp_path: Path) -> None:
    """The number before it counts."""
    assert both(tmp_path, "41*", 'markers = { "*" = "provisional" }') == ([30, 12.5, 41],) * 2


@pytest.mark.parametrize(
    ("value", "of_source", "of_score"),
    [
        (-999, Code.NUMBER_OR_MARK, Code.NUMBER_OR_MARK),
        ("-9999", Code.NUMBER_OR_MARK, Code.NUMBER_OR_MARK),
        ("x", Code.SOURCE_MARK_UNKNOWN, Code.TABLE_NOT_A_NUMBER),
        ("#NUM!", Code.SOURCE_ERROR_VALUE, Code.TABLE_NOT_A_NUMBER),
    ],
)
def test_an_undeclared_sign_is_asked_about(value: object, of_source: Code, of_score: Code, tmp_path: Path) -> None:
    """Nobody is scored as -999."""
    rows = [HEADS, VALBY, VANLOESE, ["Brønshøj", value]]
    description = described(column("area", "Bydel", "text"), column("persons", "Personer", "number"))
    (found,) = problems(tmp_path, rows, description)
    with pytest.raises(InputRejected) as rejected:
        score(lay(tmp_path, rows) / FILE)
    (other,) = rejected.value.problems
    assert [(one.code, one.place.cell) for one in (found, other)] == [(of_source, "B4"), (of_score, "B4")]


def test_minus_999_is_a_number_if_the_description_says_so(tmp_path: Path) -> None:
    """A place may have lost 999 persons."""
    assert both(tmp_path, -999, 'markers = { "-999" = "number" }') == ([30, 12.5, -999],) * 2
    assert both(tmp_path, "−999", 'markers = { "-999" = "number" }') == ([30, 12.5, -999],) * 2


@pytest.mark.parametrize(("other", "asked"), [(-400, False), (-100, False), (-99, True), (-5, True), (-9999, True)])
def test_minus_999_among_numbers_of_its_size_is_a_number(other: int, asked: bool, tmp_path: Path) -> None:
    """Where others fall as much, a fall of 999 is one of them; beside a fall of 5 it is asked about."""
    rows = [HEADS, ["Valby", other], ["Vanløse", -999]]
    description = described(column("area", "Bydel", "text"), column("persons", "Personer", "number"))
    if asked:
        wanted = [(Code.NUMBER_OR_MARK, cell) for cell in ("B2", "B3")[other != -9999 :]]
        assert [(one.code, one.place.cell) for one in problems(tmp_path, rows, description)] == wanted
        with pytest.raises(InputRejected) as rejected:
            score(tmp_path / "input" / FILE)
        assert [(one.code, one.place.cell) for one in rejected.value.problems] == wanted
    else:
        assert read(tmp_path, rows, description).frame["persons"].tolist() == [other, -999]
        assert score(tmp_path / "input" / FILE).frame["persons"].tolist() == [other, -999]


@pytest.mark.parametrize(
    ("values", "lines", "asked"),
    [
        ((9999, 9999), "", ["B2", "B3"]),
        ((99999, "99999"), "", ["B2", "B3"]),
        ((9999, 30), "", []),
        ((999, 999), "", []),
        ((9999, 9999), 'markers = { "9999" = "number" }', []),
    ],
)
def test_nines_that_stand_more_than_once_are_asked_about(values: tuple[Any, Any], lines: str, asked: list[str], tmp_path: Path) -> None:
    """Two places of exactly 9999 are rarer than a file that writes so what is missing."""
    rows = [HEADS, ["Valby", values[0]], ["Vanløse", values[1]], ["Brønshøj", 12.5]]
    description = described(column("area", "Bydel", "text"), column("persons", "Personer", "number"), lines=[lines])
    if not asked:
        assert read(tmp_path, rows, description).frame["persons"].tolist() == [*map(float, values), 12.5]
        assert score(tmp_path / "input" / FILE, lines=lines).frame["persons"].tolist() == [*map(float, values), 12.5]
        return
    with pytest.raises(InputRejected) as rejected:
        score(lay(tmp_path, rows) / FILE)
    for (told,) in (problems(tmp_path, rows, description), rejected.value.problems):
        assert (told.code, [told.place.cell, *told.place.more]) == (Code.NUMBER_OR_MARK, asked)
