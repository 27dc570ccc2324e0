"""Tables that cannot be scored: every cell that prevents it is reported, and nothing is written."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.language.language import load_language
from pipeline.problems.model import Code
from pipeline.problems.rejected import InputRejected
from pipeline.scoring.score_file.score import score_file
from tests.broken_inputs import WRONG_INPUT, Case, Edit, case_name, codes, told
from tests.build import ROOT
from tests.marked import lowered, merge_over, raised, strike_out, struck

POLICY = """
id = "x"
name = "x"
version = "1"
effective_from = 2020-01-01
source = "x"
assumptions = []

[input]
id = "id"
year = "year"

[references]
city = { row = "city" }
own = { column = "region" }

[index]
aggregate = "geometric_mean"

[[indicators]]
id = "poor"
STEP

[[indicators]]
id = "far"
columns = { numerator = "km" }
normalise = { method = "ratio", reference = "own" }
"""
RATIO = 'normalise = { method = "ratio", reference = "city" }'
TABLE = """id,year,region,poor_count,poor_base,km
a,2024,east,10,100,2
b,2024,east,20,100,3
city,2024,,300,1000,
east,2024,,,,5
"""
MOST = 200_000_000


def table(*changes: tuple[str, str], step: str = RATIO) -> Edit:
    """Write the table and its policy, changed."""

    def edit(folder: Path) -> None:
        text = TABLE
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        (folder / "tabel.csv").write_text(text, encoding="utf-8")
        (folder / "politik.toml").write_text(POLICY.replace("STEP", step), encoding="utf-8")

    return edit


def content(new: bytes) -> Edit:
    """Write other bytes in the table's place."""

    def edit(folder: Path) -> None:
        table()(folder)
        (folder / "tabel.csv").write_bytes(new)

    return edit


PERCENT_POLICY = """
id = "x"
name = "x"
version = "1"
effective_from = 2020-01-01
source = "x"
assumptions = []

[index]
aggregate = "sum"

[[indicators]]
id = "x"
columns = {{ numerator = "{}" }}
"""


def percents(header: str, *cells: str) -> Edit:
    """Write a table of ids and one column."""

    def edit(folder: Path) -> None:
        (folder / "politik.toml").write_text(PERCENT_POLICY.format(header), encoding="utf-8")
        lines = [f"id;{header}", *(f"{number};{cell}" for number, cell in enumerate(cells))]
        (folder / "tabel.csv").write_text("\n".join(lines), encoding="utf-8")

    return edit


def read_table_cases() -> list[Case]:
    """Return the cases of the table that change the text of the scored table, or the step of its first indicator."""
    with (WRONG_INPUT / "scored_table.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cases = []
    for _, lines in groupby(rows, key=itemgetter("case")):
        of_case = list(lines)
        changes = [(row["text"], row["instead"]) for row in of_case if row["text"]]
        edit = table(*changes, step=of_case[0]["step"].replace("; ", "\n") or RATIO)
        cases.append(Case(Code[of_case[0]["code"].upper()], edit, tuple(row["told"] for row in of_case if row["told"])))
    return cases


CASES = [
    *read_table_cases(),
    Case(
        Code.REFERENCE_ROW_MISSING,
        table(("city,2024,,300,1000,\n", "")),
        ("tabel.csv: fandt ingen række »city«, som »poor« sammenlignes med. Tilføj rækken, eller ret politikkens references.",),
    ),
    Case(
        Code.CANNOT_SCORE,
        table(("b,2024,east,20,100,3\n", ""), step='normalise = "percentile"'),
        ("tabel.csv: »poor« giver intet resultat: ét område alene har ingen percentil. Ret tallet, eller ret trinnet i politikken.",),
    ),
    Case(
        Code.TABLE_PERCENT_MIXED,
        content(TABLE.replace(",", ";").replace("10;100;2", "12,5 %;100;2").encode()),
        (
            "tabel.csv [D2]: fandt »12,5 %« i »poor_count«, hvor andre celler ikke er procent, forventede procent i alle celler eller i ingen. "
            "Skriv dem ens.",
        ),
    ),
    Case(
        Code.TABLE_PERCENT_OPEN,
        percents("Andel, %", "0", "0,3", "1"),
        (
            "tabel.csv [B3]: fandt kun tal op til 1 i »Andel, %«, fx »0,3«, uden procenttegn og procentformat, forventede procent. "
            "Er 0,3 her 30 % eller 0,3 %? Formatér cellerne som procent, og ret dem, eller omdøb overskriften, hvis tallene er brøker.",
        ),
    ),
    Case(
        Code.ROWS_MISSING,
        table((TABLE[TABLE.index("a,2024") :], "")),
        ("tabel.csv: fandt ingen rækker under overskrifterne, forventede mindst én. Udfyld arket.",),
    ),
    Case(Code.FILE_EMPTY, content(b""), ("tabel.csv: filen er tom (0 byte). Hent den igen, eller gem den på ny fra Excel.",)),
    Case(
        Code.FILE_NOT_WORKBOOK,
        content(b"id,x\0\n"),
        ("tabel.csv: fandt noget andet, forventede en Excel-projektmappe. Åbn filen, se hvad den er, og gem den rigtige som .xlsx.",),
    ),
    Case(
        Code.FILE_MISSING,
        lambda folder: (table()(folder), (folder / "tabel.csv").unlink()),
        ("tabel.csv: filen findes ikke. Læg den der.",),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_what_stands_in_the_way_is_told_with_its_cell(case: Case, tmp_path: Path) -> None:
    """All of it at once, each with the cell as a spreadsheet names it."""
    case.edit(tmp_path)
    with pytest.raises(InputRejected) as rejected:
        score_file(tmp_path / "politik.toml", tmp_path / "tabel.csv", load_language("da"))
    assert case.code in codes(rejected.value.problems)
    assert told(rejected.value.problems) == list(case.told)


def test_the_table_without_a_fault_is_scored(tmp_path: Path) -> None:
    """What every case starts from has no fault of its own: √(0.1/0.3 · 2/5) and √(0.2/0.3 · 3/5)."""
    table()(tmp_path)
    found = score_file(tmp_path / "politik.toml", tmp_path / "tabel.csv", load_language("da")).frame
    assert found["index"].tolist() == pytest.approx([(0.1 / 0.3 * 2 / 5) ** 0.5, (0.2 / 0.3 * 3 / 5) ** 0.5], abs=1e-12)


def test_a_workbook_without_the_named_sheet_lists_its_sheets(tmp_path: Path) -> None:
    """The policy may name the sheet; a workbook that has it not says which it has."""
    (tmp_path / "p.toml").write_text(POLICY.replace("STEP", RATIO).replace('id = "id"', 'id = "id"\nsheet = "Tal"'), encoding="utf-8")
    Workbook().save(tmp_path / "t.xlsx")
    with pytest.raises(InputRejected) as rejected:
        score_file(tmp_path / "p.toml", tmp_path / "t.xlsx", load_language("da"))
    assert told(rejected.value.problems) == ["t.xlsx: fandt arkene Sheet, forventede et ark med navnet Tal. Omdøb eller tilføj arket."]


def test_nothing_is_written_where_anything_is_wrong(tmp_path: Path) -> None:
    """The command ends with 20, names the cell, and leaves an earlier output as it was."""
    table(("10,100,2", "ti,100,2"))(tmp_path)
    (tmp_path / "ud.csv").write_text("earlier", encoding="utf-8")
    arguments = [f"--{name}={tmp_path / file}" for name, file in (("policy", "politik.toml"), ("input", "tabel.csv"), ("output", "ud.csv"))]
    done = subprocess.run([sys.executable, "-m", "pipeline", "score", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 20
    assert "D2" in done.stderr
    assert "Intet blev skrevet" in done.stderr
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["politik.toml", "tabel.csv", "ud.csv"]
    assert (tmp_path / "ud.csv").read_text(encoding="utf-8") == "earlier"


def two_sheets(folder: Path) -> None:
    """Write a workbook in which two sheets hold the table."""
    table()(folder)
    workbook = Workbook()
    for title in ("2023", "2024"):
        sheet = workbook.create_sheet(title)
        for line in TABLE.splitlines():
            sheet.append([int(cell) if cell.isdigit() else cell or None for cell in line.split(",")])
    workbook.save(folder / "tabel.xlsx")


def name_badly(worksheet: Worksheet) -> None:
    """Make ids of an error value and a truth value."""
    worksheet["A2"], worksheet["A3"] = "#REF!", True


def one_sheet(change: Callable[[Worksheet], object]) -> Edit:
    """Write a workbook whose one sheet holds the table, changed."""

    def edit(folder: Path) -> None:
        two_sheets(folder)
        workbook = load_workbook(folder / "tabel.xlsx")
        del workbook["2023"]
        change(workbook["2024"])
        workbook.save(folder / "tabel.xlsx")

    return edit


def mark_numbers(worksheet: Worksheet) -> None:
    """Raise, lower and strike out what numbers and a year are not."""
    worksheet["D2"], worksheet["E2"], worksheet["F2"] = raised("3", "1"), lowered("10", "0"), struck("379", "381")
    strike_out(worksheet, "B3", "D3")
    worksheet["C2"], worksheet["D1"] = struck("ea", "st"), raised("poor_coun", "t")  # words may be


def cover_values(worksheet: Worksheet) -> None:
    """Leave numbers and words under merged areas."""
    for area in ("D2:D3", "A2:A3", "C2:C3", "G2:H3"):
        merge_over(worksheet, area)
    worksheet["G2"], worksheet["H3"] = 1, 2  # in no column that is read


MARKED = (
    "tabel.xlsx [2024!{}]: fandt »{}« i »{}«, hvor »{}« er hævet, sænket eller gennemstreget, forventede værdien alene. "
    "Slå op i kilden, hvilken værdi der gælder, og skriv kun den i en kopi af filen."
)
COVERED = (
    "tabel.xlsx [2024!{}]: fandt »{}« i »{}«, skjult under de flettede celler {}, forventede en tom celle dér. "
    "Spørg kilden, om værdien tæller med. Ophæv fletningen i en kopi af filen, og behold eller slet værdien dér."
)
OF_WORKBOOKS = [
    Case(
        Code.CELL_MARKED,
        one_sheet(mark_numbers),
        (
            MARKED.format("B3", "2024", "year", "2024"),
            MARKED.format("D2", "31", "poor_count", "1"),
            MARKED.format("E2", "100", "poor_base", "0"),
            MARKED.format("F2", "379381", "km", "379"),
        ),
    ),
    Case(
        Code.CELL_COVERED,
        one_sheet(cover_values),
        (
            COVERED.format("A3", "b", "id", "A2:A3"),
            COVERED.format("C3", "east", "region", "C2:C3"),
            COVERED.format("D3", "20", "poor_count", "D2:D3"),
        ),
    ),
    Case(
        Code.TABLE_SHEETS_SEVERAL,
        two_sheets,
        ("tabel.xlsx: fandt kolonnerne i arkene 2023, 2024, forventede dem i ét ark. Nævn det i politikken: sheet under [input].",),
    ),
    Case(
        Code.TABLE_NOT_A_NAME,
        one_sheet(name_badly),
        (
            "tabel.xlsx [2024!A2]: fandt »#REF!« i »id«, forventede en tekst eller et tal, der navngiver et område. Ret det.",
            "tabel.xlsx [2024!A3]: fandt »SAND« i »id«, forventede en tekst eller et tal, der navngiver et område. Ret det.",
        ),
    ),
]
FOUND = OF_WORKBOOKS


@pytest.mark.parametrize("case", OF_WORKBOOKS, ids=case_name)
def test_what_stands_in_the_way_in_a_workbook_is_told(case: Case, tmp_path: Path) -> None:
    """Which of two sheets is meant is asked; an error of Excel names no area."""
    case.edit(tmp_path)
    with pytest.raises(InputRejected) as rejected:
        score_file(tmp_path / "politik.toml", tmp_path / "tabel.xlsx", load_language("da"))
    assert told(rejected.value.problems)[: len(case.told)] == list(case.told)


ASKED: list[tuple[str, tuple[str, ...], str]] = [
    ("pct", ("0,3", "0,5", "0,9"), "B2"),
    ("POOR_PCT_2025", ("0", "..", "0,5"), "B4"),
    ("ledighedsprocent", ("1", "0"), "B2"),
    ("Percent poor", ("-0,5", "0,2"), "B2"),
    ("pct", ("0,3", "30"), ""),
    ("pct", ("30 %", "50 %"), ""),
    ("pct", ("0", "0"), ""),
    ("percentile", ("0,3", "0,5"), ""),
    ("andel", ("0,3", "0,5"), ""),
]


@pytest.mark.parametrize(("header", "cells", "asked"), ASKED)
def test_a_column_of_percents_up_to_1_is_asked_about(header: str, cells: tuple[str, ...], asked: str, tmp_path: Path) -> None:
    """Where the header says percent and no number does, 0.3 may be 30 % or 0.3 %; every other column holds the numbers that it holds."""
    percents(header, *cells)(tmp_path)
    if not asked:
        assert len(score_file(tmp_path / "politik.toml", tmp_path / "tabel.csv", load_language("da")).frame) == len(cells)
        return
    with pytest.raises(InputRejected) as rejected:
        score_file(tmp_path / "politik.toml", tmp_path / "tabel.csv", load_language("da"))
    assert [(problem.code, problem.place.cell) for problem in rejected.value.problems] == [(Code.TABLE_PERCENT_OPEN, asked)]


def test_a_percent_format_answers_for_its_column(tmp_path: Path) -> None:
    """0.3 that Excel shows as 30 % is asked about by nobody."""
    percents("pct")(tmp_path)
    workbook = Workbook()
    for line in (["id", "pct"], ["a", 0.3], ["b", 0.5]):
        workbook.worksheets[0].append(line)
    for address in ("B2", "B3"):
        workbook.worksheets[0][address].number_format = "0 %"
    workbook.save(tmp_path / "tabel.xlsx")
    scored = score_file(tmp_path / "politik.toml", tmp_path / "tabel.xlsx", load_language("da"))
    assert scored.frame["x"].tolist() == [0.3, 0.5]


def test_a_population_that_weighs_may_not_be_missing_or_negative(tmp_path: Path) -> None:
    """One missing population would empty every area's score, one below 0 turn it round."""
    policy = POLICY[: POLICY.index("[input]")] + WEIGHTED
    (tmp_path / "p.toml").write_text(policy, encoding="utf-8")
    (tmp_path / "t.csv").write_text("id,x,people\na,1,\nb,2,-5\nc,3,10\n", encoding="utf-8")
    with pytest.raises(InputRejected) as rejected:
        score_file(tmp_path / "p.toml", tmp_path / "t.csv", load_language("da"))
    assert told(rejected.value.problems) == [
        "t.csv [C3]: fandt -5 i »people«, forventede et tal ≥ 0. Ret det, eller skriv .. hvis kilden ikke oplyser det.",
        "t.csv [C2]: fandt en tom celle i »people«, forventede en værdi. Udfyld den.",
    ]


WEIGHTED = """
[input]
population = "people"

[index]
aggregate = "sum"
normalise = { method = "z_score", ddof = 0, weighted = true }

[[indicators]]
id = "x"
columns = { numerator = "x" }
"""
