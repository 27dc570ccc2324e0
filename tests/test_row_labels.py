"""Reports, sources and scores recognise total rows and notes alike: each workbook is read by all three."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.problems.model import Code
from tests.foreign import FILE, column, described, lay, problems, read
from tests.three_readers import Read, read_three_ways, score

RECORDS: list[list[Any]] = [["Bydel", "Personer"], ["Valby", 30], ["Vanløse", 12]]
BOTH = {2: 30, 3: 12}
TOTALS = ["I alt", "i  alt", "Ialt", "Hele byen", "Samlet", "Total", "TOTALT", "Sum", "Alle", "Indre By i alt"]
AREAS = ["Totalby", "Alle Helgens", "Summen", "Hele byens kvarter", "Ialtvej"]
NOTES = [
    "Kilde: KK",
    "KILDER: KK",
    "Source: KK",
    "Quelle: KK",
    "Bemærk: afrundet",
    "Fodnote: se a",
    "Anm.: se a",
    "Anm: se a",
    "Note : se a",
]
SIGNS = ["* foreløbige tal", "1) se metode", "(2) se metode", "¹ se metode"]


@pytest.mark.parametrize("label", TOTALS)
def test_a_total_is_set_aside_by_all(label: str, tmp_path: Path) -> None:
    """For all three readers, the row that adds up the others is no record."""
    assert read_three_ways(tmp_path, [*RECORDS, [label, 42]]) == [Read(BOTH, [4], [])] * 3


@pytest.mark.parametrize("label", AREAS)
def test_a_name_that_begins_like_a_total_is_an_area_to_all(label: str, tmp_path: Path) -> None:
    """Words are compared whole."""
    assert read_three_ways(tmp_path, [*RECORDS, [label, 42]]) == [Read({**BOTH, 4: 42}, [], [])] * 3


@pytest.mark.parametrize("text", [*NOTES, *SIGNS])
def test_a_note_below_is_set_aside_by_all(text: str, tmp_path: Path) -> None:
    """For all three readers, a note is no record."""
    assert read_three_ways(tmp_path, [*RECORDS, [text]]) == [Read(BOTH, [], [])] * 3


def test_a_total_of_a_part_stands_for_the_rows_since_the_one_before(tmp_path: Path) -> None:
    """Two parts and the whole: each is confirmed by its own rows, and one that is off by one is told."""
    rows = [*RECORDS, ["Vest i alt", 42], ["Indre By", 5], ["Østerbro", 6], ["Øst i alt", 11], ["I alt", 53]]
    table = read(tmp_path, rows)
    assert [(total.row, total.confirmed) for total in table.totals] == [(4, ("persons",)), (7, ("persons",)), (8, ("persons",))]
    rows[6] = ["Øst i alt", 12]
    assert [(problem.code, problem.place.cell) for problem in problems(tmp_path, rows)] == [(Code.SOURCE_TOTAL_WRONG, "B7")]


@pytest.mark.parametrize(("line", "areas"), [('drop = "Vest i alt"', ["Valby", "Vanløse"]), ('keep = "Vest i alt"', ["Vest i alt"])])
def test_a_row_that_the_description_names_is_no_total(line: str, areas: list[str], tmp_path: Path) -> None:
    """What »keep« and »drop« say of a row goes before what its words say."""
    description = described(column("area", "Bydel", "text", line), column("persons", "Personer", "count"))
    table = read(tmp_path, [*RECORDS, ["Vest i alt", 42]], description)
    assert (table.frame["area"].tolist(), table.totals) == (areas, ())


def test_a_total_that_areas_are_compared_with_is_a_reference(tmp_path: Path) -> None:
    """The policy says what the row is for."""
    scored = score(lay(tmp_path, [*RECORDS, ["I alt", 42]]) / FILE, compared="I alt")
    assert (scored.references, scored.totals) == (("I alt",), ())
    assert scored.frame["index"].tolist() == [30 / 42, 12 / 42]


def test_a_numbered_row_within_a_source_is_asked_about(tmp_path: Path) -> None:
    """In a table of others »1) Vest« may be a heading, so it ends no table."""
    found = problems(tmp_path, [RECORDS[0], RECORDS[1], ["1) Vest"], RECORDS[2]])
    assert [problem.code for problem in found] == [Code.SOURCE_ROW_WITHOUT_VALUES]
