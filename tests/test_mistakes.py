"""What an analyst is told about a mistake: each line of tests/data/wrong_input/mistakes.csv, as `check` prints it."""

from __future__ import annotations

import csv
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from pipeline.__main__ import app
from pipeline.input.sources.read import read_sources
from tests.broken_inputs import (
    FORUMS,
    INDICATORS,
    PLANS,
    SETTINGS,
    WRONG_INPUT,
    accepted,
    apply_edits,
    cell,
    edit_of,
    small_input,
    text,
    workbook,
)
from tests.wide_sheets import widen


def read_mistakes(name: str) -> dict[str, list[dict[str, str]]]:
    """Return a table of mistakes: the name of each, and its lines."""
    with (WRONG_INPUT / name).open(encoding="utf-8", newline="") as table:
        return {mistake: list(rows) for mistake, rows in groupby(csv.DictReader(table), key=itemgetter("mistake"))}


MISTAKES = read_mistakes("mistakes.csv")
OF_WIDE_SHEETS = read_mistakes("wide.csv")

with (WRONG_INPUT / "settings.csv").open(encoding="utf-8", newline="") as table:
    LINES = list(csv.DictReader(table))


def check(folder: Path) -> list[str]:
    """Return the lines that `check` prints about the files of a folder."""
    return say("check", folder)


def say(command: str, folder: Path) -> list[str]:
    """Return the lines that a command prints about the files of a folder."""
    result = CliRunner().invoke(app, [command, "--input", str(folder), "--output", str(folder.parent / "output")])
    return [line.strip() for line in result.output.splitlines() if line.startswith("  ")]


@pytest.fixture(scope="module")
def said_anyway(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines about the example without a mistake."""
    return check(small_input(tmp_path_factory.mktemp("right")))


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_in_these_words(name: str, tmp_path: Path, said_anyway: list[str]) -> None:
    """All that is told, line by line, and nothing else; a mistake in many cells is one line."""
    folder = small_input(tmp_path)
    apply_edits([edit_of(row) for row in MISTAKES[name] if row["file"]], folder)
    told = [line for line in check(folder) if line not in said_anyway]
    assert told == [row["told"] for row in MISTAKES[name] if row["told"]]


@pytest.fixture(scope="module")
def said_of_wide_anyway(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines about the example with wide sheets, without a mistake."""
    return check(small_input(tmp_path_factory.mktemp("right"), workbook(PLANS, widen)))


@pytest.mark.parametrize("name", OF_WIDE_SHEETS)
def test_a_mistake_in_a_wide_sheet_is_told_in_these_words(name: str, tmp_path: Path, said_of_wide_anyway: list[str]) -> None:
    """Once, at its own cell, however many years its row has; a sum that is right and a column beside the table are none."""
    folder = small_input(tmp_path, workbook(PLANS, widen))
    apply_edits([edit_of(row) for row in OF_WIDE_SHEETS[name] if row["file"]], folder)
    told = [line for line in check(folder) if line not in said_of_wide_anyway]
    assert told == [row["told"] for row in OF_WIDE_SHEETS[name] if row["told"]]


@pytest.mark.parametrize("row", LINES, ids=lambda row: row["instead"])
def test_a_line_of_the_settings_that_cannot_be_read_is_told_in_these_words(row: dict[str, str], tmp_path: Path) -> None:
    """Line, key and what to write instead, for what people write who are used to Danish numbers, Word and Excel."""
    before = (small_input(tmp_path) / SETTINGS).read_text(encoding="utf-8").partition(row["text"])[0]
    folder = small_input(tmp_path, text(SETTINGS, row["text"], row["instead"]))
    assert check(folder) == [row["told"].replace("{line}", str(before.count("\n") + 1))]


def test_sources_without_a_description_say_how_to_begin(tmp_path: Path) -> None:
    """The file that is missing is one that people write, and the guide begins with an example of it."""
    assert say("sources", small_input(tmp_path)) == [
        "input/kilder.toml: filen findes ikke. Den fortæller, hvor tallene står i andres projektmapper. Skriv den selv, og læg den her: "
        "docs/kilder.md begynder med et eksempel, der kan kopieres."
    ]


def test_excels_noise_is_no_decimal(tmp_path: Path) -> None:
    """4693.000000000001 is shown as 4693 in Excel and read so, by the reports and by a description of others' workbooks."""
    tables = accepted(tmp_path, cell(INDICATORS, "2025", "E2", 4693.000000000001)).tables
    assert tables.indicators.set_index("count_cell").loc["2025!E2", "count"].tolist() == 4693
    book = Workbook()
    for row in (("Navn", "Antal"), ("a", 4693.000000000001)):
        book.active.append(row)  # type: ignore[union-attr]
    folder = tmp_path / "andre"
    folder.mkdir()
    book.save(folder / "a.xlsx")
    (folder / "kilder.toml").write_text(
        '[[source]]\nid = "a"\nfile = "a.xlsx"\nheader_rows = [1]\n[[source.columns]]\nname = "name"\nheader = "Navn"\nkind = "text"\n'
        '[[source.columns]]\nname = "n"\nheader = "Antal"\nkind = "count"\n',
        encoding="utf-8",
    )
    (table,) = read_sources(folder)
    assert table.frame["n"].tolist() == [4693]


def test_signs_that_the_typeface_lacks_become_their_like(tmp_path: Path) -> None:
    """Word's non-breaking hyphen and thin space, in a workbook and in the settings, are printed as those that the typeface has."""
    intake = accepted(
        tmp_path,
        cell(FORUMS, "Fora", "B2", "Nørre\N{NON-BREAKING HYPHEN}bro\N{THIN SPACE}N"),
        text(SETTINGS, "Københavns Kommune", "Københavns\N{EN SPACE}Kommune\N{HYPHEN}K"),
    )
    assert intake.tables.forums["forum"].iloc[0] == "Nørre-bro N"
    assert intake.settings.municipality == "Københavns Kommune-K"
