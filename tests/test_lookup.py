"""Row lookup by key: the same rows as in the whole table, with plain values, and missing keys."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipeline.input.check_input import check_input
from pipeline.report.compose.lookup import Lookup, records

INPUT = Path(__file__).parents[1] / "input"


def test_each_row_of_a_table_is_found_by_its_key() -> None:
    """The rows are those of `records`."""
    counts = check_input(INPUT).tables.indicators
    found = Lookup(counts, "area_id", "year", "indicator")
    assert len(found) == len(counts)
    for row in records(counts):
        assert repr(found[row["area_id"], row["year"], row["indicator"]]) == repr(row)  # a NaN is not equal to itself


def test_a_value_is_as_plain_as_python_has_it() -> None:
    """Nothing that follows meets a number of numpy's."""
    frame = pd.DataFrame({"unit": ["a"], "year": [2025], "share": [0.5], "met": [True], "missing": [float("nan")]})
    (row,) = Lookup(frame, "unit", "year").values()
    assert [type(value) for value in row.values()] == [str, int, float, bool, float]


def test_of_a_key_that_stands_twice_the_last_row_counts() -> None:
    """As in a dictionary."""
    frame = pd.DataFrame({"unit": ["a", "b", "a"], "share": [0.1, 0.2, 0.3]})
    assert {key: row["share"] for key, row in Lookup(frame, "unit").items()} == {("a",): 0.3, ("b",): 0.2}


def test_a_key_that_is_not_there_has_no_row() -> None:
    """As in a dictionary."""
    found = Lookup(pd.DataFrame({"unit": ["a"], "year": [2025]}), "unit", "year")
    assert found.get(("a", 2024)) is None
    assert ("a", 2025) in found
    with pytest.raises(KeyError):
        found["b", 2025]
