"""The words that part a table's rows mean the same to reports, sources and scores: each workbook is read by all three."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.load.sheet import read_sheet
from pipeline.problems import Code, InputRejected
from pipeline.schema import Column, Kind, Sheet
from pipeline.score_file import ScoredFile, score_file
from pipeline.sources import read_sources
from pipeline.validate.totals import parse_with_totals
from pipeline.wording import load_language
from pipeline.xlsx import read_limited
from tests.foreign import FILE, column, described, lay, problems, read

SHEET = Sheet("areas", "Tabel", (Column("area", "Bydel", Kind.TEXT), Column("persons", "Personer", Kind.COUNT)), ())
POLICY = """
id = "x"
name = "x"
version = "1"
effective_from = 2020-01-01
source = "x"
assumptions = []

[input]
id = "Bydel"

[references]
REFERENCE

[index]
aggregate = "sum"

[[indicators]]
id = "persons"
columns = { numerator = "Personer" }
STEP
"""
RECORDS: list[list[Any]] = [["Bydel", "Personer"], ["Valby", 30], ["Vanløse", 12]]
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


def score(path: Path, *, compared: str = "") -> ScoredFile:
    """Score a table of districts and persons."""
    reference, step = (f'r = {{ row = "{compared}" }}', 'normalise = { method = "ratio", reference = "r" }') if compared else ("", "")
    policy = path.with_name("politik.toml")
    policy.write_text(POLICY.replace("REFERENCE", reference).replace("STEP", step), encoding="utf-8")
    return score_file(policy, path, load_language("da"))


def read_three_ways(folder: Path, rows: Sequence[Sequence[Any]]) -> list[tuple[list[int], list[int]]]:
    """Return the rows that hold records, and those of totals, as reports, sources and scores find them."""
    path = lay(folder, rows) / FILE
    raw, found = read_sheet(read_limited(path).sheets[0], SHEET, FILE)
    assert raw is not None
    assert not found
    table, totals, wrong = parse_with_totals(raw)
    assert not wrong
    (source,) = read_sources(path.parent)
    scored = score(path)
    return [
        (table.frame.index.tolist(), [total.row for total in totals]),
        (source.frame.index.tolist(), [total.row for total in source.totals]),
        (scored.frame["input_row"].tolist(), [int(cell[1:]) for cell, _ in scored.totals]),
    ]


@pytest.mark.parametrize("label", TOTALS)
def test_a_total_is_set_aside_by_all(label: str, tmp_path: Path) -> None:
    """Whoever reads the table, the row that adds the others up is none of them."""
    assert read_three_ways(tmp_path, [*RECORDS, [label, 42]]) == [([2, 3], [4])] * 3


@pytest.mark.parametrize("label", AREAS)
def test_a_name_that_begins_like_a_total_is_an_area_to_all(label: str, tmp_path: Path) -> None:
    """Words are compared whole."""
    assert read_three_ways(tmp_path, [*RECORDS, [label, 42]]) == [([2, 3, 4], [])] * 3


@pytest.mark.parametrize("text", [*NOTES, *SIGNS])
def test_a_note_below_is_set_aside_by_all(text: str, tmp_path: Path) -> None:
    """Whoever reads the table, a note is no record."""
    assert read_three_ways(tmp_path, [*RECORDS, [text]]) == [([2, 3], [])] * 3


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
    with pytest.raises(InputRejected) as rejected:
        read(tmp_path, [RECORDS[0], RECORDS[1], ["1) Vest"], RECORDS[2]])
    assert [problem.code for problem in rejected.value.problems] == [Code.SOURCE_ROW_WITHOUT_VALUES]
