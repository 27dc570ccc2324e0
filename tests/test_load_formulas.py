"""Formulas: a saved result counts as typed; without one the cell is refused, since its value is unknown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.input.check_input import check_input
from pipeline.problems.model import Code
from tests.broken_inputs import PLANS, accepted, cells, raw_cell, refused, small_input


@pytest.mark.parametrize(
    ("xml", "day"),
    [
        ('<c r="J2" t="str"><f>TEXT(1,"")</f><v>14-09-2023</v></c>', date(2023, 9, 14)),
        ('<c r="J2" t="str"><f>""</f><v></v></c>', None),
    ],
)
def test_a_formula_with_a_saved_result_is_its_result(xml: str, day: object, tmp_path: Path) -> None:
    """A saved result counts as if it had been typed; a saved empty text is an empty cell."""
    tables = accepted(tmp_path, raw_cell(PLANS, "Helhedsplaner", "J2", xml)).tables
    assert tables.plans["approval_date"].iloc[0] == day


@pytest.mark.parametrize(
    "xml", ['<c r="J2"><f>A1</f></c>', '<c r="J2"><f>A1</f><v/></c>', '<c r="J2" t="str"><f>A1</f></c>', '<c r="J2" t="n"><f/></c>']
)
def test_a_formula_without_a_saved_result_is_refused_however_it_is_written(xml: str, tmp_path: Path) -> None:
    """An optional date that was never calculated is not the same as none."""
    problems = refused(tmp_path, raw_cell(PLANS, "Helhedsplaner", "J2", xml))
    assert [(problem.code, problem.place.cell) for problem in problems] == [(Code.FORMULA_UNSAVED, "J2")]


def test_formulas_beside_the_headers_are_left_alone(tmp_path: Path) -> None:
    """A calculation in a column of the analyst's own is nobody's business, saved or not."""
    folder = small_input(tmp_path, cells(PLANS, "Budget", {"Z5": "=SUM(F2:F9)", "ZZ2000": "=1"}))
    check_input(folder)
