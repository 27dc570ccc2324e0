"""Ten mistakes that people make, as a spreadsheet shows them without any command: tests/data/mistakes.csv, calculated by LibreOffice."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

from pipeline.input.check_input import check_input
from pipeline.problems.rejected import InputRejected
from pipeline.workbooks.configuration_files import write_configuration
from pipeline.workbooks.control_sheet import CONTROL_TITLE, DELETED, HEAD_ROW, WHOLE_SHEET
from pipeline.workbooks.example.generate import EXAMPLE_YEARS, write_example
from pipeline.workbooks.template import write_template
from tests.build import ROOT

pytestmark = pytest.mark.system

with (ROOT / "tests" / "data" / "mistakes.csv").open(encoding="utf-8", newline="") as table:
    MISTAKES = list(csv.DictReader(table))
VALUES = {"text": str, "number": float, "empty": lambda _: None}
Counts = dict[tuple[str, str], tuple[int, int, str]]


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, without a mistake."""
    folder = tmp_path_factory.mktemp("right") / "input"
    write_example(folder)
    write_configuration(folder, EXAMPLE_YEARS)
    return folder


@pytest.fixture(scope="module")
def wrong(right: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each mistake, with the workbook as a person saved it."""
    folders = {}
    for row in MISTAKES:
        folder = tmp_path_factory.mktemp("wrong") / "input"
        shutil.copytree(right, folder)
        book = load_workbook(folder / row["file"])
        book[row["sheet"]][row["cell"]].value = VALUES[row["kind"]](row["typed"])
        book.save(folder / row["file"])
        folders[row["mistake"]] = folder
    return folders


@pytest.fixture(scope="module")
def calculated(right: Path, wrong: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All the workbooks after LibreOffice has calculated and saved them, by mistake and file."""
    soffice = shutil.which("soffice")
    assert soffice, "the tests need LibreOffice: make test-system"
    before, after = tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("after")
    for row in MISTAKES:
        shutil.copy(wrong[row["mistake"]] / row["file"], before / f"{MISTAKES.index(row)}.xlsx")
    for file in right.glob("*.xlsx"):
        shutil.copy(file, before)
    write_beside_the_table(right / "helhedsplaner.xlsx", before / "beside.xlsx")
    write_deleted(before / "deleted.xlsx")
    profile = f"-env:UserInstallation={tmp_path_factory.mktemp('profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", after, *before.iterdir()]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    return after


def write_beside_the_table(file: Path, target: Path) -> None:
    """Write a workbook with what the guide allows below its tables: a total, a note, a source."""
    book = load_workbook(file)
    last = book["Budget"].max_row
    book["Budget"].cell(last + 1, 1).value, book["Budget"].cell(last + 1, 6).value = "I alt", 118_312_000
    book["Afdelinger"].cell(book["Afdelinger"].max_row + 2, 1).value = "Note: boliger pr. 1. januar"
    book["Indsatser"].cell(book["Indsatser"].max_row + 2, 1).value = "Kilde: Teknik- og Miljøforvaltningen"
    book.save(target)


def write_deleted(target: Path) -> None:
    """Write a template of which a person has deleted a year's column, so that formulas have an error value for it, and filled in half a row."""
    written = next(file for file in write_template(target.parent / "template") if file.name == "helhedsplaner.xlsx")
    book = load_workbook(written)
    letter = get_column_letter(book["Budget"].max_column)
    for row in book[CONTROL_TITLE].iter_rows():
        for cell in row:
            formula = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
            if isinstance(formula, str) and f"!${letter}$" in formula:
                formula = re.sub(rf"'?Budget'?!\${letter}\$\d+(:\${letter}\$\d+)?", "#REF!", formula)
                cell.value = ArrayFormula(cell.coordinate, formula) if isinstance(cell.value, ArrayFormula) else formula
    book["Budget"].delete_cols(book["Budget"].max_column)
    book["Budget"]["A2"], book["Budget"]["F2"] = "P-01", 1000
    book["Helhedsplaner"]["A2"] = "P-01"
    book.save(target)
    shutil.rmtree(target.parent / "template")


def test_totals_and_notes_below_a_table_are_none_of_its_rows(calculated: Path) -> None:
    """As for the check."""
    assert {(missing, wrong) for missing, wrong, _ in counts(calculated / "beside.xlsx").values()} == {(0, 0)}


def test_a_deleted_column_counts_nothing_and_the_others_are_counted_on(calculated: Path) -> None:
    """The guide invites to delete years that nobody needs."""
    found = counts(calculated / "deleted.xlsx")
    assert found["Budget", DELETED] == (0, 0, "")
    assert found["Budget", "Ordning"] == (1, 0, "B2")
    assert found["Budget", "Kilde"] == (1, 0, "C2")
    assert found["Budget", WHOLE_SHEET][:2] == (2, 0)


def counts(file: Path) -> Counts:
    """Return what the sheet says of each column of each sheet: missing, wrong, the first such cell."""
    sheet = load_workbook(file, data_only=True)[CONTROL_TITLE]
    rows = sheet.iter_rows(min_row=HEAD_ROW + 1, values_only=True)
    return {(str(row[0]), str(row[1])): (row[3], row[4], row[5] or "") for row in rows}


@pytest.mark.parametrize("name", ["indikatorer", "helhedsplaner", "fora"])
def test_a_workbook_without_a_mistake_counts_none(name: str, calculated: Path) -> None:
    """And says that the check comes next."""
    found = counts(calculated / f"{name}.xlsx")
    assert {(missing, wrong) for missing, wrong, _ in found.values()} == {(0, 0)}
    assert "make check" in load_workbook(calculated / f"{name}.xlsx", data_only=True)[CONTROL_TITLE]["A2"].value


@pytest.mark.parametrize("row", MISTAKES, ids=lambda row: row["mistake"])
def test_a_mistake_is_counted_where_it_stands(row: dict[str, str], calculated: Path) -> None:
    """In its column and in no other, with its cell; of an id that is there twice both cells count, and the first is named."""
    found = counts(calculated / f"{MISTAKES.index(row)}.xlsx")
    number, other = (int(row["cells"]), 0) if row["seen"] == "missing" else (0, int(row["cells"]))
    missing, wrong, first = found[row["sheet"], row["column"]]
    assert (missing, wrong) == (number, other)
    assert first == row["cell"] if row["cells"] == "1" else first[0] == row["cell"][0]
    columns = [one for (_, column), one in found.items() if column != WHOLE_SHEET]
    assert sum(one[0] + one[1] for one in columns) == int(row["cells"])
    assert found[row["sheet"], WHOLE_SHEET][:2] == (missing, wrong)


@pytest.mark.parametrize("row", MISTAKES, ids=lambda row: row["mistake"])
def test_check_says_the_same(row: dict[str, str], wrong: dict[str, Path]) -> None:
    """What the workbook shows is an error of the program's at the same cell; the program decides."""
    with pytest.raises(InputRejected) as rejected:
        check_input(wrong[row["mistake"]])
    named = {(problem.place.sheet, cell) for problem in rejected.value.problems for cell in (problem.place.cells or (problem.place.cell,))}
    assert (row["sheet"], row["cell"]) in named
