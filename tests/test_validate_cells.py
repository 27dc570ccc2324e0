"""Single cells: every invalid value is refused with its address, and every valid one is read exactly."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import isnan
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.problems.model import Code
from tests.broken_inputs import (
    FORUMS,
    INDICATORS,
    PLANS,
    Case,
    Edit,
    accepted,
    case_name,
    cell,
    cells,
    codes,
    raw_cell,
    read_cases,
    refused,
    sheet,
    told,
)
from tests.marked import lowered, merge_over, raised, strike_out, struck

NEW_YEARS_EVE = datetime(2025, 12, 31)  # noqa: DTZ001 - Excel's dates have no time zone
EMPTY = "fandt en tom celle i »{}«, forventede en værdi. Udfyld den."
COUNT = "fandt »{}« i »{}«, forventede et helt antal ≥ 0. {}"
WITHHELD = "Skriv .. hvis kilden ikke oplyser tallet."
AS_DATE = "Excel har lavet tallet om til en dato eller et klokkeslæt. Formatér cellen som tal, og skriv tallet igen."
COUNT_NEEDED = "fandt »..« i »{}«, forventede et helt antal ≥ 0. Skriv tallet; det kan ikke udelades her."
DATE = "fandt »{}« i »{}«, forventede en dato fra 1990 til 2100, som 31-12-2025. {}"
EMAIL = "fandt »{}« i »E-mail«, forventede én e-mailadresse. {}"
LONG = "fandt en for lang tekst i »{}«: »{}…«. Forkort den til {} tegn."
HIDDEN = "fandt et skjult styretegn i »Forum«: »{}«. Tøm cellen, og skriv teksten igen."
MARKED = (
    "fandt »{}« i »{}«, hvor »{}« er hævet, sænket eller gennemstreget, forventede værdien alene. "
    "Skriv kun den værdi, der gælder, og flyt et fodnotetegn til en note under tabellen."
)
COVERED = "fandt »{}« i »{}«, skjult under de flettede celler {}, forventede en tom celle dér. Ophæv fletningen, og ret eller slet værdien."


def case(code: Code, file: str, title: str, values: dict[str, tuple[Any, str]]) -> Case:
    """Return the case of some values, each in a cell of its own: as many problems, each at that very address."""
    edit = cells(file, title, {address: value for address, (value, _) in values.items()})
    return Case(code, edit, tuple(f"input/{file} [{title}!{address}]: {said}" for address, (_, said) in values.items()))


OUTSIDE, ORIGIN, LOW = "Uden for arbejdsmarkedet, antal", "Ikke-vestlig herkomst, antal", "Lavindkomst, antal"
COUNTS = {
    "D3": ("..", COUNT_NEEDED.format("Beboere")),
    "E2": ("n/a", COUNT.format("n/a", OUTSIDE, WITHHELD)),
    "E3": (True, COUNT.format("SAND", OUTSIDE, WITHHELD)),
    "E4": (-1, COUNT.format("-1", OUTSIDE, "Tallet kan ikke være negativt. Ret det.")),
    "E5": (12.5, COUNT.format("12,5", OUTSIDE, "Et antal har ingen decimaler. Slå tallet op hos kilden.")),
    "E6": ("6.418 %", COUNT.format("6.418 %", OUTSIDE, "Skriv selve tallet, ikke procenten.")),
    "G2": ("1e3", COUNT.format("1e3", ORIGIN, "Skriv tallet kun med cifre, som 12345.")),
    "G3": (NEW_YEARS_EVE, COUNT.format("31-12-2025", ORIGIN, AS_DATE)),
    "G4": ("I alt\n(se note)", COUNT.format("I alt (se note)", ORIGIN, WITHHELD)),
    "I4": (time(12), COUNT.format("12:00:00", LOW, AS_DATE)),
    "I5": ("x" * 32000, COUNT.format("x" * 59 + "…", LOW, WITHHELD)),
}
DATES = {
    "F2": ("31-02-2025", DATE.format("31-02-2025", "Start", "Den dag findes ikke. Ret datoen.")),
    "F3": ("12/31/2025", DATE.format("12/31/2025", "Start", "Skriv dagen før måneden, som 31-12-2025.")),
    "F4": ("31-12-25", DATE.format("31-12-25", "Start", "Skriv årstallet med fire cifre, som 31-12-2025.")),
    "F5": (timedelta(hours=30), DATE.format("01-01-1900", "Start", "Ret årstallet.")),
    "G3": ("01-01-9999", DATE.format("01-01-9999", "Slut", "Ret årstallet.")),
    "J2": (True, DATE.format("SAND", "Kommunens godkendelse", "Lad cellen være tom, hvis der ingen dato er.")),
    "G4": ("snart", DATE.format("snart", "Slut", "Skriv datoen; den kan ikke udelades her.")),
}
AS_NUMBER = "Formatér cellen som dato. Viser den så en forkert dato, så skriv den igen."
ALONE = "Skriv kun adressen, uden navn, mellemrum og andre tegn."
EMAILS = {
    "a@b.example\nBcc: c@d.example": "Skriv én adresse i cellen, og tilføj en række for hver af de andre.",
    "a\u200b@b.example": "Ret det.",
    "A <a@b.example>": ALONE,
}
MARKS = {
    "D3": (raised("1.342.000", "1"), MARKED.format("1.342.0001", "Beboere", "1")),
    "E2": (raised("3", "1"), MARKED.format("31", OUTSIDE, "1")),
    "E3": (lowered("4", "1"), MARKED.format("41", OUTSIDE, "1")),
    "E4": (struck("379", "381"), MARKED.format("379381", OUTSIDE, "379")),
    "E5": (raised("", "3"), MARKED.format("3", OUTSIDE, "3")),
    "I6": (raised("..", "1"), MARKED.format("..1", LOW, "1")),
    "G2": (raised("n/a", "1"), MARKED.format("n/a1", ORIGIN, "1")),
}


def struck_out(code: Code, file: str, title: str, values: dict[str, str]) -> Case:
    """Return the case of cells whose font strikes out what stands in them already."""
    told_there = tuple(f"input/{file} [{title}!{address}]: {said}" for address, said in values.items())
    return Case(code, sheet(file, title, lambda worksheet: strike_out(worksheet, *values)), told_there)


def covered(file: str, title: str, values: dict[str, object], area: str, *told_there: str) -> Case:
    """Return the case of values that are left under a merged area."""

    def edit(folder: Path) -> None:
        cells(file, title, values)(folder)
        sheet(file, title, lambda worksheet: merge_over(worksheet, area))(folder)

    return Case(Code.CELL_COVERED, edit, tuple(f"input/{file} [{title}!{said}" for said in told_there))


CASES = [
    *read_cases("cells.csv"),
    case(Code.CELL_MARKED, INDICATORS, "2025", MARKS),
    case(Code.CELL_MARKED, PLANS, "Budget", {"F3": (raised("30.000", "1"), MARKED.format("30.0001", "Kroner", "1"))}),
    case(Code.CELL_MARKED, PLANS, "Helhedsplaner", {"F2": (struck("3", "1-12-2025"), MARKED.format("31-12-2025", "Start", "3"))}),
    struck_out(Code.CELL_MARKED, INDICATORS, "2025", {"E2": MARKED.format("4535", OUTSIDE, "4535")}),
    struck_out(
        Code.CELL_MARKED,
        INDICATORS,
        "Byen",
        {"E3": MARKED.format("18,01 %", "Uden for arbejdsmarkedet, andel", "18,01 %"), "A2": MARKED.format("2011", "År", "2011")},
    ),
    struck_out(
        Code.CELL_MARKED, FORUMS, "Modtagere", {"C2": MARKED.format("noerrebro@forum.example", "E-mail", "noerrebro@forum.example")}
    ),
    covered(INDICATORS, "2025", {"E2": 5, "E3": 7}, "E2:E3", f"E3]: {COVERED.format('7', OUTSIDE, 'E2:E3')}"),
    covered(
        INDICATORS,
        "2025",
        {"E2": 5, "F2": 7, "E3": raised("3", "1"), "F3": "n/a"},
        "E2:F3",
        f"E3]: {COVERED.format('31', OUTSIDE, 'E2:F3')}",
        f"F2]: {COVERED.format('7', 'Uden for arbejdsmarkedet, basis', 'E2:F3')}",
        f"F3]: {COVERED.format('n/a', 'Uden for arbejdsmarkedet, basis', 'E2:F3')}",
    ),
    covered(FORUMS, "Fora", {"B3": "Skjult"}, "B2:B3", f"B3]: {COVERED.format('Skjult', 'Forum', 'B2:B3')}"),
    case(
        Code.VALUE_MISSING,
        INDICATORS,
        "2025",
        {"C3": ("\N{NO-BREAK SPACE} ", EMPTY.format("Grænseversion")), "E4": (None, EMPTY.format(OUTSIDE))},
    ),
    case(Code.VALUE_MISSING, PLANS, "Indsatser", {"G2": (" ; ", EMPTY.format("Afdelinger dækket"))}),
    case(Code.NOT_A_COUNT, INDICATORS, "2025", COUNTS),
    case(Code.NOT_A_DATE, PLANS, "Helhedsplaner", DATES),
    case(
        Code.NOT_AN_EMAIL,
        FORUMS,
        "Modtagere",
        {f"C{row}": (text, EMAIL.format(text.replace("\n", " "), advice)) for row, (text, advice) in enumerate(EMAILS.items(), 2)},
    ),
    case(Code.TOO_LONG, FORUMS, "Bydele", {"B2": ("Indre By " * 20, LONG.format("Bydel", ("Indre By " * 20)[:59], 120))}),
    case(Code.TOO_LONG, INDICATORS, "Om", {"B2": ("x" * 1001, LONG.format("Værdi", "x" * 59, 1000))}),
    case(Code.HIDDEN_CHARACTER, FORUMS, "Fora", {"B2": ("Nørrebro\u202e 12", HIDDEN.format("Nørrebro\u202e 12"))}),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_a_value_that_a_column_cannot_hold_is_told_at_its_address(case: Case, tmp_path: Path) -> None:
    """Each wrong cell gives one problem, at the cell, in words that say what was found and what to do."""
    problems = refused(tmp_path, case.edit)
    assert set(codes(problems)) == {case.code}
    assert sorted(told(problems)) == sorted(case.told)
    assert "{" not in "".join(told(problems, "en"))


def test_words_are_what_they_look_like(tmp_path: Path) -> None:
    """A raised figure is no part of a name, an id or a definition, and what is struck out does not apply; a whole row is told once."""
    edits = [
        sheet(FORUMS, "Bydele", lambda worksheet: strike_out(worksheet, "A2", "B2", "C2")),
        cells(FORUMS, "Fora", {"B2": raised("Nørrebro", "2")}),
        sheet(PLANS, "Budget", lambda worksheet: strike_out(worksheet, "B2")),
        cells(INDICATORS, "Definitioner", {"C2": raised("25 % under medianen", "1")}),
    ]
    problems = refused(tmp_path, *edits)
    found = {(problem.code, problem.place.sheet, problem.place.cell) for problem in problems}
    assert found == {
        (Code.CELL_MARKED, "Fora", "B2"),
        (Code.ROW_STRUCK, "Bydele", "A2"),
        (Code.CELL_MARKED, "Budget", "B2"),
        (Code.CELL_MARKED, "Definitioner", "C2"),
    }


def test_marks_that_are_no_part_of_a_value(tmp_path: Path) -> None:
    """A header may be raised, and the sign for provisional beside a number is a finding."""
    tables = accepted(
        tmp_path, cells(INDICATORS, "2025", {"D1": raised("Beboer", "e"), "E2": raised("6.418", "*"), "E3": raised("5.310", " ")})
    ).tables
    assert tables.indicators.set_index("count_cell")["count"][["2025!E2", "2025!E3"]].tolist() == [6418, 5310]
    assert Code.COUNT_PROVISIONAL in codes(tables.findings)


def hide_beside_the_table(worksheet: Worksheet) -> None:
    """Leave values under merged areas where no table is: in a column of one's own and in a note below."""
    last = worksheet.max_row + 2
    worksheet["Z2"], worksheet["Z3"] = 1, 2
    worksheet[f"A{last}"], worksheet[f"D{last}"] = "Note: opgjort ved årets udgang", "skjult"
    merge_over(worksheet, "Z2:Z3")
    merge_over(worksheet, f"A{last}:F{last}")


@pytest.mark.parametrize(
    "edit",
    [sheet(PLANS, "Budget", lambda worksheet: worksheet.merge_cells("G2:G3")), sheet(INDICATORS, "2025", hide_beside_the_table)],
    ids=["empty", "beside the table"],
)
def test_a_merged_area_that_hides_no_value_of_a_table_changes_nothing(edit: Edit, tmp_path: Path) -> None:
    """What Excel itself leaves under a merged area is empty, and what stands outside the table is not read."""
    plain, merged = accepted(tmp_path / "plain").tables, accepted(tmp_path / "merged", edit).tables
    assert merged.indicators.equals(plain.indicators)
    assert merged.budget.equals(plain.budget)


def test_a_number_without_date_format_is_no_date(tmp_path: Path) -> None:
    """Excel's day number says nothing to a reader, so it is refused and shown as it stands."""
    problems = refused(tmp_path, cell(PLANS, "Helhedsplaner", "F2", 45292, "General"))
    assert told(problems) == [f"input/helhedsplaner.xlsx [Helhedsplaner!F2]: {DATE.format('45292', 'Start', AS_NUMBER)}"]


EXACT = "Skriv det nøjagtige tal uden ord og tegn. Har du det ikke, så spørg kilden."
DIGITS = "Skriv tallet kun med cifre, som 12345."
CODE = {"=cmd|'/c calc'!A1": DIGITS, "[red]12[/red]": DIGITS, "<b>12</b>": EXACT, "{found}": WITHHELD, "{0.__class__}": DIGITS}


def test_a_text_that_looks_like_code_is_only_shown(tmp_path: Path) -> None:
    """What a cell says is quoted in the message letter by letter and never run, filled in or formatted."""
    inline = '<c r="E{}" t="inlineStr"><is><t>{}</t></is></c>'
    edits = [raw_cell(INDICATORS, "2025", f"E{row}", inline.format(row, escape(said))) for row, said in enumerate(CODE, 2)]
    wanted = [
        f"input/indikatorer.xlsx [2025!E{row}]: {COUNT.format(said, OUTSIDE, advice)}" for row, (said, advice) in enumerate(CODE.items(), 2)
    ]
    assert sorted(told(refused(tmp_path, *edits))) == sorted(wanted)


def test_a_whole_number_is_read_exactly(tmp_path: Path) -> None:
    """A number and the same number as text are the same count, and 0 is a count."""
    values = {"E2": 618.0, "E3": "618", "E4": " 00618\N{NO-BREAK SPACE}", "E5": 0, "E6": "0", "G2": -0.0, "G3": 618}
    counts = accepted(tmp_path, cells(INDICATORS, "2025", values)).tables.indicators.set_index("count_cell")["count"]
    assert [counts[f"2025!{address}"] for address in values] == [618, 618, 618, 0, 0, 0, 618]


@pytest.mark.parametrize("address", ["E3", "F3"])
def test_a_withheld_number_is_missing_and_not_zero(address: str, tmp_path: Path) -> None:
    """The source's marker for a number that it withholds becomes a missing number, in the count as in the base."""
    tables = accepted(tmp_path, cell(INDICATORS, "2025", address, " .. ")).tables
    line = tables.indicators.query("count_cell == '2025!E3'").iloc[0]
    assert [isnan(line["count"]), isnan(line["base"])] == [address == "E3", address == "F3"]


def test_a_date_is_read_as_danes_write_it(tmp_path: Path) -> None:
    """A date cell, with or without a time of day, and the Danish ways to type a date are the same day; the day comes before the month."""
    values = {
        "G2": NEW_YEARS_EVE,
        "G3": NEW_YEARS_EVE.replace(hour=23, minute=59),
        "G4": " 31.12.2025",
        "G5": "31/12/2026",
        "K2": "2/1/2023",
    }
    plans = accepted(tmp_path, cells(PLANS, "Helhedsplaner", values)).tables.plans
    assert plans["end"].tolist() == [date(2025, 12, 31), date(2025, 12, 31), date(2025, 12, 31), date(2026, 12, 31)]
    assert plans["commitment_date"].iloc[0] == date(2023, 1, 2)


def test_text_is_what_a_person_reads_in_excel(tmp_path: Path) -> None:
    """Whatever Excel made of a text as it was typed, the report prints what stands in the cell."""
    values = {"B2": 2011, "B3": NEW_YEARS_EVE, "B4": True, "B5": 1.5}
    about = accepted(tmp_path, cells(INDICATORS, "Om", values), cell(PLANS, "Om", "B5", "a\u030a")).tables.about
    assert list(about["indikatorer.xlsx"].values())[:4] == ["2011", "31-12-2025", "SAND", "1,5"]
    assert about["helhedsplaner.xlsx"]["version"] == "å"


def test_choices_are_found_in_any_case(tmp_path: Path) -> None:
    """A choice typed in capitals is the choice."""
    edits = [cell(PLANS, "Budget", "B2", "FØR"), cell(PLANS, "Budget", "D3", "bif"), cell(PLANS, "Budget", "C2", "landsbyggefonden ")]
    first = accepted(tmp_path, *edits).tables.budget.iloc[:2]
    assert first[["arrangement", "source"]].iloc[0].tolist() == ["before", "lbf"]
    assert first["administration"].iloc[1] == "BIF"
