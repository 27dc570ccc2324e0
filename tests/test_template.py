"""The empty workbooks: their content, and that they are accepted once filled in."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from pipeline.__main__ import app
from pipeline.input.check_input import check_input
from pipeline.input.schema.columns import Workbook
from pipeline.input.schema.indicators import INDICATORS
from pipeline.input.schema.workbooks import WORKBOOKS
from pipeline.problems.model import Code
from pipeline.problems.rejected import InputRejected
from pipeline.workbooks.configuration_files import write_configuration
from pipeline.workbooks.guide import GUIDE_TITLE
from pipeline.workbooks.template import usual_years, write_template
from tests.broken_inputs import FORUMS, PLANS, codes
from tests.broken_inputs import INDICATORS as INDICATOR_FILE
from tests.build import INPUT, ROOT

Rows = list[tuple[Any, ...]]
FORMATS = {"count": "#,##0", "amount": "#,##0", "share": "0.0%", "year": "0", "date": "dd-mm-yyyy"}
SIX = len(INDICATORS)
ABOUT = ("Særudtræk", "02-02-2026", "boligsocial@kommune.example", "1")
NO_YEARS = (None,) * 12  # 2008 to 2011, 2022 to 2029
PAPERS = ("SA-2023-01", "15-11-2023", "01-09-2023", "01-10-2023")
TYPED: dict[str, dict[str, Rows]] = {
    INDICATOR_FILE: {
        "Områder": [("NOR-01", "Indre Nørrebro", "3"), ("NOR-02", "Ydre Nørrebro", "3")],
        "Byen": [(2011, 40000, *(8000, 40000, 0.2) * SIX), (2025, 42000, *(8400, 42000, 0.2) * SIX)],
        "2011": [("NOR-01", "Indre Nørrebro", "2011", 1000, *(200, 1000) * SIX), ("NOR-02", None, "2011", 2000, *(500, 2000) * SIX)],
        "2025": [("NOR-01", "indre nørrebro", 2011, 1100, *(180, 1100) * SIX), ("NOR-02", None, 2011, 2100, *(420, 2100) * SIX)],
        "Bydelstal": [("3", 2011, 30000), (1, 2011, "9700")],
        "Definitioner": [("Lavindkomst", 2011, "25 % under medianen", 162000), ("lavindkomst", "2025", "25 % under medianen", "214.000")],
    },
    PLANS: {
        "Helhedsplaner": [
            ("P-01", "Plan 01", "F-NOR", "Boligorganisation A", "Boligorganisation", "01-01-2024", datetime(2027, 12, 31), *PAPERS, 1000000)  # noqa: DTZ001
        ],
        "Afdelinger": [("A-101", "Afdeling 101", "Boligorganisation A", "P-01", "NOR-01", 120)],
        "Budget": [
            ("P-01", "nu", "Landsbyggefonden", None, None, *NO_YEARS[:6], 400000, 350000),
            ("P-01", "nu", "Kommunen", "TMF", "kroner", *NO_YEARS[:6], 65000, 60000),
            ("P-01", "nu", "Boligorganisation", None, None, *NO_YEARS[:6], 65000, 60000),
            ("P-01", "før", "Kommunen", "SOF", "timer", None, None, 50),
        ],
        "Styregrupper": [("S-01", "Boligsocialt forum Nørrebro", "nu", "F-NOR")],
        "Indsatser": [("I-001", "Lektiecafé", "P-01", "nu", "bydel", "Børne- og ungearbejde i bydelen", "ja", None, None, "x")],
        "Samarbejdskontrakter": [("K-01", "F-NOR", "SOF", "02-01-2023")],
    },
    FORUMS: {
        "Fora": [("F-NOR", "Nørrebro", 1, 1)],
        "Bydele": [("3", "Nørrebro", "F-NOR"), (1, "Indre By", None)],
        "Modtagere": [("F-NOR", "Sekretariatet", "noerrebro@forum.example")],
    },
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty input folder, as `make template` writes it."""
    folder = tmp_path / "input"
    write_template(folder, (2025, 2011))
    write_configuration(folder, (2011, 2025))
    return folder


def type_rows(worksheet: Worksheet, rows: Rows) -> None:
    """Type rows below the headers."""
    for row, values in enumerate(rows, 2):
        for column, value in enumerate(values, 1):
            worksheet.cell(row, column).value = value


def fill(folder: Path) -> None:
    """Fill in every sheet of the three workbooks."""
    for file, sheets in TYPED.items():
        book = load_workbook(folder / file)
        for row, value in enumerate(ABOUT, 2):
            book["Om"].cell(row, 2).value = value
        for title, rows in sheets.items():
            type_rows(book[title], rows)
        if file == PLANS:
            book["Indsatser"]["J1"] = "A-101"
        book.save(folder / file)


def test_a_template_that_is_filled_in_is_accepted_without_a_finding(folder: Path) -> None:
    """What a person types into every sheet is all that is checked: the template itself adds neither an error nor a finding."""
    fill(folder)
    tables = check_input(folder).tables
    assert tables.findings == ()
    assert not tables.sample
    assert tables.area_years["residents"].tolist() == [1000, 2000, 1100, 2100]
    assert tables.budget["year"].tolist() == [2024, 2025, 2024, 2025, 2024, 2025, 2010]
    assert tables.budget["hours"].dropna().tolist() == [50]
    assert tables.activities["estates"].tolist() == [("A-101",)]


def test_every_sheet_is_filled_in_by_the_test_above() -> None:
    """No sheet of the schema is left out of what was typed."""
    years = ["2011", "2025"]
    for workbook in WORKBOOKS:
        titles = [title for sheet in workbook.sheets for title in ([sheet.title] if sheet.title else years)]
        assert set(titles) - {"Om"} == set(TYPED[workbook.filename])


def test_an_empty_template_is_told_what_to_fill_in(folder: Path) -> None:
    """Every sheet that may not stay empty and every field of Om is told, and nothing else."""
    with pytest.raises(InputRejected) as rejected:
        check_input(folder)
    problems = rejected.value.problems
    assert set(codes(problems)) == {Code.ROWS_MISSING, Code.VALUE_MISSING, Code.CITY_YEAR_MISSING}
    assert [problem.place.sheet for problem in problems if problem.code is Code.ROWS_MISSING] == [
        *("Områder", "Byen", "2011", "2025", "Fora", "Bydele", "Modtagere")
    ]
    assert {(problem.place.sheet, problem.place.cells) for problem in problems if problem.code is Code.VALUE_MISSING} == {
        ("Om", ("B2", "B3", "B4", "B5"))
    }


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_every_column_is_explained_on_the_first_sheet(folder: Path, workbook: Workbook) -> None:
    """The help sheet comes first and names every column of every sheet, with what may stand there."""
    book = load_workbook(folder / workbook.filename)
    assert book.sheetnames[:2] == [GUIDE_TITLE, "Om"]
    rows = [tuple(cell.value for cell in row) for row in book[GUIDE_TITLE].iter_rows()]
    heads = next(number for number, row in enumerate(rows) if row[0] == "Ark")
    columns = [
        (sheet.title or "2011, 2025", column)
        for sheet in workbook.sheets
        for column in ((*sheet.wide.columns, sheet.wide.below) if sheet.wide else sheet.columns)
    ]
    assert [(row[0], row[1]) for row in rows[heads + 1 :]] == [(title, column.header) for title, column in columns]
    for row, (_, column) in zip(rows[heads + 1 :], columns, strict=True):
        assert column.note in str(row[2])
        assert str(row[3]).startswith("ja") is (column.required and not column.optional)
        assert all(choice in str(row[4]) for choice in column.choices)
    told = " ".join(str(value) for row in rows[:heads] for value in row)
    assert all(re.search(word, told) for word in (r"\.\.", "31-12-2025", "12,5 %", "make check"))


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda workbook: workbook.name)
def test_empty_rows_have_formats_and_drop_downs(folder: Path, workbook: Workbook) -> None:
    """Cells below the headers take dates, percents and text as such, offer their lists, and headers stay in sight."""
    book = load_workbook(folder / workbook.filename)
    for written in workbook.sheets:
        worksheet = book[written.title or "2025"]
        headers = [str(cell.value) for cell in worksheet[1]]
        sheet = written.widen((header, header) for header in headers[len(written.wide.columns) :]) if written.wide else written
        assert [cell.comment.text if cell.comment else "" for cell in worksheet[1]] == [column.note for column in sheet.columns]
        assert str(worksheet.freeze_panes).endswith("2")
        listed = {str(validation.sqref) for validation in worksheet.data_validations.dataValidation}
        for place, column in enumerate(sheet.columns, 1):
            letter = get_column_letter(place)
            assert worksheet.column_dimensions[letter].number_format == FORMATS.get(column.kind, "@")
            assert not column.choices or f"{letter}2:{letter}1048576" in listed


def test_same_years_give_the_same_bytes(tmp_path: Path) -> None:
    """A rerun writes byte-identical files, in whatever order the years are given; other years do not."""
    runs = [write_template(tmp_path / name, years) for name, years in (("a", (2011, 2025)), ("b", (2025, 2011)), ("c", (2011, 2024)))]
    first, again, other = ([file.read_bytes() for file in run] for run in runs)
    assert first == again
    assert first[0] != other[0]
    with ZipFile(tmp_path / "a" / FORUMS) as archive:
        assert archive.read("docProps/core.xml").count(b"2026-02-02T12:00:00Z") == 2


def test_the_years_are_those_of_the_settings(tmp_path: Path) -> None:
    """Without years, the compared ones get a sheet; where none is named, the one that was counted last; without settings, those of the first reports."""
    assert usual_years(INPUT, date(2026, 11, 28)) == (2011, 2025)
    assert usual_years(tmp_path, date(2026, 11, 28)) == (2011, 2025)
    settings = (INPUT / "indstillinger.toml").read_text(encoding="utf-8")
    (tmp_path / "indstillinger.toml").write_text(settings.replace("before = 2011", "before = 2019"), encoding="utf-8")
    assert usual_years(tmp_path, date(2026, 11, 28)) == (2019, 2025)
    assert usual_years(tmp_path, date(2027, 1, 1)) == (2019, 2026)


def test_the_command_spares_workbooks_that_somebody_filled_in(tmp_path: Path) -> None:
    """A second call changes nothing, says which files it would have replaced, and replaces them when asked to."""
    command = [sys.executable, "-m", "pipeline", "template", "--folder", str(tmp_path / "skabelon"), "--years", "2015,2025"]
    first = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (first.returncode, first.stderr) == (0, "")
    policies = list((INPUT / "politik").glob("*.toml"))
    assert len(first.stdout.splitlines()) == len(WORKBOOKS) + 1 + len(policies) + 1  # the settings too, and the next step
    (tmp_path / "skabelon" / FORUMS).write_bytes(b"filled in")
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert second.returncode == 2
    assert FORUMS in second.stderr
    assert (tmp_path / "skabelon" / FORUMS).read_bytes() == b"filled in"
    assert subprocess.run([*command, "--overwrite"], cwd=ROOT, capture_output=True, text=True, check=False).returncode == 0
    assert "2015" in load_workbook(tmp_path / "skabelon" / INDICATOR_FILE).sheetnames


def test_the_settings_fit_the_years_and_the_last_line_says_what_comes_next(tmp_path: Path) -> None:
    """Also where settings lie there already: their other lines stay, and a year that they leave open stays open."""
    folder = tmp_path / "skabelon"
    for years in ("2015,2025", "2011,2019"):
        result = CliRunner().invoke(app, ["template", "--folder", str(folder), "--years", years, "--overwrite"])
        assert result.output.splitlines()[-1] == ("Næste: Udfyld de tre projektmapper. Læg dem så i input/, og kør: make check")
        settings = (folder / "indstillinger.toml").read_text(encoding="utf-8")
        assert [tomllib.loads(settings)["periods"][key] for key in ("before", "now")] == [int(year) for year in years.split(",")]
        (folder / "indstillinger.toml").write_text(settings.replace("max_years = 4", "max_years = 5"), encoding="utf-8")
    assert tomllib.loads(settings)["plans"]["max_years"] == 5
    left_open = (INPUT / "indstillinger.toml").read_text(encoding="utf-8")
    (folder / "indstillinger.toml").write_text(left_open, encoding="utf-8")
    assert write_configuration(folder, (2011, 2025)) == []
    assert (folder / "indstillinger.toml").read_text(encoding="utf-8") == left_open


def test_a_list_of_ids_holds_them_all_and_nothing_else(folder: Path) -> None:
    """However far its table grows; the list ends with the last id and not with empty lines."""
    validations = load_workbook(folder / PLANS)["Budget"].data_validations.dataValidation
    assert [one.formula1 for one in validations if str(one.sqref) == "A2:A1048576"] == [
        "OFFSET('Helhedsplaner'!$A$2,0,0,MAX(1,COUNTA('Helhedsplaner'!$A$2:$A$1048576)),1)"
    ]


def test_forums_that_are_named_have_their_rows(tmp_path: Path) -> None:
    """Those of the policy with their districts; any other with an id of its own and a place on the map that nobody else has."""
    names = "nørrebro, Norden, Nordhavn og omegn, Amager/Sundby"
    folder = tmp_path / "skabelon"
    assert CliRunner().invoke(app, ["template", "--folder", str(folder), "--forums", names]).exit_code == 0
    book = load_workbook(folder / FORUMS)
    rows = {
        title: [tuple(cell.value for cell in row) for row in book[title].iter_rows(min_row=2)] for title in ("Fora", "Bydele", "Modtagere")
    }
    assert [row[:2] for row in rows["Fora"]] == [
        ("F-NOR", "Nørrebro"),
        ("F-NOR2", "Norden"),
        ("F-NOR3", "Nordhavn og omegn"),
        ("F-AMS", "Amager/Sundby"),
    ]
    assert len({row[2:] for row in rows["Fora"]}) == len(rows["Fora"])
    assert [row[1] for row in rows["Bydele"]] == ["Nørrebro", "Amager Øst", "Amager Vest"]
    assert rows["Modtagere"] == [(row[0], None, None) for row in rows["Fora"]]
    again = CliRunner().invoke(app, ["template", "--folder", str(tmp_path / "anden"), "--forums", "Valby, valby "])
    assert again.exit_code == 2
    assert not (tmp_path / "anden").exists()


def test_the_budget_has_the_years_of_plans_and_the_activities_room_for_estates(tmp_path: Path) -> None:
    """Plans of at most four years that run in the first or the last year; years as numbers, so that Excel marks no header as text."""
    write_template(tmp_path, (2011, 2013, 2025))
    book = load_workbook(tmp_path / PLANS)
    assert [cell.value for cell in book["Budget"][1]][5:] == [*range(2008, 2012), *range(2022, 2030)]
    assert [cell.value for cell in book["Indsatser"][1]][9:] == ["skriv afdeling-id"] * 12
    write_template(tmp_path, (1990, 2100))
    assert [cell.value for cell in load_workbook(tmp_path / PLANS)["Budget"][1]][5:] == [1990, *range(2097, 2101)]
