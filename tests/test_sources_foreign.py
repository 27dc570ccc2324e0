"""What other organisations' workbooks hold that cannot be corrected there: error values, figures in texts, long heads, repeated keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.problems.model import Code
from tests.foreign import AREA, PERSONS, column, described, problems, read, records
from tests.marked import merge_over

HEADS, VALBY = ["Bydel", "Personer"], ["Valby", 30]
LONG = 'Personer i alderen 16 til 64 år, der har været uden for arbejdsmarkedet i mindst tre af de seneste fire kvartaler ("antal")'


@pytest.mark.parametrize("kind", ["count", "number", "share"])
@pytest.mark.parametrize(("error", "meaning"), [("#NUM!", "withheld"), ("#N/A", "not_possible"), ("#DIV/0!", "not_possible")])
def test_an_error_value_may_be_a_marker(kind: str, error: str, meaning: str, tmp_path: Path) -> None:
    """The description says what it means, for the source or for the column."""
    rows = [["Bydel", "Tal"], ["Valby", 0], ["Vanløse", error]]
    line = f'markers = {{ "{error}" = "{meaning}" }}'
    for of_source, of_column in (([line], []), ([], [line])):
        table = read(tmp_path, rows, described(column(*AREA), column("size", "Tal", kind, *of_column), lines=of_source))
        assert table.marks["size"].tolist() == ["", meaning]
        assert table.frame["size"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("cells", "kind", "pattern", "values"),
    [
        (["410 (12,5 %)", "1.200 (3 %)", 7, ".."], "count", r"(.+) \(.*", [410, 1200, 7, None]),
        (["ca. 12,5", "3,5"], "number", r"ca\. (.+)", [12.5, 3.5]),
        (["410 (12,5 %)", "1.200 (3,0 %)"], "share", r".*\((.*)\)", [0.125, 0.03]),
        (["ca. ..", "ca. 4*"], "count", r"ca\. (.+)", [None, 4]),
    ],
)
def test_a_pattern_takes_the_number_out_of_a_text(cells: list[Any], kind: str, pattern: str, values: list[Any], tmp_path: Path) -> None:
    """What it leaves is read as any other cell, markers too."""
    description = described(
        column(*AREA), column("size", "Tal", kind, f"pattern = '{pattern}'"), lines=['markers = { "*" = "provisional" }']
    )
    table = read(tmp_path, [["Bydel", "Tal"], *(["Valby", cell] for cell in cells)], description)
    assert [record["size"] for record in records(table)] == values


def test_a_text_that_the_pattern_of_a_number_does_not_match_is_refused(tmp_path: Path) -> None:
    """It is no number, with the pattern or without."""
    description = described(column(*AREA), column("size", "Tal", "count", r"pattern = '(\d+) pers\.'"))
    (found,) = problems(tmp_path, [["Bydel", "Tal"], ["Valby", "12 pers."], ["Vanløse", "12 husstande"]], description)
    assert (found.code, found.place.cell) == (Code.SOURCE_NOT_A_VALUE, "B3")


def test_the_nearest_head_is_named_as_the_description_takes_it(tmp_path: Path) -> None:
    """In full, so that it can be copied; a head of several rows as a list."""
    (found,) = problems(tmp_path, [["Bydel", LONG], VALBY], described(column(*AREA), column("persons", LONG[:80], "count")))
    near = str(found.facts["near"])
    head = f'[[source.columns]]\nname = "persons"\nheader = {near}\nkind = "count"'
    assert records(read(tmp_path, [["Bydel", LONG], VALBY], described(column(*AREA), head))) == [{"area": "Valby", "persons": 30}]
    two = [["Bydel", "Mænd", "Mænd"], [None, "Antal", "Andel"], ["Valby", 30, 4]]
    wrong = '[[source.columns]]\nname = "persons"\nheader = ["Mænd", "Antallet"]\nkind = "count"'
    (found,) = problems(tmp_path, two, described(column(*AREA), wrong, head="header_rows = [1, 2]"))
    assert str(found.facts["near"]).startswith('["Mænd", "Antal"]')
    assert (
        records(read(tmp_path, two, described(column(*AREA), wrong.replace("Antallet", "Antal"), head="header_rows = [1, 2]")))[0][
            "persons"
        ]
        == 30
    )


def test_a_key_that_is_repeated_under_a_merged_area_is_that_key(tmp_path: Path) -> None:
    """Programs leave the same text in every cell of the area; Excel shows it once, over all its rows."""
    rows = [["Bydel", "Køn", "Personer"], ["Valby", "M", 1], ["Valby", "K", 2], ["I alt", "M", 1], ["I alt", "K", 2]]
    description = described(column(*AREA), column("sex", "Køn", "text"), column(*PERSONS))
    table = read(tmp_path, rows, description, lambda sheet: [merge_over(sheet, area) for area in ("A2:A3", "A4:A5")])
    assert [(record["area"], record["persons"]) for record in records(table)] == [("Valby", 1), ("Valby", 2)]
    assert (table.addresses["area"].tolist(), [total.row for total in table.beside.totals]) == (["Tabel!A2", "Tabel!A2"], [4, 5])
    rows[2][0] = "Vanløse"
    (found,) = problems(tmp_path, rows, description, lambda sheet: merge_over(sheet, "A2:A3"))
    assert (found.code, found.place.cell) == (Code.CELL_COVERED, "A3")


def test_a_head_that_is_repeated_under_a_merged_area_is_one_head(tmp_path: Path) -> None:
    """It belongs to all columns under the area, as if they were empty; the place says which is meant."""
    rows = [["Bydel", "Personer", "Personer"], ["Valby", 30, 31]]
    for place, number in ((1, 30), (2, 31)):
        description = described(column(*AREA), column(*PERSONS, f"occurrence = {place}"))
        table = read(tmp_path, rows, description, lambda sheet: merge_over(sheet, "B1:C1"))
        assert records(table) == [{"area": "Valby", "persons": number}]
