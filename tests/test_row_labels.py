"""Reports, sources and scores recognise total rows and notes alike: each workbook is read by all three."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.problems.model import Code
from pipeline.problems.rejected import InputRejected
from tests.foreign import FILE, column, described, lay, problems, read
from tests.three_readers import Read, read_three_ways, score

RECORDS: list[list[Any]] = [["Bydel", "Personer"], ["Valby", 30], ["Vanløse", 12]]
BOTH = {2: 30, 3: 12}
TOTALS = [
    "I alt",
    "i  alt",
    "Ialt",
    "Hele byen",
    "Hele landet",
    "Samlet",
    "Total",
    "TOTALT",
    "Sum",
    "Alle",
    "I alt:",
    "Total*",
    "Indre By i alt",
    "Hovedtotal",
    "Totalsum",
    "Byen som helhed",
    "Gesamtergebnis",
]
MAYBE_TOTALS = [
    *("I alt Troms og Finnmark", "I alt, Nørrebro", "I alt (alle aldre)", "Total Scotland", "Hele Norge", "Alle kommuner", "Sum Nordland"),
    *(
        "Samlet for byen",
        "Nordland totalt",
        "Danmark - total",
        "Bornholm, ialt",
        "Indre By i alt (antal)",
        "Alle Helgens",
        "Hele byens kvarter",
    ),
]
AREAS = ["Totalby", "Summen", "Summerup", "Ialtvej", "Allerød", "Frederiksberg Alle", "Samletvej", "Mariaalt", "Halle"]
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


@pytest.mark.parametrize("label", MAYBE_TOTALS)
@pytest.mark.parametrize("place", [1, 3])
def test_a_label_with_the_word_for_a_total_is_a_total_to_all_if_it_is_the_sum(label: str, place: int, tmp_path: Path) -> None:
    """Above its rows or below them."""
    rows = [*RECORDS[:place], [label, 42], *RECORDS[place:]]
    values = dict(zip((row for row in (2, 3, 4) if row != place + 1), BOTH.values(), strict=True))
    assert read_three_ways(tmp_path, rows) == [Read(values, [place + 1], [])] * 3


@pytest.mark.parametrize("label", MAYBE_TOTALS)
def test_a_label_with_the_word_for_a_total_that_is_no_sum_is_asked_about_by_all(label: str, tmp_path: Path) -> None:
    """It is neither a record nor a total until somebody says which."""
    for read_one in read_three_ways(tmp_path, [*RECORDS, [label, 41]]):
        assert read_one.problems == [(Code.TOTAL_OR_RECORD, "A4")]
        assert 4 not in read_one.values


@pytest.mark.parametrize("key", ["totals", "also"])
def test_the_description_and_the_policy_say_which_it_is(key: str, tmp_path: Path) -> None:
    """The answer to the question has a place for either kind of table."""
    rows = [*RECORDS, ["Alle Helgens", 41]]
    line = f'{key} = ["Alle Helgens"]'
    persons = column("persons", "Personer", "count", "additive = false")
    of_column, of_source = ([line], []) if key == "also" else ([], [line])
    table = read(tmp_path, rows, described(column("area", "Bydel", "text", *of_column), persons, lines=of_source))
    scored = score(tmp_path / "input" / FILE, lines=line)
    set_aside = [4] if key == "totals" else []
    assert [total.row for total in table.beside.totals] == [int(cell[1:]) for cell, _ in scored.totals] == set_aside
    assert len(table.frame) == len(scored.frame) == 3 - len(set_aside)


NESTED = [
    *(["Bydel", "Personer"], ["a", 1], ["b", 2], ["Nord i alt", 3], ["c", 10], ["d", 20], ["Syd i alt", 30], ["I alt Vest", 33]),
    *(["e", 100], ["f", 200], ["Øst i alt", 300], ["Landet", 333]),
]


def test_totals_of_totals_are_each_confirmed_by_their_own_rows(tmp_path: Path) -> None:
    """Three levels: of a part, of two parts, of all."""
    values = {2: 1, 3: 2, 5: 10, 6: 20, 9: 100, 10: 200}
    assert read_three_ways(tmp_path, NESTED) == [Read(values, [4, 7, 8, 11, 12], [])] * 3
    assert [total.confirmed for total in read(tmp_path, NESTED).beside.totals] == [("persons",)] * 5


@pytest.mark.parametrize("number", [4, 7, 12])
def test_a_wrong_total_among_totals_is_told(number: int, tmp_path: Path) -> None:
    """Another level's sum does not hide an error of one."""
    rows = [[*row] for row in NESTED]
    rows[number - 1][1] += 1
    report, source, _ = read_three_ways(tmp_path, rows)
    assert report.problems == [(Code.TOTAL_MISMATCH, f"B{number}")]
    assert source.problems == [(Code.SOURCE_TOTAL_WRONG, f"B{number}")]


def test_a_total_above_its_rows_is_confirmed_by_those_below(tmp_path: Path) -> None:
    """Many offices put the region before its municipalities."""
    rows = [RECORDS[0], ["Hele landet", 33], ["I alt Nord", 3], ["a", 1], ["b", 2], ["I alt Syd", 30], ["c", 10], ["d", 20]]
    assert read_three_ways(tmp_path, rows) == [Read({4: 1, 5: 2, 7: 10, 8: 20}, [2, 3, 6], [])] * 3


GROUP = '[[source.columns]]\nname = "sex"\ngroup_heading = true\nkind = "text"'
BLOCKS = [
    RECORDS[0],
    ["Mænd"],
    ["a", 1],
    ["b", 2],
    ["I alt", 3],
    ["Kvinder"],
    ["a", 10],
    ["b", 20],
    ["I alt Vest", 30],
    ["Hele landet", 33],
]


def test_a_total_within_a_block_is_of_that_block(tmp_path: Path) -> None:
    """The heading above a total says which rows it adds up; the last one may be of all."""
    description = described(GROUP, column("area", "Bydel", "text"), column("persons", "Personer", "count"))
    table = read(tmp_path, BLOCKS, description)
    assert table.frame["sex"].tolist() == ["Mænd", "Mænd", "Kvinder", "Kvinder"]
    assert [(total.row, total.confirmed) for total in table.beside.totals] == [(row, ("persons",)) for row in (5, 9, 10)]
    wrong = [[*row] for row in BLOCKS]
    wrong[4][1] = 4
    (found,) = problems(tmp_path, wrong, description)
    assert (found.code, found.place.cell, found.facts["expected"], found.facts["number"]) == (Code.SOURCE_TOTAL_WRONG, "B5", "3", 2)


def test_a_block_of_all_is_a_block(tmp_path: Path) -> None:
    """»I alt« as a heading is over the rows of both sexes."""
    rows = [RECORDS[0], ["I alt"], ["a", 11], ["b", 22], ["Mænd"], ["a", 1], ["b", 2]]
    table = read(tmp_path, rows, described(GROUP, column("area", "Bydel", "text"), column("persons", "Personer", "count")))
    assert table.frame["sex"].tolist() == ["I alt", "I alt", "Mænd", "Mænd"]


def test_a_possible_total_is_compared_with_the_rows_of_its_year(tmp_path: Path) -> None:
    """In a table of several years, for sources and scores alike."""
    rows = [["Bydel", "År", "Personer"], ["a", 2023, 1], ["b", 2023, 2], ["Alle områder", 2023, 3], ["a", 2024, 5], ["b", 2024, 6]]
    rows.append(["Alle områder", 2024, 11])
    columns = (column("area", "Bydel", "text"), column("year", "År", "year"), column("persons", "Personer", "count"))
    path = lay(tmp_path, rows, described(*columns)) / FILE
    assert [total.row for total in read(tmp_path, rows, described(*columns)).beside.totals] == [4, 7]
    assert [cell for cell, _ in score(path, lines='year = "År"').totals] == ["A4", "A7"]


def test_a_text_that_a_pattern_does_not_match_is_asked_about(tmp_path: Path) -> None:
    """The pattern of the names says nothing of a row of another kind."""
    numbered = column("area", "Bydel", "text", r"pattern = '\d+\. (.+)'")
    persons = column("persons", "Personer", "count")
    (found,) = problems(tmp_path, [RECORDS[0], ["1. Valby", 30], ["Troms og Finnmark", 30]], described(numbered, persons))
    assert (found.code, found.place.cell) == (Code.SOURCE_PATTERN_MISSED, "A3")
    known = numbered + '\nalso = ["Uoplyst"]'
    table = read(tmp_path, [RECORDS[0], ["1. Valby", 30], ["Uoplyst", 2], ["I alt", 32]], described(known, persons))
    assert table.frame["area"].tolist() == ["Valby", "Uoplyst"]


@pytest.mark.parametrize("text", [*NOTES, *SIGNS])
def test_a_note_below_is_set_aside_by_all(text: str, tmp_path: Path) -> None:
    """For all three readers, a note is no record."""
    assert read_three_ways(tmp_path, [*RECORDS, [text]]) == [Read(BOTH, [], [])] * 3


def test_a_total_of_a_part_stands_for_the_rows_since_the_one_before(tmp_path: Path) -> None:
    """Two parts and the whole: each is confirmed by its own rows, and one that is off by one is told."""
    rows = [*RECORDS, ["Vest i alt", 42], ["Indre By", 5], ["Østerbro", 6], ["Øst i alt", 11], ["I alt", 53]]
    table = read(tmp_path, rows)
    assert [(total.row, total.confirmed) for total in table.beside.totals] == [(4, ("persons",)), (7, ("persons",)), (8, ("persons",))]
    rows[6] = ["Øst i alt", 12]
    assert [(problem.code, problem.place.cell) for problem in problems(tmp_path, rows)] == [(Code.SOURCE_TOTAL_WRONG, "B7")]


@pytest.mark.parametrize(("line", "areas"), [('drop = "Vest i alt"', ["Valby", "Vanløse"]), ('keep = "Vest i alt"', ["Vest i alt"])])
def test_a_row_that_the_description_names_is_no_total(line: str, areas: list[str], tmp_path: Path) -> None:
    """What »keep« and »drop« say of a row goes before what its words say."""
    description = described(column("area", "Bydel", "text", line), column("persons", "Personer", "count"))
    table = read(tmp_path, [*RECORDS, ["Vest i alt", 42]], description)
    assert (table.frame["area"].tolist(), table.beside.totals) == (areas, ())


def test_a_total_that_areas_are_compared_with_is_a_reference(tmp_path: Path) -> None:
    """The policy says what the row is for."""
    scored = score(lay(tmp_path, [*RECORDS, ["I alt", 42]]) / FILE, compared="I alt")
    assert (scored.references, scored.totals) == (("I alt",), ())
    assert scored.frame["index"].tolist() == [30 / 42, 12 / 42]
    also = score(lay(tmp_path, [*RECORDS, ["Alle områder", 42], ["Byen", 60]]) / FILE, compared="Byen")
    assert (also.references, [label for _, label in also.totals]) == (("Byen",), ["Alle områder"])


def test_a_numbered_row_within_a_source_is_asked_about(tmp_path: Path) -> None:
    """In a table of others »1) Vest« may be a heading, so it ends no table."""
    found = problems(tmp_path, [RECORDS[0], RECORDS[1], ["1) Vest"], RECORDS[2]])
    assert [problem.code for problem in found] == [Code.SOURCE_ROW_WITHOUT_VALUES]


REGIONS: list[list[Any]] = [["Bydel", "Personer"], ["Nord", 1200], ["Syd", 2300], ["Vest", 3400], ["Øst", 100]]


@pytest.mark.parametrize("label", ["Københavns Kommune", "Danmark", "Σ", "Begge køn"])
@pytest.mark.parametrize("place", [1, 5])
def test_a_row_that_is_the_sum_of_all_others_is_asked_about_whatever_its_name(label: str, place: int, tmp_path: Path) -> None:
    """The first or the last row; the answer is a total or a record."""
    rows = [*REGIONS[:place], [label, 7000], *REGIONS[place:]]
    (found,) = problems(tmp_path, rows)
    with pytest.raises(InputRejected) as rejected:
        score(tmp_path / "input" / FILE)
    (other,) = rejected.value.problems
    assert [(one.code, one.place.cell) for one in (found, other)] == [(Code.SUM_OF_OTHERS, f"A{place + 1}")] * 2
    numbers = sorted(number for _, number in REGIONS[1:])
    persons = column("persons", "Personer", "count")
    for wanted, answer in ((numbers, f'totals = ["{label}"]'), ([*numbers, 7000], "")):
        description = described(column("area", "Bydel", "text", *([] if answer else [f'also = ["{label}"]'])), persons, lines=[answer])
        assert sorted(read(tmp_path, rows, description).frame["persons"]) == wanted
        frame = score(tmp_path / "input" / FILE, lines=answer or f'also = ["{label}"]').frame
        assert sorted(frame["persons"]) == wanted


RATE = '\n[[indicators]]\nid = "rate"\ncolumns = { numerator = "Procent" }\n'


@pytest.mark.parametrize(("rate", "asked"), [(7.25, True), (10, True), (10.5, False)])
def test_a_rate_beside_the_sums_hides_no_total(rate: float, asked: bool, tmp_path: Path) -> None:
    """The whole's rate lies between the parts'; a row beyond them is a place of its own."""
    rows = [["Bydel", "Personer", "Procent"], *([*region, share] for region, share in zip(REGIONS[1:], (5, 7, 8, 10), strict=True))]
    file = lay(tmp_path, [*rows, ["Danmark", 7000, rate]]) / FILE
    if not asked:
        assert len(score(file, further=RATE).frame) == 5
        return
    with pytest.raises(InputRejected) as rejected:
        score(file, further=RATE)
    assert [(one.code, one.place.cell) for one in rejected.value.problems] == [(Code.SUM_OF_OTHERS, "A6")]


def test_the_sum_of_all_others_is_one_within_its_year(tmp_path: Path) -> None:
    """»Danmark« beside 2019 is the sum of that year's rows."""
    rows = [["Bydel", "År", "Personer"], *([area, year, number + year] for year in (2019, 2020) for area, number in REGIONS[1:])]
    rows.append(["Danmark", 2020, 7000 + 4 * 2020])
    columns = (column("area", "Bydel", "text"), column("year", "År", "year"), column("persons", "Personer", "count"))
    assert [one.code for one in problems(tmp_path, rows, described(*columns))] == [Code.SUM_OF_OTHERS]
    with pytest.raises(InputRejected) as rejected:
        score(tmp_path / "input" / FILE, lines='year = "År"')
    assert [one.code for one in rejected.value.problems] == [Code.SUM_OF_OTHERS]


@pytest.mark.parametrize(
    "rows", [[["a", 30], ["b", 12], ["c", 42]], [["a", 1], ["b", 2], ["c", 3], ["d", 6]], [["a", 900], ["b", 1], ["c", 901]]]
)
def test_few_or_small_numbers_that_add_up_are_records(rows: list[list[Any]], tmp_path: Path) -> None:
    """They add up by chance too often to be asked about."""
    assert len(read(tmp_path, [["Bydel", "Personer"], *rows]).frame) == len(score(tmp_path / "input" / FILE).frame) == len(rows)
