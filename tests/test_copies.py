"""A copied year, a copied indicator, two columns that changed places: a finding that names them, in an input that is otherwise right."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from pipeline.commands.sources_summary import tell_source
from pipeline.disclosure.protect import protect_input
from pipeline.input.check_input import check_input
from pipeline.input.sources.read import read_sources
from pipeline.language.language import load_language
from pipeline.problems.model import HOLDING, Code
from pipeline.releases.source_hash import FROM_ROWS, hash_sources
from pipeline.run import gather
from pipeline.scoring.score_file.tell import tell_scored
from tests.broken_inputs import INDICATORS, Edit, accepted, small_input, told
from tests.build import ROOT
from tests.foreign import FILE, column, described, lay
from tests.test_revisions import run
from tests.three_readers import score

WORK, LOW, SMALL = "Uden for arbejdsmarkedet", "Lavindkomst", "Små boliger"
Change = Callable[[Workbook], object]


def edit(*changes: Change) -> Edit:
    """Change the workbook of indicators."""

    def apply(folder: Path) -> None:
        book = load_workbook(folder / INDICATORS)
        for change in changes:
            change(book)
        book.save(folder / INDICATORS)

    return apply


def column_of(book: Workbook, year: str, header: str) -> int:
    """Return the number of a column."""
    return next(cell.column for cell in book[year][1] if cell.value == header)


def copy(header: str, *, into: str = "", year: str = "2011", rows: range = range(2, 7)) -> Change:
    """Copy a column of a year over that of 2025, by default the same."""

    def change(book: Workbook) -> None:
        source, target = column_of(book, year, header), column_of(book, "2025", into or header)
        for row in rows:
            book["2025"].cell(row, target).value = book[year].cell(row, source).value

    return change


def swap(one: str, other: str, sheet: str = "2025", rows: range = range(2, 7)) -> Change:
    """Let two columns change places."""

    def change(book: Workbook) -> None:
        for row in rows:
            cells = [book[sheet].cell(row, column_of(book, sheet, header)) for header in (one, other)]
            cells[0].value, cells[1].value = cells[1].value, cells[0].value

    return change


def place(header: str) -> str:
    """Return the letter of a column of the years' sheets."""
    order = ["Område-id", "Byområde", "Grænseversion", "Beboere"]
    order += [
        f"{name}, {kind}"
        for name in (WORK, "Ikke-vestlig herkomst", LOW, SMALL, "Installationsmangler", "Lav/ingen uddannelse")
        for kind in ("antal", "basis")
    ]
    return get_column_letter(order.index(header) + 1)


COPIED = "Tallene for 2025 er de samme som for 2011 i {} af 5 områder: {}."
ALIKE = "»{}« i 2025 har samme tal som »{}« i {} i {} af 5 områder."
CASES: dict[str, tuple[Code, list[Change], list[str], str]] = {
    "an indicator of another year": (
        Code.YEAR_COPIED,
        [copy(f"{LOW}, antal"), copy(f"{LOW}, basis")],
        [f"{LOW}, antal", f"{LOW}, basis"],
        COPIED.format(5, f"»{LOW}, antal«, »{LOW}, basis«"),
    ),
    "in nearly all areas": (
        Code.YEAR_COPIED,
        [copy(f"{SMALL}, antal", rows=range(2, 6))],
        [f"{SMALL}, antal"],
        COPIED.format(4, f"»{SMALL}, antal«"),
    ),
    "a whole sheet": (
        Code.YEAR_COPIED,
        [copy(header) for header in ("Beboere", f"{WORK}, antal", f"{WORK}, basis", f"{LOW}, antal", f"{LOW}, basis")],
        ["Beboere", f"{WORK}, antal", f"{LOW}, antal", f"{WORK}, basis", f"{LOW}, basis"],
        COPIED.format(5, f"»Beboere«, »{WORK}, antal«, »{LOW}, antal«, »{WORK}, basis«, »{LOW}, basis«"),
    ),
    "another indicator of the year": (
        Code.INDICATOR_COPIED,
        [copy("Installationsmangler, antal", into=f"{LOW}, antal", year="2025")],
        [f"{LOW}, antal", "Installationsmangler, antal"],
        ALIKE.format("Installationsmangler, antal", f"{LOW}, antal", 2025, 5),
    ),
}
SWAPS: dict[str, list[Change]] = {
    "counts": [swap(f"{LOW}, antal", f"{SMALL}, antal")],
    "counts and bases": [swap(f"{LOW}, {kind}", f"{SMALL}, {kind}") for kind in ("antal", "basis")],
    "alike in size": [swap(f"{WORK}, antal", "Ikke-vestlig herkomst, antal")],
    "in the earlier year": [swap(f"{LOW}, antal", f"{SMALL}, antal", "2011")],
    "in the city too": [
        *(swap(f"{WORK}, {kind}", f"{SMALL}, {kind}") for kind in ("antal", "basis")),
        *(swap(f"{WORK}, {kind}", f"{SMALL}, {kind}", "Byen", range(3, 4)) for kind in ("antal", "basis", "andel")),
    ],
}


@pytest.mark.parametrize(("code", "changes", "columns", "said"), CASES.values(), ids=CASES)
def test_a_copy_is_found(code: Code, changes: list[Change], columns: list[str], said: str, tmp_path: Path) -> None:
    """The finding names the columns, the years, and in how many areas the numbers are the same."""
    (found,) = [one for one in accepted(tmp_path, edit(*changes)).tables.findings if one.code in HOLDING]
    assert (found.code, found.place.sheet, found.place.cells) == (code, "2025", tuple(map(place, columns)))
    assert told((found,)) == [f"input/indikatorer.xlsx [2025!{', '.join(map(place, columns))}]: {said}"]


def test_what_holds_the_release_is_shown_first_and_as_such(tmp_path: Path) -> None:
    """The other findings stop nothing."""
    source = small_input(tmp_path, edit(copy(f"{WORK}, antal"), copy(f"{LOW}, antal")))
    lines = run("check", "--input", source, "--output", tmp_path / "output").stdout.splitlines()
    assert lines[0] == "1 bemærkning til data, som får udgivelsen til at vente på et menneske, før den sendes:"
    assert "Tallene for 2025 er de samme som for 2011 i 5 af 5 områder" in lines[1]
    assert lines[2] == "4 bemærkninger til data, som rapporterne viser, og som ikke stopper noget:"


@pytest.mark.parametrize("changes", SWAPS.values(), ids=SWAPS)
def test_two_columns_that_changed_places_are_found(changes: list[Change], tmp_path: Path) -> None:
    """Each continues the other's numbers of the year before."""
    (found,) = [one for one in accepted(tmp_path, edit(*changes)).tables.findings if one.code in HOLDING]
    assert found.code is Code.COLUMNS_SWAPPED
    assert {found.facts["year"], found.facts["before"]} == {2011, 2025}


def repeat(sheet: str, row: int, before: int, first: str, *, but: int = 0, of: str = "") -> Change:
    """Copy a row's numbers from another one of the sheet, or of another sheet; the last few are left as they are."""

    def change(book: Workbook) -> None:
        columns = range(column_of(book, sheet, first), book[sheet].max_column + 1 - but)
        for number in columns:
            book[sheet].cell(row, number).value = book[of or sheet].cell(before, number).value

    return change


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            [repeat("Byen", 3, 2, f"{WORK}, antal")],
            "input/indikatorer.xlsx [Byen!B3]: Tallene for hele byen i 2025 er de samme som for 2011 i 10 af 11 kolonner.",
        ),
        (
            [repeat("2025", 3, 3, "Beboere", of="2011")],
            "input/indikatorer.xlsx [2025!D3]: Tallene for NOR-02 i 2025 er de samme som for 2011 i 11 af 11 kolonner.",
        ),
        ([repeat("2025", 3, 2, "Beboere")], "input/indikatorer.xlsx [2025!D3]: Tallene for NOR-02 i 2025 er de samme som for NOR-01."),
        (
            [repeat("2025", 3, 3, "Beboere", but=1, of="2011")],
            "input/indikatorer.xlsx [2025!D3]: Tallene for NOR-02 i 2025 er de samme som for 2011 i 10 af 11 kolonner.",
        ),
    ],
)
def test_a_row_of_another_year_or_area_is_found(changes: list[Change], said: str, tmp_path: Path) -> None:
    """The city's, which every area is compared with, that of one area, or another area's."""
    found = [one for one in accepted(tmp_path, edit(*changes)).tables.findings if one.code in HOLDING]
    assert told(tuple(found)) == [said]


@pytest.mark.parametrize("rows", [range(2, 4), range(3, 6)])
def test_some_areas_that_are_the_same_are_no_copy(rows: range, tmp_path: Path) -> None:
    """Two or three of five may not have changed."""
    findings = accepted(tmp_path, edit(copy(f"{SMALL}, antal", rows=rows))).tables.findings
    assert not [one for one in findings if one.code in HOLDING]


def test_small_numbers_that_are_the_same_are_no_copy(tmp_path: Path) -> None:
    """Five areas with 0 to 3 dwellings each may have them again."""

    def few(book: Workbook) -> None:
        for sheet in ("2011", "2025"):
            for row, number in enumerate((0, 3, 1, 0, 2), start=2):
                book[sheet].cell(row, column_of(book, sheet, "Installationsmangler, antal")).value = number

    assert not [one for one in accepted(tmp_path, edit(few)).tables.findings if one.code in HOLDING]


NUMBERS = {"Valby": (310, 4120), "Vanløse": (122, 3400), "Brønshøj": (207, 3100), "Østerbro": (415, 9000), "Husum": (98, 1200)}
LATER = {"Valby": (322, 4100), "Vanløse": (130, 3390), "Brønshøj": (199, 3150), "Østerbro": (401, 9100), "Husum": (91, 1250)}


def of_two_years(then: dict[str, tuple[int, int]], now: dict[str, tuple[int, int]]) -> list[list[Any]]:
    """Return a table of others with two numbers of each area in two years."""
    rows = [[area, year, *pair] for year, numbers in ((2019, then), (2025, now)) for area, pair in numbers.items()]
    return [["Bydel", "År", "Personer", "Ledige"], *rows]


@pytest.mark.parametrize(
    ("then", "now", "names"),
    [
        (NUMBERS, LATER, []),
        (NUMBERS, {area: (NUMBERS[area][0], pair[1]) for area, pair in LATER.items()}, ["persons 2019 = persons 2025"]),
        (NUMBERS, NUMBERS | {"Husum": (91, 1250)}, ["persons 2019 = persons 2025", "idle 2019 = idle 2025"]),
        (NUMBERS, {area: (pair[0], pair[0]) for area, pair in LATER.items()}, ["persons 2025 = idle 2025"]),
    ],
)
def test_copies_in_tables_of_others_are_told_by_sources_and_scores(
    then: dict[str, tuple[int, int]], now: dict[str, tuple[int, int]], names: list[str], tmp_path: Path
) -> None:
    """Nothing of theirs is published, so it is only said."""
    columns = (column("area", "Bydel", "text"), column("year", "År", "year"))
    numbers = (column("persons", "Personer", "count"), column("idle", "Ledige", "count"))
    folder = lay(tmp_path, of_two_years(then, now), described(*columns, *numbers))
    (table,) = read_sources(folder)
    second = '[[indicators]]\nid = "idle"\ncolumns = { numerator = "Ledige" }'
    scored = score(folder / FILE, lines='year = "År"', further=second)
    assert [copy.names for copy in table.copies()] == [copy.names for copy in scored.copies] == names
    language = load_language("da")
    lines = (*tell_source(table, Path("x.xlsx"), language), *tell_scored(scored, Path("y.xlsx"), [], language))
    assert [line for line in lines if "samme tal" in line] == [
        *(f"  de samme tal i næsten alle rækker: {name}" for name in names),
        *(f"De samme tal i {copy.shared.equal} af 5 områder: {copy.names}" for copy in scored.copies),
    ]


def test_a_check_that_came_later_makes_no_report_of_the_same_rows_another(tmp_path: Path) -> None:
    """What follows from rows is no news of its own: the findings are shown where a report is made, and no report is made because of them."""
    folder = Path(shutil.copytree(ROOT / "tests" / "data" / "version_0_1_0" / "input", tmp_path / "input"))
    protected = protect_input(check_input(folder))
    others = tuple(one for one in protected.tables.findings if one.code not in FROM_ROWS)
    assert [one.code for one in protected.tables.findings if one.code in FROM_ROWS] == [Code.ROW_COPIED]
    without = replace(protected, tables=replace(protected.tables, findings=others))
    assert hash_sources(gather(without)) == hash_sources(gather(protected))
