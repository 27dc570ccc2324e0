"""Small inputs with errors: the smallest example, edited as a person would, saved as real workbooks.

Enters: edits. Leaves: a folder named ``input`` and the pipeline's messages about it. Never: a mock; every file is written to disk.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.input.check_input import Intake, check_input
from pipeline.language.language import load_language
from pipeline.problems.describe import describe_in_place
from pipeline.problems.model import Code, Problem
from pipeline.problems.rejected import InputRejected
from pipeline.workbooks.configuration_files import write_configuration
from pipeline.workbooks.example.generate import write_example

INDICATORS, PLANS, FORUMS = "indikatorer.xlsx", "helhedsplaner.xlsx", "fora.xlsx"
SETTINGS, POLICY = "indstillinger.toml", "politik/kk-2011.toml"
YEARS = (2011, 2025)
WRONG_INPUT = Path(__file__).parent / "data" / "wrong_input"

Edit = Callable[[Path], object]


@dataclass(frozen=True)
class Case:
    """One way to break the small input, and all that the analyst is told.

    Attributes:
        code: The problem that must be found.
        edit: What breaks the input.
        told: Every line, in Danish, with its place; or every finding that the unbroken input does not have.
        about: For a finding: the ids that it carries.
    """

    code: Code
    edit: Edit
    told: tuple[str, ...]
    about: tuple[tuple[str, str], ...] = ()


def case_name(case: object) -> str:
    """Return a case's name in pytest's output."""
    return str(case.code) if isinstance(case, Case) else str(case)


@cache
def _example() -> dict[str, bytes]:
    """Return the small example's files, generated once."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = [*write_example(folder, forums=2, areas=5, plans=4, years=YEARS), *write_configuration(folder, YEARS)]
        return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def small_input(folder: Path, *edits: Edit) -> Path:
    """Lay the small example into a folder named input and apply the edits."""
    target = folder / "input"
    for name, content_of_file in _example().items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content_of_file)
    for edit in edits:
        edit(target)
    return target


def workbook(file: str, change: Callable[[Workbook], object]) -> Edit:
    """Change a whole workbook."""

    def edit(folder: Path) -> None:
        book = load_workbook(folder / file)
        change(book)
        book.save(folder / file)

    return edit


def sheet(file: str, title: str, change: Callable[[Worksheet], object]) -> Edit:
    """Change one sheet."""
    return workbook(file, lambda book: change(book[title]))


def cells(file: str, title: str, values: dict[str, Any], number_format: str | None = None) -> Edit:
    """Write values into cells; text that begins with = becomes a formula, as in Excel, and openpyxl saves it without a result."""

    def change(worksheet: Worksheet) -> None:
        for address, value in values.items():
            worksheet[address] = value
            if number_format:
                worksheet[address].number_format = number_format

    return sheet(file, title, change)


def cell(file: str, title: str, address: str, value: Any, number_format: str | None = None) -> Edit:
    """Write one value into one cell."""
    return cells(file, title, {address: value}, number_format)


def renamed(file: str, old: str, new: str) -> Edit:
    """Rename a sheet."""
    return workbook(file, lambda book: setattr(book[old], "title", new))


def emptied(file: str, *titles: str) -> Edit:
    """Delete all rows under the headers."""

    def change(book: Workbook) -> None:
        for title in titles:
            book[title].delete_rows(2, book[title].max_row)

    return workbook(file, change)


def removed(file: str, *titles: str) -> Edit:
    """Delete sheets."""

    def change(book: Workbook) -> None:
        for title in titles:
            book.remove(book[title])

    return workbook(file, change)


def folder_instead(name: str) -> Edit:
    """Put a folder in the place of a file."""

    def edit(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return edit


def text(file: str, old: str, new: str) -> Edit:
    """Replace the first occurrence of a text in a settings or policy file."""

    def edit(folder: Path) -> None:
        content = (folder / file).read_text(encoding="utf-8")
        assert old in content, old
        (folder / file).write_text(content.replace(old, new, 1), encoding="utf-8")

    return edit


def content(file: str, new: bytes | Callable[[bytes], bytes]) -> Edit:
    """Replace the bytes of a file."""

    def edit(folder: Path) -> None:
        path = folder / file
        path.write_bytes(new if isinstance(new, bytes) else new(path.read_bytes()))

    return edit


def delete_row(worksheet: Worksheet, row: str, _: list[Any]) -> None:
    """Delete a row."""
    worksheet.delete_rows(int(row))


def copy_row(worksheet: Worksheet, row: str, values: list[Any]) -> None:
    """Add a copy of a row below the table, its first cells changed."""
    worksheet.append([*values, *[one.value for one in worksheet[int(row)]][len(values) :]])


def add_row(worksheet: Worksheet, _: str, values: list[Any]) -> None:
    """Write values below the table."""
    worksheet.append(values)


ROW_CHANGES = {"delete row": delete_row, "copy row": copy_row, "add row": add_row}


def fill_area(worksheet: Worksheet, area: str, value: Any) -> None:
    """Write one value into all cells of an area."""
    for row in worksheet[area]:
        for one in row:
            one.value = value


def rename_file(folder: Path, name: str, new: str) -> None:
    """Give a file another name."""
    (folder / name).rename(folder / new)


def copy_sheet(book: Workbook, title: str, new: str) -> None:
    """Add a copy of a sheet under another name."""
    book.copy_worksheet(book[title]).title = new


def typed(value: str) -> Any:
    """Return what Excel makes of a text that is typed into a cell."""
    if value in ("", "SAND", "FALSK"):
        return {"": None, "SAND": True, "FALSK": False}[value]
    if value.endswith(" (dato)"):
        return date.fromisoformat(value.removesuffix(" (dato)"))
    for number in (int, float):
        with suppress(ValueError):
            return number(value)
    return value.removeprefix("'")


def edit_of(row: dict[str, str]) -> Edit:
    """Return the change that a row of a table of cases says; see tests/data/wrong_input/README.md."""
    file, title, place, value, change = (row[name] for name in ("file", "sheet", "cell", "value", "change"))
    if change in ROW_CHANGES:
        values = [typed(one) for one in value.split("; ")] if value else []
        return sheet(file, title, lambda worksheet: ROW_CHANGES[change](worksheet, place, values))
    changes: dict[str, Callable[[], Edit]] = {
        "": lambda: cell(file, title, place, typed(value)),
        "fill": lambda: sheet(file, title, lambda worksheet: fill_area(worksheet, place, typed(value))),
        "merge": lambda: sheet(file, title, lambda worksheet: worksheet.merge_cells(place)),
        "rename sheet": lambda: renamed(file, title, str(typed(value))),
        "copy sheet": lambda: workbook(file, lambda book: copy_sheet(book, title, value)),
        "empty sheet": lambda: emptied(file, title),
        "remove sheet": lambda: removed(file, title),
        "rename file": lambda: partial(rename_file, name=file, new=value),
    }
    return changes[change]()


def read_cases(name: str) -> list[Case]:
    """Return the cases of a table in tests/data/wrong_input."""
    with (WRONG_INPUT / name).open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    cases = []
    for _, lines in groupby(rows, key=itemgetter("case")):
        of_case = list(lines)
        edits = [edit_of(row) for row in of_case if row["file"]]
        about = tuple(
            (key, identity) for key, _, identity in (one.partition(" ") for one in of_case[0].get("about", "").split("; ")) if key
        )
        said = tuple(row["told"] for row in of_case if row["told"])
        cases.append(Case(Code[of_case[0]["code"].upper()], partial(apply_edits, edits), said, about))
    return cases


def apply_edits(edits: list[Edit], folder: Path) -> None:
    """Apply one edit after another."""
    for edit in edits:
        edit(folder)


def raw_cell(file: str, title: str, address: str, xml: str) -> Edit:
    """Replace a cell's XML, for what openpyxl does not write."""

    def edit(folder: Path) -> None:
        part = f"xl/worksheets/sheet{load_workbook(folder / file).sheetnames.index(title) + 1}.xml"
        with ZipFile(folder / file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        pattern = rf'<c r="{address}"[^>]*?(/>|>.*?</c>)'
        changed, found = re.subn(pattern, lambda _: xml, parts[part].decode(), count=1)
        assert found, address
        with ZipFile(folder / file, "w") as archive:
            for name, old in parts.items():
                archive.writestr(name, changed if name == part else old)

    return edit


def accepted(folder: Path, *edits: Edit) -> Intake:
    """Return the checked input."""
    return check_input(small_input(folder, *edits))


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """Return the errors of a folder, or where nothing stops its reports, those of single recipients and the findings."""
    try:
        tables = check_input(folder).tables
        return (*tables.of_one_mail, *tables.findings)
    except InputRejected as rejected:
        return rejected.problems


def refused(folder: Path, *edits: Edit) -> tuple[Problem, ...]:
    """Return the errors of the small input after the edits, also those that stop one mail alone; it must have some."""
    try:
        problems = accepted(folder, *edits).tables.of_one_mail
    except InputRejected as rejected:
        problems = rejected.problems
    assert problems
    assert all(told(problems, "da") + told(problems, "en")), "each can be told: no word lacks its value"
    return problems


def told(problems: tuple[Problem, ...], language: str = "da") -> list[str]:
    """Return the problems as the analyst reads them."""
    return [describe_in_place(problem, load_language(language)) for problem in problems]


def codes(problems: tuple[Problem, ...]) -> list[Code]:
    """Return the problems' codes."""
    return [problem.code for problem in problems]
