"""Files, sheets, headers and formulas: unreadable ones are reported with their place, and values read keep their addresses."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.input.check_input import check_input
from pipeline.input.load.workbook import load_workbooks
from pipeline.language.language import load_language
from pipeline.problems.describe import describe_in_place
from pipeline.problems.model import Code
from pipeline.problems.rejected import InputRejected
from tests.broken_inputs import (
    FORUMS,
    INDICATORS,
    PLANS,
    Case,
    accepted,
    case_name,
    cell,
    cells,
    codes,
    content,
    emptied,
    folder_instead,
    read_cases,
    refused,
    renamed,
    sheet,
    small_input,
    told,
    workbook,
)

NO_COLUMN = "input/fora.xlsx [{}!1]: fandt ingen kolonne »{}«; den nærmeste overskrift er »{}«. Ret overskriften, eller tilføj kolonnen."
UNSAVED = "input/helhedsplaner.xlsx [{}]: fandt en formel uden gemt resultat i »{}«, forventede en værdi. Åbn filen i Excel, og gem den, eller skriv værdien."

CASES = [
    *read_cases("load.csv"),
    Case(
        Code.FILE_MISSING,
        lambda folder: (folder / FORUMS).unlink(),
        ("input/fora.xlsx: filen findes ikke. Læg den der, eller lav tomme projektmapper med: make template.",),
    ),
    Case(
        Code.SHEET_TWICE,
        workbook(INDICATORS, lambda book: setattr(book.copy_worksheet(book["2025"]), "title", " 2025")),
        ("input/indikatorer.xlsx [ 2025]: fandt arket » 2025« ved siden af »2025«, som betyder det samme. Omdøb eller slet et af dem.",),
    ),
    Case(
        Code.SHEET_TWICE,
        workbook(INDICATORS, lambda book: setattr(book.copy_worksheet(book["Byen"]), "title", "Byen ")),
        ("input/indikatorer.xlsx [Byen ]: fandt arket »Byen « ved siden af »Byen«, som betyder det samme. Omdøb eller slet et af dem.",),
    ),
    Case(
        Code.COLUMN_TWICE,
        cell(FORUMS, "Modtagere", "AB1", " e-mail"),
        ("input/fora.xlsx [Modtagere!AB1]: fandt overskriften »E-mail« igen; den står allerede i C1. Slet den ene kolonne.",),
    ),
    Case(
        Code.FORMULA_UNSAVED, cell(PLANS, "Helhedsplaner", "J2", "=TODAY()"), (UNSAVED.format("Helhedsplaner!J2", "Kommunens godkendelse"),)
    ),
    Case(
        Code.FORMULA_UNSAVED,  # a whole row of them is no empty row, not even below the last value
        sheet(FORUMS, "Bydele", lambda worksheet: worksheet.append(["=A2", "=B2", "=C2"])),
        (UNSAVED.replace("helhedsplaner", "fora").format("Bydele!A12:C12", "Bydel-id«, »Bydel«, »Forum-id"),),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_what_cannot_be_read_is_told_with_its_place(case: Case, tmp_path: Path) -> None:
    """A file, sheet, column or formula that cannot be read is the one problem told, in Danish, and can be told in English."""
    problems = refused(tmp_path, case.edit)
    assert case.code in codes(problems)
    assert told(problems) == list(case.told)
    assert all("{" not in line for line in told(problems, "en"))


def with_part(whole: bytes, part: str, changed: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one of the files in its archive changed, or left out where nothing is left of it."""
    copy = BytesIO()
    with ZipFile(BytesIO(whole)) as source, ZipFile(copy, "w") as target:
        for name in source.namelist():
            content_of_part = changed(source.read(name)) if name == part else source.read(name)
            if content_of_part:
                target.writestr(name, content_of_part)
    return copy.getvalue()


LACKING = {
    "_rels/.rels": {Code.FILE_NOT_WORKBOOK},
    "xl/workbook.xml": {Code.FILE_NOT_WORKBOOK},
    "xl/_rels/workbook.xml.rels": {Code.FILE_DAMAGED},
    "xl/worksheets/sheet3.xml": {Code.FILE_DAMAGED},
}


@pytest.mark.parametrize("part", sorted(LACKING))
def test_an_archive_that_lacks_a_part_is_refused(part: str, tmp_path: Path) -> None:
    """An archive without its relations, its workbook or a sheet never passes for an input without them."""
    problems = refused(tmp_path, content(FORUMS, lambda whole: with_part(whole, part, lambda _: b"")))
    assert set(codes(problems)) == LACKING[part]


DAMAGES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "cut off": ("xl/worksheets/sheet3.xml", lambda xml: xml[:-20]),
    "no tags": ("xl/worksheets/sheet2.xml", lambda xml: xml.replace(b"<row", b"<", 1)),
    "entities": ("xl/workbook.xml", lambda xml: xml.replace(b"Bydele", b"&bydele;", 1)),
    "infinite": ("xl/worksheets/sheet2.xml", lambda xml: xml.replace(b"<v>2</v>", b"<v>1E400</v>", 1)),
    "unknown text": ("xl/worksheets/sheet2.xml", lambda xml: xml.replace(b't="n"><v>2</v>', b't="s"><v>99999</v>', 1)),
}


@pytest.mark.parametrize("damage", sorted(DAMAGES))
def test_an_archive_with_a_damaged_part_is_refused(damage: str, tmp_path: Path) -> None:
    """Broken XML and numbers that lead nowhere are an unreadable file, never a crash and never a value."""
    part, change = DAMAGES[damage]
    problems = refused(tmp_path, content(FORUMS, lambda whole: with_part(whole, part, change)))
    assert codes(problems) == [Code.FILE_DAMAGED]


def test_a_folder_with_a_workbook_s_name_is_a_missing_file(tmp_path: Path) -> None:
    """A folder is no file, whatever it is called."""
    folder = small_input(tmp_path, folder_instead(INDICATORS))
    assert [str(problem.place) for problem in load_workbooks(folder).problems] == ["input/indikatorer.xlsx"]
    assert codes(load_workbooks(folder).problems) == [Code.FILE_MISSING]


def test_an_empty_folder_lacks_every_file(tmp_path: Path) -> None:
    """All missing files are told at once."""
    assert [str(problem.place) for problem in load_workbooks(tmp_path / "input").problems] == [
        f"input/{name}" for name in (INDICATORS, PLANS, FORUMS)
    ]


def rearrange(worksheet: Worksheet) -> None:
    """Turn the columns around, put notes between them, write the headers carelessly, and leave rows empty between the records."""
    rows: list[list[Any]] = [list(reversed(row)) for row in worksheet.iter_rows(values_only=True)]
    worksheet.delete_rows(1, len(rows))
    headers = [unicodedata.normalize("NFD", f"  {str(header).upper().replace(' ', chr(160) + chr(10))} ") for header in rows[0]]
    for number, row in enumerate([headers, *rows[1:]]):
        for place, value in enumerate(row):
            worksheet.cell(1 + 3 * number, 3 + 2 * place, value)
            worksheet.cell(1 + 3 * number, 4 + 2 * place, "note" if number else None)


def test_a_carelessly_kept_workbook_reads_the_same_and_keeps_its_addresses(tmp_path: Path) -> None:
    """Columns in another order, notes between them, empty rows, headers with odd spaces, case and Unicode: same values, true addresses."""
    tidy, careless = accepted(tmp_path / "tidy").tables, accepted(tmp_path / "careless", sheet(INDICATORS, "2025", rearrange)).tables
    addresses = ["count_cell", "base_cell"]
    assert tidy.indicators.drop(columns=addresses).equals(careless.indicators.drop(columns=addresses))
    assert tidy.area_years.drop(columns="cell").equals(careless.area_years.drop(columns="cell"))
    line = careless.indicators.query("area_id == 'NOR-02' and year == 2025 and indicator == 'smaa_boliger'").iloc[0]
    book = load_workbook(tmp_path / "careless" / "input" / INDICATORS)
    assert (line["count_cell"], line["base_cell"]) == ("2025!M7", "2025!K7")
    assert (book["2025"]["M7"].value, book["2025"]["K7"].value) == (line["count"], line["base"]) == (13656, 23563)


def test_an_error_in_a_carelessly_kept_workbook_has_its_true_address(tmp_path: Path) -> None:
    """The place of a problem is where a person finds the cell in Excel, past empty rows and foreign columns."""
    problems = refused(tmp_path, sheet(INDICATORS, "2025", rearrange), cell(INDICATORS, "2025", "AA10", "mange"))
    assert [str(problem.place) for problem in problems] == ["input/indikatorer.xlsx [2025!AA10]"]


def test_ids_stored_as_numbers_meet_ids_stored_as_text(tmp_path: Path) -> None:
    """The district 3 is the same, be it a number, a number with decimals that are zero, or a text."""
    edits = [cell(FORUMS, "Bydele", "A4", 3), cell(INDICATORS, "Områder", "C2", 3.0), cell(INDICATORS, "2025", "C2", 2011)]
    tables = accepted(tmp_path, *edits).tables
    assert tables.areas["district_id"].tolist() == ["3", "3", "3", "9", "10"]
    assert not [finding for finding in tables.findings if finding.code is Code.BOUNDARY_CHANGED]


def test_a_decomposed_sheet_name_is_found(tmp_path: Path) -> None:
    """A Mac may write Områder with the ring as a letter of its own; nobody sees the difference."""
    intake = accepted(tmp_path, renamed(INDICATORS, "Områder", unicodedata.normalize("NFD", " OMRÅDER")))
    assert intake.tables.areas["area_id"].tolist() == ["NOR-01", "NOR-02", "NOR-03", "AMO-01", "AMV-01"]


def test_formatting_far_below_the_table_is_no_record(tmp_path: Path) -> None:
    """Cells that were formatted or hold a space only do not count as rows."""
    edit = cells(FORUMS, "Bydele", {"A900": " ", "C901": None, "B950": "\N{NO-BREAK SPACE}"}, "dd-mm-yyyy")
    assert len(accepted(tmp_path, edit).tables.districts) == 10


def test_an_empty_table_of_plans_is_a_table(tmp_path: Path) -> None:
    """A municipality without plans yet keeps the headers, and its six indicators are reported."""
    titles = ("Helhedsplaner", "Afdelinger", "Budget", "Styregrupper", "Indsatser", "Samarbejdskontrakter")
    assert accepted(tmp_path, emptied(PLANS, *titles)).tables.plans.empty


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_that_is_not_there_or_empty_is_one_message(tmp_path: Path, made: bool) -> None:
    """Not one for each file: the command was typed in another folder."""
    if made:
        (tmp_path / "input").mkdir()
    with pytest.raises(InputRejected) as rejected:
        check_input(tmp_path / "input")
    (told,) = rejected.value.problems
    assert describe_in_place(told, load_language("da")) == (
        "input: fandt ingen mappe med det navn, eller en tom, forventede en mappe med tre projektmapper og indstillingerne. "
        "Gå til den mappe, hvor input ligger, eller begynd med make template, som skriver tomme."
    )
