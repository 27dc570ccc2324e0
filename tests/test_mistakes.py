"""What an analyst is told about a mistake: each line of tests/data/wrong_input/mistakes.csv, as `check` prints it."""

from __future__ import annotations

import csv
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.__main__ import app
from tests.broken_inputs import WRONG_INPUT, apply_edits, edit_of, small_input

with (WRONG_INPUT / "mistakes.csv").open(encoding="utf-8", newline="") as table:
    MISTAKES = {name: list(rows) for name, rows in groupby(csv.DictReader(table), key=itemgetter("mistake"))}


def check(folder: Path) -> list[str]:
    """Return the lines that `check` prints about the files of a folder."""
    result = CliRunner().invoke(app, ["check", "--input", str(folder), "--output", str(folder.parent / "output")])
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
