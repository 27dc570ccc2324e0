"""Reports, sources and scores read a header alike, in one row or below group headers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.problems.model import Code
from tests.three_readers import Read, read_three_ways


def merged(*areas: str) -> Callable[[Worksheet], None]:
    """Merge areas."""

    def change(sheet: Worksheet) -> None:
        for area in areas:
            sheet.merge_cells(area)

    return change


GROUPS: list[list[Any]] = [["Bydel", "Tal", None, "Andet"], [None, "Personer", "Basis", "Note"]]
LAYOUTS: dict[str, tuple[list[list[Any]], list[int], str, list[Any], Callable[[Worksheet], None]]] = {
    "one row": ([["Bydel", "Personer"]], [1], "Personer", ["Valby", 30], merged()),
    "a title above": ([["En titel"], [], ["Bydel", "Personer"]], [3], "Personer", ["Valby", 30], merged()),
    "a title right above": ([["Tal"], ["Bydel", "Personer"]], [2], "Personer", ["Valby", 30], merged("A1:B1")),
    "the lowest head": (GROUPS, [1, 2], "Personer", ["Valby", 30, 5], merged("B1:C1", "A1:A2")),
    "both heads": (GROUPS, [1, 2], "Tal Personer", ["Valby", 30, 5], merged("B1:C1", "A1:A2")),
    "both heads with a comma": (GROUPS, [1, 2], "Tal, Personer", ["Valby", 30, 5], merged("B1:C1", "A1:A2")),
    "the second of a group": (GROUPS, [1, 2], "Tal, Basis", ["Valby", 5, 30], merged("B1:C1", "A1:A2")),
    "a group that is not merged": (GROUPS, [1, 2], "Tal, Basis", ["Valby", 5, 30], merged()),
    "one head over two rows": ([["Bydel", "Personer"], [None, None]], [1, 2], "Personer", ["Valby", 30], merged("A1:A2", "B1:B2")),
    "two lines in a cell": ([["Bydel", "Tal,\nPersoner"]], [1], "Tal, Personer", ["Valby", 30], merged()),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_column_is_found_by_all(name: str, tmp_path: Path) -> None:
    """Titles, merged heads, heads over empty cells: all three readers find the same column."""
    heads, header_rows, header, record, change = LAYOUTS[name]
    found = read_three_ways(tmp_path, [*heads, record], header=header, header_rows=header_rows, change=change)
    assert found == [Read({len(heads) + 1: 30}, [], [])] * 3


@pytest.mark.parametrize(("heads", "cell"), [(["Bydel", "Personer", "personer"], None), (["Bydel", "Personer", "Personer "], "C1")])
def test_the_case_of_letters_tells_headers_of_a_policy_apart_alone(heads: list[str], cell: str | None, tmp_path: Path) -> None:
    """A published table may hold both »mhi« and »MHI«, and its policy says which; in our own workbooks they are one."""
    report, source, table = read_three_ways(tmp_path, [heads, ["Valby", 30, 5]])
    assert report.problems == [(Code.COLUMN_TWICE, "C1")]
    assert source.problems == [(Code.SOURCE_HEADER_TWICE, "C1")]
    assert table == (Read({}, [], [(Code.COLUMN_TWICE, cell)]) if cell else Read({2: 30}, [], []))
