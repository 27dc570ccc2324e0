"""Rules between cells, rows, sheets and files: each violation is reported at the cell to correct."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.broken_inputs import (
    Case,
    case_name,
    codes,
    read_cases,
    refused,
    told,
)

CASES = read_cases("rules.csv")


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_broken_rule_is_told_at_the_cell_to_correct(case: Case, tmp_path: Path) -> None:
    """Numbers, names and rows that contradict each other are told with what was found and what was expected."""
    problems = refused(tmp_path, case.edit)
    assert case.code in codes(problems)
    assert told(problems) == list(case.told)
    assert "{" not in "".join(told(problems, "en"))
