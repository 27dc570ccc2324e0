"""Workbooks of other organisations, read by a description: one of our own with every kind of table, and six published ones."""

from __future__ import annotations

import csv
import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from pipeline.input.sources.read import read_sources
from pipeline.input.sources.table import SourceTable
from pipeline.problems.model import Code
from tests.build import ROOT
from tests.foreign import refused_sources
from tests.published import NEEDS_PUBLISHED, PUBLISHED

DATA = ROOT / "tests" / "data"
FOLDERS = ("sources", pytest.param("published", marks=NEEDS_PUBLISHED))


def expected(name: str, file: str) -> list[dict[str, str]]:
    """Return the rows of a table of what is expected."""
    with (DATA / name / file).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def with_workbooks(folder: Path) -> Path:
    """Lay the description of the published workbooks into a folder, beside them and the districts' names."""
    shutil.copy(DATA / "published" / "kilder.toml", folder)
    for workbook in (DATA / "sources" / "fora.xlsx", *PUBLISHED.glob("*.xlsx")):
        shutil.copy(workbook, folder)
    return folder


@cache
def tables(name: str) -> dict[str, SourceTable]:
    """Return the tables of a folder of tests/data by their ids, read once."""
    if name == "sources":
        return {table.source.id: table for table in read_sources(DATA / name)}
    with TemporaryDirectory() as folder:
        return {table.source.id: table for table in read_sources(with_workbooks(Path(folder)))}


def shown(value: object) -> str:
    """Return a value as it is written in the tables of what is expected."""
    return "" if pd.isna(value) else f"{value:.15g}" if isinstance(value, int | float) else str(value)  # type: ignore[call-overload]


@pytest.mark.parametrize("name", FOLDERS)
def test_each_value_is_the_one_that_its_cell_holds(name: str) -> None:
    """The value that carries an address is the one that a person reads there in Excel; every source has some that were looked up."""
    rows = expected(name, "cells.csv")
    found = []
    for row in rows:
        table = tables(name)[row["source"]]
        (number,) = table.addresses.index[table.addresses[row["column"]] == row["cell"]]
        found.append({**row, "value": shown(table.frame.loc[number, row["column"]]), "mark": table.marks.loc[number, row["column"]]})
    assert found == rows
    assert {row["source"] for row in rows} == set(tables(name))


@pytest.mark.parametrize("name", FOLDERS)
def test_the_table_is_whole_and_holds_nothing_else(name: str) -> None:
    """All records are there, from the first to the last; totals, notes and rows that are left out are none of them, hidden rows are."""
    found = []
    for source, table in tables(name).items():
        aside = {one.row for one in (*table.beside.totals, *table.beside.notes)}
        assert table.frame.index.is_unique
        assert not aside & set(table.frame.index)
        assert table.addresses.shape == table.marks.shape == table.frame.shape
        numbers = (*table.frame.shape, table.frame.index[0], table.frame.index[-1], table.beside.left_out, len(table.beside.hidden_rows))
        totals = "; ".join(f"{total.row}: {' '.join(total.confirmed)}" for total in table.beside.totals)
        found.append([source, *map(str, numbers), totals, " ".join(str(note.row) for note in table.beside.notes)])
    assert found == [list(row.values()) for row in expected(name, "tables.csv")]


@NEEDS_PUBLISHED
def test_hamburg_is_the_sum_of_its_quarters() -> None:
    """The city's own number of households is that of all quarters; a borough of a quarter's name is no record."""
    quarters = tables("published")["hamburg"].frame
    assert quarters["households"].sum() == 1000067
    assert list(quarters["quarter"]).count("Wandsbek") == 1


@NEEDS_PUBLISHED
def test_every_year_has_all_districts() -> None:
    """Be4.3 and In74 have our ten districts and those outside in every year."""
    assert set(tables("published")["befolkning"].frame.groupby("day")["district"].nunique()) == {11}
    assert set(tables("published")["indkomst"].frame.groupby(["year", "sex"])["district"].nunique()) == {11}


@NEEDS_PUBLISHED
def test_a_published_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """What a county published as .xlsx is told to be something else."""
    folder = with_workbooks(tmp_path)
    text = (folder / "kilder.toml").read_text(encoding="utf-8")
    (folder / "kilder.toml").write_text(text.replace("cph_Be4.3.xlsx", "no_utslippsstatistikk_not_a_zip.xlsx"), encoding="utf-8")
    assert [(problem.code, problem.place.file) for problem in refused_sources(folder)] == [
        (Code.FILE_NOT_WORKBOOK, f"{folder.name}/no_utslippsstatistikk_not_a_zip.xlsx")
    ]


LISTED = set(
    re.findall(r"`(\w[\w.]+\.(?:xlsx|csv))`", (DATA / "published" / "README.md").read_text(encoding="utf-8").partition("| file")[2])
)


def test_no_published_file_is_kept_here() -> None:
    """Their licences are not ours to give: only what is expected of them is in the repository."""
    assert len(LISTED) == 9
    assert not LISTED & {path.name for path in DATA.rglob("*")}


@NEEDS_PUBLISHED
def test_every_published_file_is_in_its_folder() -> None:
    """The list of what the tests read is whole."""
    assert {path.name for path in PUBLISHED.iterdir()} >= LISTED
