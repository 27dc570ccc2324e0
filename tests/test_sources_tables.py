"""Layouts of other organisations' tables: shifted, with titles and footnotes, merged headers, totals, several blocks in a sheet."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.problems.model import Code
from tests.foreign import AREA, PERSONS, column, described, problems, read, records
from tests.marked import raised

HEADS = ["Bydel", "Personer"]
VALBY, VANLOESE = ["Valby", 30], ["Vanløse", 12]
BOTH = [{"area": "Valby", "persons": 30}, {"area": "Vanløse", "persons": 12}]


@pytest.mark.parametrize(("down", "right"), [(0, 0), (3, 0), (0, 2), (5, 4)])
def test_a_table_may_begin_anywhere(down: int, right: int, tmp_path: Path) -> None:
    """Empty rows and columns before the table change nothing but the addresses."""
    rows: list[list[Any]] = [[None]] * down + [[None] * right + row for row in (HEADS, VALBY, VANLOESE)]
    table = read(tmp_path, rows, described(head=f"header_rows = [{down + 1}]"))
    assert records(table) == BOTH
    assert table.addresses["persons"].iloc[0] == f"Tabel!{'ABCDEF'[right + 1]}{down + 2}"


def test_titles_above_and_notes_below_are_no_data(tmp_path: Path) -> None:
    """A title stands above the header row; what stands under the table is set aside and told."""
    rows = [["Befolkning i København"], ["Pr. 1. januar"], HEADS, VALBY, VANLOESE, ["1. Foreløbige tal"], [], ["Kilde: Danmarks Statistik"]]
    table = read(tmp_path, rows, described(head="header_rows = [3]"))
    assert records(table) == BOTH
    assert [(note.row, note.text) for note in table.beside.notes] == [(6, "1. Foreløbige tal"), (8, "Kilde: Danmarks Statistik")]


@pytest.mark.parametrize("word", ["Kilde:", "KILDE :", "Anm.:", "Note:", "Source:", "Quelle:"])
def test_a_source_line_ends_the_table(word: str, tmp_path: Path) -> None:
    """A line with the source ends the table, even where no column of numbers is described."""
    table = read(tmp_path, [["Bydel"], ["Valby"], [f"{word} en anden"]], described(column(*AREA)))
    assert records(table) == [{"area": "Valby"}]
    assert [note.row for note in table.beside.notes] == [3]


def test_a_head_over_merged_cells_is_the_head_of_all_columns_under_it(tmp_path: Path) -> None:
    """Two header rows, merged across and down: each column is named by both."""
    rows = [["Bydel", "Mænd", None, "Kvinder", None], [None, "Antal", "Andel", "Antal", "Andel"], ["Valby", 30, 0.4, 45, 0.6]]
    description = described(
        column(*AREA),
        '[[source.columns]]\nname = "men"\nheader = ["Mænd", "Antal"]\nkind = "count"',
        '[[source.columns]]\nname = "women_share"\nheader = ["Kvinder", "Andel"]\nkind = "share"\nunit = "fraction"',
        head="header_rows = [1, 2]",
    )

    def merge(sheet: Worksheet) -> None:
        for area in ("A1:A2", "B1:C1", "D1:E1"):
            sheet.merge_cells(area)

    assert records(read(tmp_path, rows, description, merge)) == [{"area": "Valby", "men": 30, "women_share": 0.6}]
    assert records(read(tmp_path, rows, description)) == [{"area": "Valby", "men": 30, "women_share": 0.6}]  # centred, not merged


def test_a_header_that_occurs_twice_is_chosen_by_its_place(tmp_path: Path) -> None:
    """»occurrence« counts the same headers from the left; a letter does as well."""
    rows = [["Bydel", "Personer", "Personer"], ["Valby", 30, 31]]
    assert records(read(tmp_path, rows, described(column(*AREA), column(*PERSONS, "occurrence = 2")))) == [{"area": "Valby", "persons": 31}]
    letter = '[[source.columns]]\nname = "persons"\ncolumn = "c"\nkind = "count"'
    assert records(read(tmp_path, rows, described(column(*AREA), letter))) == [{"area": "Valby", "persons": 31}]


@pytest.mark.parametrize("head", ["2019", 2019, 2019.0, " 2019 "])
def test_years_side_by_side_are_columns(head: object, tmp_path: Path) -> None:
    """A header that is a number is found by its digits."""
    table = read(
        tmp_path, [["Bydel", head], VALBY], described(column(*AREA), '[[source.columns]]\nname = "p_2019"\nheader = 2019\nkind = "count"')
    )
    assert records(table) == [{"area": "Valby", "p_2019": 30}]


@pytest.mark.parametrize("label", ["I alt", "Hele landet", None])
def test_a_total_row_is_set_aside_and_confirmed(label: str | None, tmp_path: Path) -> None:
    """Known labels, named ones and a last row without a label are totals, and their sum is checked."""
    lines = ['totals = ["Hele landet"]'] if label == "Hele landet" else []
    table = read(tmp_path, [HEADS, VALBY, VANLOESE, [label, 42]], described(lines=lines))
    assert records(table) == BOTH
    ((total),) = table.beside.totals
    assert (total.row, total.text, total.confirmed) == (4, label or "", ("persons",))


@pytest.mark.parametrize("label", ["I alt", None])
def test_a_total_that_is_another_sum_is_refused(label: str | None, tmp_path: Path) -> None:
    """A total off by one is a problem at its cell."""
    (problem,) = problems(tmp_path, [HEADS, VALBY, VANLOESE, [label, 43]])
    assert (problem.code, problem.place.cell, problem.facts["expected"]) == (Code.SOURCE_TOTAL_WRONG, "B4", "42")


def test_a_rounded_total_is_confirmed_within_the_tolerance(tmp_path: Path) -> None:
    """A source that rounds each number may be off by as much as the description allows."""
    table = read(tmp_path, [HEADS, VALBY, VANLOESE, ["I alt", 43]], described(lines=["total_tolerance = 1"]))
    assert table.beside.totals[0].confirmed == ("persons",)


def test_a_total_of_withheld_numbers_is_not_confirmed_but_not_wrong(tmp_path: Path) -> None:
    """Nobody can tell the sum where a part is withheld; a sum of the others above it would be wrong all the same."""
    assert read(tmp_path, [HEADS, VALBY, ["Vanløse", ".."], ["I alt", 42]]).beside.totals[0].unconfirmed == ("persons",)
    assert [p.code for p in problems(tmp_path, [HEADS, VALBY, ["Vanløse", ".."], ["I alt", 29]])] == [Code.SOURCE_TOTAL_WRONG]


def test_a_total_of_a_group_stands_for_that_group(tmp_path: Path) -> None:
    """»I alt« beside a year is the sum of that year's records; a share is not added up."""
    rows = [["År", "Bydel", "Personer", "Andel"]]
    rows += [[2016, "Valby", 3, 0.5], [2016, "Vanløse", 4, 0.5], [2016, "I alt", 7, 1], [2017, "Valby", 5, 0.25], [2017, "I alt", 5, 1]]
    table = read(
        tmp_path,
        rows,
        described(column("year", "År", "year"), column(*AREA), column(*PERSONS), column("part", "Andel", "share", 'unit = "fraction"')),
    )
    assert [total.confirmed for total in table.beside.totals] == [("persons",), ("persons",)]
    assert len(table.frame) == 3


def test_notes_below_a_table_are_kept_in_their_order(tmp_path: Path) -> None:
    """Close below it or after an empty row; a note may begin with a raised figure."""
    close = read(tmp_path, [HEADS, VALBY, ["* foreløbig"], ["** skønnet"], [raised("Opgjort i ", "2")]])
    assert [note.text for note in close.beside.notes] == ["* foreløbig", "** skønnet", "Opgjort i 2"]
    apart = read(tmp_path, [HEADS, VALBY, [], [raised("Opgjort i ", "2")], ["Kilde: nogen"]])
    assert [note.text for note in apart.beside.notes] == ["Opgjort i 2", "Kilde: nogen"]


def test_a_total_may_have_an_id_of_its_own(tmp_path: Path) -> None:
    """The code of the whole is no record's, so it is left out when the sum is confirmed."""
    rows = [["Kode", *HEADS], ["101", *VALBY], ["102", *VANLOESE], ["000", "I alt", 42]]
    table = read(tmp_path, rows, described(column("code", "Kode", "id"), column(*AREA), column(*PERSONS)))
    assert table.beside.totals[0].confirmed == ("persons",)
    rows[3][2] = 43
    (problem,) = problems(tmp_path, rows, described(column("code", "Kode", "id"), column(*AREA), column(*PERSONS)))
    assert problem.code is Code.SOURCE_TOTAL_WRONG


def test_those_outside_the_districts_are_a_record(tmp_path: Path) -> None:
    """»Uden for inddeling« is a row of its own, and part of the sum."""
    table = read(tmp_path, [HEADS, VALBY, ["Uden for inddeling", 12], ["I alt", 42]])
    assert [record["area"] for record in records(table)] == ["Valby", "Uden for inddeling"]
    assert table.beside.totals[0].confirmed == ("persons",)


@pytest.mark.parametrize("key", ["last_row = 3", 'ends_before = "Østerbro "'])
def test_several_blocks_in_a_sheet_are_read_one_at_a_time(key: str, tmp_path: Path) -> None:
    """A table ends at its last row or before a text."""
    below = [["Østerbro", 7]] if key.startswith("ends") else [[], HEADS, ["Østerbro", 7]]
    assert records(read(tmp_path, [HEADS, VALBY, VANLOESE, *below], described(lines=[key]))) == BOTH


@pytest.mark.parametrize("between", [[], ["Kilde: KK"]])
def test_numbers_below_the_end_of_a_table_are_asked_about(between: list[Any], tmp_path: Path) -> None:
    """An empty row or a note may stand inside a table: it ends there only where the description says so."""
    rows = [HEADS, VALBY, between, VANLOESE, ["Brønshøj", "7"]]
    (found,) = problems(tmp_path, rows)
    assert (found.code, found.place.cell, dict(found.facts)) == (Code.SOURCE_ROWS_UNREAD, "4", {"rows": "4–5", "last": 5, "end": 2})
    assert len(records(read(tmp_path, rows, described(lines=["last_row = 2"])))) == 1
    if not between:
        assert len(records(read(tmp_path, rows, described(lines=["last_row = 5"])))) == 3


def test_a_text_below_the_end_of_a_table_is_a_note(tmp_path: Path) -> None:
    """A note may stand in any column, and its figures are no numbers."""
    assert records(read(tmp_path, [HEADS, VALBY, VANLOESE, [], [None, "Opgjort i 2024"], ["Kilde: KK"]])) == BOTH


def test_names_below_the_end_of_a_table_without_numbers_are_asked_about(tmp_path: Path) -> None:
    """Several names in a row are a row of the table."""
    rows = [["Bydel", "Forum"], ["Valby", "F1"], [], ["Vanløse", "F2"]]
    (found,) = problems(tmp_path, rows, described(column(*AREA), column("forum", "Forum", "text")))
    assert found.code is Code.SOURCE_ROWS_UNREAD


def test_a_second_block_is_another_source(tmp_path: Path) -> None:
    """The header row tells the blocks apart."""
    table = read(tmp_path, [HEADS, VALBY, [], HEADS, VANLOESE], described(head="header_rows = [4]"))
    assert records(table) == BOTH[1:]


def test_rows_can_be_left_out_by_number(tmp_path: Path) -> None:
    """Single rows and spans are left out and counted."""
    rows = [HEADS, ["x", 1], VALBY, ["y", 1], ["z", 1], VANLOESE]
    table = read(tmp_path, rows, described(lines=['skip_rows = [2, "4-5"]']))
    assert (records(table), table.beside.left_out) == (BOTH, 3)


def test_an_empty_row_that_is_left_out_ends_nothing(tmp_path: Path) -> None:
    """An empty row within the table can be named, and the table goes on below it."""
    table = read(tmp_path, [HEADS, VALBY, [], VANLOESE], described(lines=["skip_rows = 3"]))
    assert records(table) == BOTH


def test_headings_between_the_rows_become_a_column(tmp_path: Path) -> None:
    """A row with a text alone is the heading of the rows below it, where the description says so."""
    rows = [HEADS, ["2016"], VALBY, ["2017"], VANLOESE]
    group = '[[source.columns]]\nname = "year"\ngroup_heading = true\nkind = "year"'
    table = read(tmp_path, rows, described(group, column(*AREA), column(*PERSONS)))
    assert records(table) == [{"year": 2016, **BOTH[0]}, {"year": 2017, **BOTH[1]}]
    assert table.addresses["year"].tolist() == ["Tabel!A2", "Tabel!A4"]


def test_a_value_is_repeated_downwards(tmp_path: Path) -> None:
    """Cells merged downwards, and empty ones with fill_down, say what stands above them, at that cell's address."""
    rows = [["År", "Bydel", "Personer"], [2016, "Valby", 30], [None, "Vanløse", 12]]
    year = ("year", "År", "year")
    for line, change in (("fill_down = true", None), ("", lambda sheet: sheet.merge_cells("A2:A3"))):
        table = read(tmp_path, rows, described(column(*year, line), column(*AREA), column(*PERSONS)), change)
        assert [record["year"] for record in records(table)] == [2016, 2016]
        assert table.addresses["year"].tolist() == ["Tabel!A2", "Tabel!A2"]
    assert [problem.code for problem in problems(tmp_path, rows, described(column(*year), column(*AREA), column(*PERSONS)))] == [
        Code.SOURCE_VALUE_MISSING
    ]


def test_a_last_row_that_is_merged_with_the_one_above_is_no_total(tmp_path: Path) -> None:
    """Its name stands above it."""
    table = read(tmp_path, [HEADS, VALBY, [None, 12]], None, lambda sheet: sheet.merge_cells("A2:A3"))
    assert records(table) == [{"area": "Valby", "persons": 30}, {"area": "Valby", "persons": 12}]


def test_a_total_s_label_is_not_repeated_downwards(tmp_path: Path) -> None:
    """What stands above a record is another record's, never a total's."""
    rows = [["År", "Bydel", "Personer"], [2016, "Valby", 30], ["I alt", None, 42], [None, "Vanløse", 12]]
    table = read(
        tmp_path,
        rows,
        described(column("year", "År", "year", "fill_down = true"), column(*AREA), column(*PERSONS), lines=["last_row = 4"]),
    )
    assert [record["year"] for record in records(table)] == [2016, 2016]


def test_a_total_of_several_rows_is_one_in_each(tmp_path: Path) -> None:
    """»I alt« stands once, over the rows of men and women."""
    rows = [["Bydel", "Køn", "Personer"], ["Valby", "M", 1], [None, "K", 2], ["Vanløse", "M", 10], [None, "K", 20]]
    rows += [["I alt", "M", 11], [None, "K", 22]]
    table = read(tmp_path, rows, described(column(*AREA, "fill_down = true"), column("sex", "Køn", "text"), column(*PERSONS)))
    assert [record["area"] for record in records(table)] == ["Valby", "Valby", "Vanløse", "Vanløse"]
    assert [(total.row, total.confirmed) for total in table.beside.totals] == [(6, ("persons",)), (7, ("persons",))]


def test_filters_keep_and_drop_rows(tmp_path: Path) -> None:
    """Rows are chosen by a column's value; a problem in a row that is left out is none."""
    rows = [["Bydel", "Køn", "Personer"], ["Valby", "Mænd", 1], ["Valby", "Kvinder", 2], ["Ukendt", "mænd", "?"]]
    sex = ("sex", "Køn", "text")
    table = read(tmp_path, rows, described(column(*AREA, 'drop = "Ukendt"'), column(*sex, 'keep = ["Mænd"]'), column(*PERSONS)))
    assert records(table) == [{"area": "Valby", "sex": "Mænd", "persons": 1}]
    assert table.beside.left_out == 2


def test_a_total_counts_what_keep_leaves_out(tmp_path: Path) -> None:
    """The source's own sum is of all its rows, whichever are wanted; rows that »drop« names are none of its parts."""
    rows = [HEADS, VALBY, VANLOESE, ["Heraf Ålholm", 5], ["I alt", 42]]
    table = read(tmp_path, rows, described(column(*AREA, 'keep = "Valby"', 'drop = "Heraf Ålholm"'), column(*PERSONS)))
    assert (records(table), table.beside.totals[0].confirmed) == (BOTH[:1], ("persons",))


def test_names_are_found_however_they_are_composed(tmp_path: Path) -> None:
    """Decomposed letters, no-break spaces and line breaks within a header make no difference."""
    decomposed = unicodedata.normalize("NFD", "Område\N{NO-BREAK SPACE}å")
    rows = [[decomposed, "Per\N{SOFT HYPHEN}soner"], [unicodedata.normalize("NFD", "Brønshøj-Ålholm"), 3]]
    table = read(tmp_path, rows, described(column("area", "område Å", "text"), column(*PERSONS)))
    assert records(table) == [{"area": "Brønshøj-Ålholm", "persons": 3}]


def test_hidden_rows_and_columns_are_read_and_mentioned(tmp_path: Path) -> None:
    """What Excel hides is data all the same; who reads the table is told."""

    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    table = read(tmp_path, [HEADS, VALBY, VANLOESE], None, hide)
    assert (records(table), table.beside.hidden_rows, table.beside.hidden_columns) == (BOTH, (3,), ("B",))


@pytest.mark.parametrize("sheet", ['sheet = "tabel "', "sheet = 1", "sheet = 'TABEL'", ""])
def test_a_sheet_is_named_or_numbered(sheet: str, tmp_path: Path) -> None:
    """Case and spaces make no difference; the only sheet need not be named."""
    assert len(read(tmp_path, [HEADS, VALBY], described(lines=[sheet])).frame) == 1
