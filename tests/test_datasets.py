"""The tables behind the reports: every figure is found in the cells that its row names, and every name in words exists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from pipeline.disclosure.protect import protect_input
from pipeline.input.check_input import Intake, check_input
from pipeline.input.tables import Tables
from pipeline.language.rounding import shorten
from pipeline.report.model.figures import FigureState
from pipeline.report.tables.model import ColumnKind, Dataset, TableBook
from pipeline.run import compose_tables
from tests.broken_inputs import INDICATORS, accepted, cell
from tests.build import INPUT, copy_three_areas

ADDRESS = re.compile(r"(?P<file>[a-z]+\.xlsx) \[(?P<inside>.+)\]")
Line = dict[str, Any]


@pytest.fixture(scope="module", params=["sample", "three areas"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An input folder: the project's own, and the one that is worked out by hand."""
    return INPUT if request.param == "sample" else copy_three_areas(tmp_path_factory.mktemp("three"))


@pytest.fixture(scope="module")
def intake(folder: Path) -> Intake:
    """That input, checked."""
    return check_input(folder)


@pytest.fixture(scope="module")
def protected(intake: Intake) -> Tables:
    """What is made of it: small counts replaced."""
    return protect_input(intake).tables


@pytest.fixture(scope="module")
def book(intake: Intake) -> TableBook:
    """Its tables."""
    return compose_tables(intake)


@cache
def workbook(path: Path) -> Workbook:
    """Return a workbook's values, as Excel shows them."""
    return load_workbook(path, data_only=True)


@pytest.fixture
def look_up(folder: Path) -> Callable[[str], list[Any]]:
    """A person with Excel: the values of the cells of an address."""

    def values(address: str) -> list[Any]:
        match = ADDRESS.fullmatch(address)
        assert match, address
        return [cell.value for place in places(match["inside"]) for cell in cells_at(workbook(folder / match["file"]), *place)]

    return values


def places(inside: str) -> Iterator[tuple[str, str]]:
    """Yield sheet and range of each part of an address."""
    for of_sheet in inside.split("; "):
        sheet, _, ranges = of_sheet.partition("!")
        for one in ranges.split(", "):
            yield sheet, one


def cells_at(book: Workbook, sheet: str, area: str) -> list[Any]:
    """Return the cells of a range or a single cell."""
    found = book[sheet][area]
    return [cell for row in found for cell in row] if isinstance(found, tuple) else [found]


def list_cells(folder: Path, address: str) -> list[str]:
    """Return the cells of an address one by one: ``2025!F2``."""
    match = ADDRESS.fullmatch(address)
    assert match, address
    book = workbook(folder / match["file"])
    return [f"{sheet}!{cell.coordinate}" for sheet, area in places(match["inside"]) for cell in cells_at(book, sheet, area)]


def is_class(value: object) -> bool:
    """Tell whether a count or a share is written as that of a small count."""
    return isinstance(value, str) and not isinstance(value, FigureState)


def lines(dataset: Dataset) -> list[Line]:
    """Return a table's rows by the ids of its columns."""
    return [dict(zip([column.id for column in dataset.columns], row.values, strict=True)) for row in dataset.rows]


def table(book: TableBook, name: str) -> list[Line]:
    """Return the rows of one table."""
    return lines(next(dataset for dataset in book.datasets if dataset.id == name))


def test_every_count_and_base_is_the_sum_of_its_cells(
    book: TableBook, protected: Tables, look_up: Callable[[str], list[Any]], folder: Path
) -> None:
    """Of areas, districts, forums and the city, in every year; a small count is written as its class and counts as its middle."""
    rows = table(book, "indicators")
    counts_as = dict(zip(protected.indicators["count_cell"], protected.indicators["count"], strict=True))
    assert len({row["level"] for row in rows}) == 4
    classes = 0
    for row in rows:
        city_count, city_base = look_up(row["city_cells"])
        assert row["city_share"] == shorten(city_count / city_base, 6)
        values = {name: look_up(row[f"{name}_cells"]) for name in ("count", "base") if not isinstance(row[name], FigureState)}
        if "count" in values and row["level"] != "By":
            values["count"] = [counts_as[cell] for cell in list_cells(folder, row["count_cells"])]
        if is_class(row["count"]):
            classes += 1
            assert row["count"] == "1–4"
            assert row["share"].startswith("under ")
            assert values["count"] == [2.0]
            continue
        for name, cells in values.items():
            assert sum(cells) == row[name], row
        if not isinstance(row["share"], FigureState):
            assert row["share"] == shorten(row["count"] / row["base"], 6)
    assert classes > 0


def test_residents_are_the_sum_of_their_cells(book: TableBook, look_up: Callable[[str], list[Any]]) -> None:
    """Of every unit in both years."""
    for row in table(book, "units"):
        assert sum(look_up(row["cells"])) == row["residents"], row


@pytest.mark.parametrize(("name", "total"), [("funding", "total_dkk"), ("plans", "total_dkk"), ("posts", "post_dkk")])
def test_every_budget_is_the_sum_of_its_cells(
    name: str, total: str, book: TableBook, intake: Intake, look_up: Callable[[str], list[Any]], folder: Path
) -> None:
    """Kroner as they are, hours times the rate of the settings."""
    rows = table(book, name)
    assert rows
    for row in rows:
        kroner = re.findall(r"F\d+(?::F\d+)?", row["budget_cells"])
        hours = re.findall(r"G\d+(?::G\d+)?", row["budget_cells"])
        added = [sum(look_up(f"helhedsplaner.xlsx [Budget!{', '.join(cells)}]")) if cells else 0 for cells in (kroner, hours)]
        assert added[0] + added[1] * intake.settings.money.hourly_rate_dkk == row[total], row
        if row.get("hours") is not None:
            assert added[1] == row["hours"]


def test_what_is_counted_is_counted_in_its_cells(book: TableBook, look_up: Callable[[str], list[Any]]) -> None:
    """A plan's estates, activities, steering groups: as many filled cells as the row says."""
    for row in table(book, "plans"):
        assert len(look_up(row["estate_cells"])) == row["estates"]
        assert look_up(row["plan_cells"]) == [row["plan_id"]]
    for name in ("activities", "steering_groups"):
        for row in table(book, name):
            number = row["number_before"] + row["number_now"]
            assert (len(look_up(row["cells"])) if row["cells"] else 0) == number
    for row in table(book, "contracts"):
        assert look_up(row["cells"]) == [row["contract"]]


def test_an_address_is_true_where_columns_are_moved(tmp_path: Path) -> None:
    """The address follows a changed number to the figure, and no other row changes."""
    plain = compose_tables(accepted(tmp_path / "plain"))
    moved = compose_tables(accepted(tmp_path / "moved", cell(INDICATORS, "2025", "E2", 4500)))
    before, after = (
        {row["count_cells"]: row["count"] for row in table(book, "indicators") if row["level"] == "Delområde"} for book in (plain, moved)
    )
    assert {address: count for address, count in after.items() if before[address] != count} == {"indikatorer.xlsx [2025!E2]": 4500}


def test_small_and_missing_numbers_are_told_apart(intake: Intake, book: TableBook) -> None:
    """A small count is written as its class and so is its share, what follows is a number; one that the source withholds is missing."""
    rows = [row for row in table(book, "indicators") if row["level"] == "Delområde"]
    for row in [row for row in rows if is_class(row["count"])]:
        assert (row["count"], row["share"].split()[0]) == ("1–4", "under")
        assert all(isinstance(row[name], int | float) for name in ("base", "relative", "threshold"))
        assert row["met"] in {"Ja", "Nej"}
    withheld = int(intake.tables.indicators["count"].isna().sum())
    missing = [row for row in rows if row["count"] is FigureState.MISSING]
    assert len(missing) == withheld
    k = intake.settings.small_numbers.smallest_shown
    assert [row for row in rows if isinstance(row["count"], int) and 0 < row["count"] < k] == []


def test_a_forums_tables_hold_its_own_rows_and_those_of_every_report(intake: Intake, book: TableBook) -> None:
    """No area, plan or finding of another forum travels in a forum's report."""
    forums = dict(zip(intake.tables.forums["forum_id"], intake.tables.forums["forum"], strict=True))
    for forum_id, forum in forums.items():
        for dataset in book.of_forum(forum_id).datasets:
            named = {row["forum"] for row in lines(dataset) if "forum" in row}
            allowed = {forum, "", "Hele byen"} | (set(forums.values()) if dataset.id == "deprived_areas" else set())
            assert named <= allowed, dataset.id
    whole = sum(len(dataset.rows) for dataset in book.datasets)
    every = [book.of_forum(forum_id) for forum_id in forums]
    shared = sum(1 for dataset in book.datasets for row in dataset.rows if not row.forum_id)
    alone = sum(1 for dataset in book.datasets for row in dataset.rows if row.forum_id and row.forum_id not in forums)
    assert sum(len(dataset.rows) for one in every for dataset in one.datasets) == whole - alone + shared * (len(forums) - 1)


@pytest.mark.parametrize("code", ["da", "en"])
def test_formulas_name_columns_and_tables_that_there_are(intake: Intake, code: str) -> None:
    """What stands in » « is the head of a column or the title of a table, and every number has a formula."""
    book = compose_tables(replace(intake, settings=intake.settings.model_copy(update={"language": code})))
    names = {dataset.title for dataset in book.datasets} | {column.header for dataset in book.datasets for column in dataset.columns}
    for dataset in book.datasets:
        for column in dataset.columns:
            assert set(re.findall("»([^«]+)«", column.formula)) <= names, column.formula
            plain = column.kind in {ColumnKind.TEXT, ColumnKind.DAY, ColumnKind.YEAR} or column.id in {"value", "weight"}
            assert column.formula or plain, column.id


@pytest.mark.parametrize("code", ["da", "en"])
def test_titles_and_heads_are_such_that_excel_takes_them(intake: Intake, code: str) -> None:
    """A sheet's title has at most 31 signs and none of those that Excel refuses; heads and file names occur once."""
    book = compose_tables(replace(intake, settings=intake.settings.model_copy(update={"language": code})))
    for dataset in book.datasets:
        assert 0 < len(dataset.title) <= 31
        assert not re.search(r"[\[\]:*?/\\]", dataset.title)
        heads = [column.header.casefold() for column in dataset.columns]
        assert len(heads) == len(set(heads)), dataset.id
    for names in ([dataset.title.casefold() for dataset in book.datasets], [dataset.name for dataset in book.datasets]):
        assert len(names) == len(set(names))


def test_values_fit_their_columns(book: TableBook) -> None:
    """A column of numbers holds numbers, a column of texts texts; small counts and their shares are the only words among numbers."""
    wanted = {ColumnKind.TEXT: str, ColumnKind.DAY: date, ColumnKind.COUNT: int, ColumnKind.KRONER: int, ColumnKind.YEAR: int}
    for dataset in book.datasets:
        for row in dataset.rows:
            for column, value in zip(dataset.columns, row.values, strict=True):
                if column.id in {"count", "share", "share_before", "share_now"} and is_class(value):
                    assert re.fullmatch(r"1–4|under \d+,\d\N{NO-BREAK SPACE}%", value)
                elif value is not None and not isinstance(value, FigureState) and column.kind is not ColumnKind.NUMBER:
                    assert type(value) is wanted.get(column.kind, float), (dataset.id, column.id, value)
