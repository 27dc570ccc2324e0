"""Danish ways of filling in a table: numbers and dates as text, markers, titles, notes and totals; read correctly or reported."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from math import isnan
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.problems.model import Code
from tests.broken_inputs import FORUMS, INDICATORS, PLANS, Case, Edit, accepted, case_name, cell, cells, codes, refused, sheet, told
from tests.marked import merge_over

OUTSIDE = "Uden for arbejdsmarkedet, antal"
AMBIGUOUS = (
    "input/{} [{}]: fandt »{}« i »{}«, hvor ikke alle celler skriver tal ens, forventede et tal, der kun kan læses på én måde. "
    "Er tegnet et decimaltegn, eller adskiller det tusinder? Skriv tallet som tal."
)
SHARE_OR_PERCENT = (
    "input/indikatorer.xlsx [Byen!{}]: fandt »{}« i »Uden for arbejdsmarkedet, andel«, som har tal både op til 1 og over, "
    "forventede en andel. Andel eller procent? Formatér alle celler som procent, og ret dem."
)
DASH = "input/indikatorer.xlsx [2025!{}]: fandt »{}« i »{}«, som kan betyde ingen eller ukendt, forventede et tal. {}"
WITHHOLD = "Skriv 0 for ingen, eller skriv .. hvis kilden ikke oplyser tallet."
NEEDED = "Skriv 0 for ingen, ellers tallet; det kan ikke udelades her."
TOTAL = "input/indikatorer.xlsx [2025!{}]: fandt summen {}, forventede {}, som rækkerne giver tilsammen. Ret summen eller rækkerne, eller slet summen."


def columns_of(worksheet: Worksheet, row: int) -> dict[str, Any]:
    """Return the headers of a row with the column's letter."""
    return {str(cell.value): cell.column_letter for cell in worksheet[row] if cell.value is not None}


def add_total(label: dict[str, str], *, off_by: int = 0, column: str = "E") -> Edit:
    """Put a row of sums below the areas of 2025."""

    def change(worksheet: Worksheet) -> None:
        last = worksheet.max_row
        for letters in "DEFGHIJKLMNOP":
            worksheet[f"{letters}{last + 1}"] = sum(worksheet[f"{letters}{row}"].value for row in range(2, last + 1))
        worksheet[f"{column}{last + 1}"] = worksheet[f"{column}{last + 1}"].value + off_by
        for letters, text in label.items():
            worksheet[f"{letters}{last + 1}"] = text

    return sheet(INDICATORS, "2025", change)


CASES = [
    Case(
        Code.NUMBER_AMBIGUOUS,
        cells(INDICATORS, "2025", {"E2": "6.418", "E3": "12.5", "E4": "1.234.567", "E5": "5"}),
        tuple(
            AMBIGUOUS.format("indikatorer.xlsx", f"2025!{address}", found, OUTSIDE)
            for address, found in {"E2": "6.418", "E3": "12.5", "E4": "1.234.567"}.items()
        ),
    ),
    Case(
        Code.NUMBER_AMBIGUOUS,
        cells(PLANS, "Budget", {"F3": "30,000"}),
        (AMBIGUOUS.format("helhedsplaner.xlsx", "Budget!F3", "30,000", "Kroner"),),
    ),
    Case(
        Code.SHARE_OR_PERCENT,
        cells(INDICATORS, "Byen", {"E2": 0.4, "E3": 40}, "General"),
        (SHARE_OR_PERCENT.format("E2", "0,4"), SHARE_OR_PERCENT.format("E3", "40")),
    ),
    Case(
        Code.DASH_IN_NUMBERS,
        cells(INDICATORS, "2025", {"D3": " – ", "E2": "-"}),
        (DASH.format("D3", "–", "Beboere", NEEDED), DASH.format("E2", "-", OUTSIDE, WITHHOLD)),
    ),
    Case(Code.TOTAL_MISMATCH, add_total({"A": "I alt"}, off_by=1), (TOTAL.format("E7", "38.842", "38.841"),)),
    Case(Code.TOTAL_MISMATCH, add_total({"B": " HELE BYEN "}, off_by=-1, column="D"), (TOTAL.format("D7", "230.399", "230.400"),)),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_what_can_be_read_in_two_ways_is_asked_about(case: Case, tmp_path: Path) -> None:
    """Nothing is guessed: each cell that a person has to look at is told."""
    problems = refused(tmp_path, case.edit)
    assert set(codes(problems)) == {case.code}
    assert sorted(told(problems)) == sorted(case.told)
    assert "{" not in "".join(told(problems, "en"))


MARK = "input/indikatorer.xlsx [2025!{}]: »Uden for arbejdsmarkedet« {}"
FOUND = [
    Case(
        Code.COUNT_IMPOSSIBLE,
        cell(INDICATORS, "2025", "E2", "."),
        (MARK.format("E2", "kan ifølge kilden ikke forekomme for Indre Nørrebro i 2025."),),
    ),
    Case(
        Code.COUNT_PROVISIONAL,
        cell(INDICATORS, "2025", "E2", "6.000 *"),
        (MARK.format("E2", "er foreløbig for Indre Nørrebro i 2025."),),
    ),
]


@pytest.mark.parametrize("case", FOUND, ids=case_name)
def test_the_source_s_marks_are_kept_as_findings(case: Case, tmp_path: Path) -> None:
    """A number that cannot occur is missing, a provisional one counts, and the report says both."""
    tables = accepted(tmp_path, case.edit).tables
    assert [line for line in told(tables.findings) if "[2025!E2]" in line] == list(case.told)
    found = tables.indicators.set_index("count_cell")["count"]["2025!E2"]
    assert isnan(found) if case.code is Code.COUNT_IMPOSSIBLE else found == 6000


def test_numbers_as_text_are_the_numbers_that_a_dane_reads(tmp_path: Path) -> None:
    """Thousands points, spaces of every kind and stray ones, and a decimal comma with zeros are read; nothing else changes."""
    values = {"E2": "6.418", "E3": "5\N{NO-BREAK SPACE}310", "E4": " 812 ", "E5": "1'200", "G2": "12,0", "G3": "\N{NARROW NO-BREAK SPACE}7"}
    counts = accepted(tmp_path, cells(INDICATORS, "2025", values)).tables.indicators.set_index("count_cell")["count"]
    assert [counts[f"2025!{address}"] for address in values] == [6418, 5310, 812, 1200, 12, 7]


@pytest.mark.parametrize(
    ("value", "number_format"),
    [(0.1801, "0.0%"), ("18,01 %", "@"), ("18,01\N{NO-BREAK SPACE}%", "@"), ("0,1801", "@"), (0.1801, "General"), ("18.01%", "@")],
)
def test_a_share_is_read_however_it_is_written(value: Any, number_format: str, tmp_path: Path) -> None:
    """A percent format, a percent sign and a plain fraction mean the same: count over base, which the program checks."""
    edit = cells(INDICATORS, "Byen", {"E3": value}, number_format)
    other = cells(INDICATORS, "Byen", {"E2": None})
    assert accepted(tmp_path, other, edit).tables.city["year"].tolist()


@pytest.mark.parametrize(("count", "base", "share"), [(30, 10_000, 0.3), (30, 10_000, "0,3"), (50, 10_000, 0.5), (9_000, 100_000, 0.9)])
def test_a_plain_share_that_would_be_a_percent_is_never_taken_for_a_fraction(count: int, base: int, share: Any, tmp_path: Path) -> None:
    """Without sign or format 0.3 may be 30 % or 0.3 %: the count over its base says which, and a share that is another is refused."""
    numbers = cells(INDICATORS, "Byen", {"C3": count, "D3": base, "E3": share}, "General")
    found = refused(tmp_path, cells(INDICATORS, "Byen", {"E2": None}), numbers)
    assert Code.SHARE_MISMATCH in codes(tuple(problem for problem in found if problem.place.cell == "E3"))


DATES = [
    "31. december 2026",
    "31. dec. 2026",
    "31 DECEMBER 2026",
    "2026-12-31",
    "20261231",
    "31.12.2026",
    "31/12/2026",
    datetime(2026, 12, 31),  # noqa: DTZ001
]


@pytest.mark.parametrize("value", DATES, ids=str)
def test_a_date_is_read_in_every_form_that_names_one_day(value: Any, tmp_path: Path) -> None:
    """The day, the month as number or word and the year of four digits: one day, whatever parts them."""
    plans = accepted(tmp_path, cell(PLANS, "Helhedsplaner", "G2", value)).tables.plans
    assert plans["end"].iloc[0] == date(2026, 12, 31)


@pytest.mark.parametrize("label", [{"A": "I alt"}, {"B": "Samlet"}, {"A": "i  ALT"}, {}], ids=str)
def test_a_row_of_totals_is_confirmed_and_never_among_the_data(label: dict[str, str], tmp_path: Path) -> None:
    """A row that adds the areas up, with a label or without, changes no table."""
    plain, with_total = accepted(tmp_path / "plain").tables, accepted(tmp_path / "total", add_total(label)).tables
    assert with_total.indicators.equals(plain.indicators)
    assert with_total.area_years.equals(plain.area_years)


def test_the_city_s_own_numbers_may_stand_below_its_areas(tmp_path: Path) -> None:
    """The areas are parts of the city: a row »Hele byen« gives the city's numbers where it does not give the areas' sum."""

    def change(worksheet: Worksheet) -> None:
        city = worksheet.parent["Byen"]
        worksheet["B7"] = "Hele byen"
        numbers = columns_of(city, 1)
        for header, letters in columns_of(worksheet, 1).items():
            if header in numbers and header != "Område-id":
                worksheet[f"{letters}7"] = city[f"{numbers[header]}3"].value

    tables = accepted(tmp_path, sheet(INDICATORS, "2025", change)).tables
    assert tables.areas["area_id"].isin(tables.area_years["area_id"]).all()
    assert len(tables.area_years) == 10


def test_a_last_row_without_a_label_that_adds_nothing_up_lacks_its_id(tmp_path: Path) -> None:
    """A record whose id was forgotten is no total: it is told, never dropped."""
    assert set(codes(refused(tmp_path, add_total({}, off_by=1)))) == {Code.ROW_UNFINISHED}


def test_a_district_outside_the_division_is_a_district(tmp_path: Path) -> None:
    """`Uden for inddeling` is a real row."""
    edit = sheet(FORUMS, "Bydele", lambda worksheet: worksheet.append(["99", "Uden for inddeling", None]))
    assert "Uden for inddeling" in accepted(tmp_path, edit).tables.districts["district"].tolist()


def below_titles(worksheet: Worksheet) -> None:
    """Put two titles and an empty row above the table, notes below it, and move it two columns to the right."""
    worksheet.move_range(f"A1:{worksheet.cell(1, worksheet.max_column).column_letter}{worksheet.max_row}", rows=3, cols=2)
    worksheet["A1"] = "Udsatte byområder, 2025"
    worksheet["A2"] = "Beboere og boliger efter byområde"
    last = worksheet.max_row
    worksheet[f"A{last + 2}"] = "* Foreløbige tal"
    worksheet[f"A{last + 3}"] = "1) Opgjort ved årets udgang"
    worksheet[f"C{last + 4}"] = "Kilde: Danmarks Statistik"
    worksheet[f"C{last + 5}"] = "Opdateret den 2. februar 2026"


def under_merged_heads(worksheet: Worksheet) -> None:
    """Part the headers in two rows, the indicator merged over its count and its base."""
    worksheet.insert_rows(1)
    for place in range(1, worksheet.max_column + 1):
        stem, comma, rest = str(worksheet.cell(2, place).value).rpartition(", ")
        if comma and rest == "antal":
            worksheet.cell(1, place, stem)
            worksheet.merge_cells(start_row=1, end_row=1, start_column=place, end_column=place + 1)
        if comma:
            worksheet.cell(2, place, rest)
        else:
            worksheet.cell(1, place, rest)
            worksheet.cell(2, place).value = None
            worksheet.merge_cells(start_row=1, end_row=2, start_column=place, end_column=place)


@pytest.mark.parametrize(("change", "address"), [(below_titles, "G5"), (under_merged_heads, "E3")])
def test_titles_notes_and_heads_in_two_rows_change_no_value_and_no_address(
    change: Callable[[Worksheet], None], address: str, tmp_path: Path
) -> None:
    """Wherever the table stands, its values are the same, and a problem has the address that Excel shows."""
    plain, moved = accepted(tmp_path / "plain").tables, accepted(tmp_path / "moved", sheet(INDICATORS, "2025", change)).tables
    addresses = ["count_cell", "base_cell"]
    assert moved.indicators.drop(columns=addresses).equals(plain.indicators.drop(columns=addresses))
    assert moved.indicators.query("year == 2025")["count_cell"].iloc[0] == f"2025!{address}"
    problems = refused(tmp_path / "broken", sheet(INDICATORS, "2025", change), cell(INDICATORS, "2025", address, "mange"))
    assert [str(problem.place) for problem in problems] == [f"input/indikatorer.xlsx [2025!{address}]"]


def test_a_head_that_a_merged_area_hides_is_no_head(tmp_path: Path) -> None:
    """Where Excel shows one head over two columns, the second has no name, whatever still stands in its cell."""
    found = refused(tmp_path, sheet(INDICATORS, "2025", lambda worksheet: merge_over(worksheet, "E1:F1")))
    assert [(problem.code, problem.facts["column"]) for problem in found] == [(Code.COLUMN_MISSING, "Uden for arbejdsmarkedet, basis")]


def test_problems_say_which_area_and_which_year(tmp_path: Path) -> None:
    """A table of problems can be read without the workbook beside it."""
    edits = [cell(INDICATORS, "2025", "E3", "mange"), cell(INDICATORS, "Byen", "B2", "mange"), cell(PLANS, "Helhedsplaner", "F2", "snart")]
    assert [(problem.area, problem.period) for problem in refused(tmp_path, *edits)] == [
        ("", "2011"),
        ("Ydre Nørrebro", "2025"),
        ("Plan 01 Nørrebro", ""),
    ]


def test_words_for_nothing_are_words(tmp_path: Path) -> None:
    """`NA` and `None` are names that somebody typed."""
    edits = [cell(FORUMS, "Bydele", "B2", "NA"), cell(FORUMS, "Bydele", "B3", "None"), cell(INDICATORS, "2025", "C2", "null")]
    tables = accepted(tmp_path, *edits).tables
    assert tables.districts["district"].tolist()[:2] == ["NA", "None"]
    assert "null" in tables.area_years["boundary_version"].tolist()


def test_a_decomposed_name_is_composed(tmp_path: Path) -> None:
    """A name as a Mac writes it is printed as everyone reads it."""
    tables = accepted(tmp_path, cell(FORUMS, "Bydele", "B4", unicodedata.normalize("NFD", "Nørrebro å"))).tables
    assert "Nørrebro å" in tables.districts["district"].tolist()
