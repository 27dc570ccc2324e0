"""Any value in any cell: the input is accepted with exactly that value, or refused; nothing else ever happens."""

from __future__ import annotations

import random
import re
from datetime import date, datetime, time, timedelta
from math import isnan
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline.input.check_input import Intake, check_input
from pipeline.input.schema.columns import Column, Kind, Sheet
from pipeline.input.schema.workbooks import WORKBOOKS
from pipeline.input.tables import RawTable, Tables
from pipeline.input.validate.cells import parse_table
from pipeline.problems.model import Problem
from pipeline.problems.rejected import InputRejected
from pipeline.run import compose_reports
from pipeline.workbooks.control_sheet import CONTROL_TITLE
from tests.broken_inputs import small_input, told

MUTATIONS: Final = 30
NUMBERS: Final = {Kind.COUNT, Kind.AMOUNT, Kind.YEAR}
REFUSED, MISSING = "refused", "missing"
VALUES: Final[list[Any]] = [
    *(None, "", " ", 0, 1, -1, 5, 0.5, 12.5, 4.0, -0.0, 2011, 2025, 1999, 10**6, 10**12, 10**15, 1e300, True, False),
    *("..", ".", "-", "0", "5", "007", "1.000", "1,000", "1 000", "12,5", "12 %", "-5", "+5", "5.0", "1e5", "0x10", "inf", "nan"),
    *("n/a", "NULL", "I alt", "#REF!", "#DIV/0!", "=1+1", "=A1", "x" * 121, "[red]x[/red]", "<b>x</b>", "{x}", "%s", "5\u200b", "\u202e12"),
    *(datetime(2025, 12, 31), datetime(1900, 1, 1), date(2099, 1, 1), time(12), timedelta(days=2), "31-12-2025", "31-02-2025"),  # noqa: DTZ001
    *("NOR-01", "NOR-02", "P-01", "F-NOR", "A-101; A-102", ";", "a@b.example", "før", "nu", "Kommunen", "SOF", "ja", "æøå", "a\nb", "北"),
]


def meaning(value: Any, column: Column) -> object:
    """Return the number that a person reads in a cell of numbers, `MISSING` where there may be none, or `REFUSED`."""
    text = value.strip() if isinstance(value, str) else value
    if text in (None, ""):
        return REFUSED if column.required else MISSING
    if text in {"..", "."} and column.withholdable:
        return MISSING
    if isinstance(text, str):
        return only_meaning(text, column.kind)
    whole = isinstance(text, int | float) and not isinstance(text, bool) and 0 <= text < 10**12 and text == int(text)
    return int(text) if whole else REFUSED


def only_meaning(text: str, kind: Kind) -> object:
    """Return the whole number that a text alone in its column can only mean: thousands parted by points or spaces, zeros as decimals."""
    digits = text
    if kind is not Kind.YEAR:
        digits = re.sub(r"[ \xa0]*\*$", "", digits)
        if not re.fullmatch(r"[1-9]\d{0,2}(,\d{3})*,000", digits):
            digits = re.sub(r",0+$", "", digits)
        gap = "[. \xa0']"
        if not re.fullmatch(r"[1-9]\d{0,2}\.000", digits) and re.fullmatch(r"[^.]*\.0+", digits):  # nobody but the English writes this
            digits, gap = re.sub(r"\.0+$", "", digits), "[, \xa0']"
        elif re.fullmatch(r"[^,]+(,\d{3}){2,}", digits):  # nor this
            gap = ","
        if re.fullmatch(rf"[1-9]\d{{0,2}}(({gap})\d{{3}})(\2\d{{3}})*", digits):
            digits = re.sub(r"\D", "", digits)
    return int(digits) if re.fullmatch(r"[0-9]{1,400}", digits) and int(digits) < 10**12 else REFUSED


def number(found: float) -> object:
    """Return a number of the typed tables as `meaning` says it."""
    return MISSING if isnan(found) else found


def read_back(tables: Tables, sheet: Sheet, address: tuple[str, str, int], column: Column) -> float:
    """Return what the typed tables hold for a cell."""
    title, letter, row = address
    stem, _, part = column.name.rpartition("_")
    if stem and part in {"count", "base"}:
        frame = tables.indicators if sheet.yearly else tables.city
        return float(frame.loc[frame[f"{part}_cell"] == f"{title}!{letter}{row}", part].item())
    frame = getattr(tables, sheet.name)
    return float((frame[frame["year"] == int(title)] if sheet.yearly else frame)[column.name].iloc[row - 2])


def check(folder: Path) -> tuple[Intake | None, tuple[Problem, ...]]:
    """Return the checked input, or the problems; any other exception is a bug."""
    try:
        return check_input(folder), ()
    except InputRejected as rejected:
        return None, rejected.problems


@pytest.mark.parametrize("seed", range(MUTATIONS))
def test_one_cell_changed_at_random_is_read_exactly_or_refused(seed: int, tmp_path: Path) -> None:
    """A number that is accepted is the number in the cell, an accepted input makes reports, and a refusal can be told in both languages."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    workbook = chance.choice(WORKBOOKS)
    folder = small_input(tmp_path)
    book = load_workbook(folder / workbook.filename)
    worksheet: Any = chance.choice(
        [worksheet for worksheet in book.worksheets if worksheet.sheet_state == "visible" and worksheet.title != CONTROL_TITLE]
    )
    records = range(2, worksheet.max_row + 1)
    cell = worksheet.cell(chance.randint(1, worksheet.max_row + 1), chance.randint(1, worksheet.max_column))
    sheet = next(sheet for sheet in workbook.sheets if worksheet.title == sheet.title or (sheet.yearly and worksheet.title.isdecimal()))
    column = next(column for column in sheet.columns if column.header == worksheet.cell(1, cell.column).value)
    cell.value = chance.choice(VALUES)
    changed = (worksheet.title, cell.column_letter, cell.row)
    book.save(folder / workbook.filename)
    intake, problems = check(folder)
    assert len(told(problems)) == len(told(problems, "en")) == len(problems)
    if intake:
        compose_reports(intake)
    if intake and column.kind in NUMBERS and cell.row in records:
        assert number(read_back(intake.tables, sheet, changed, column)) == meaning(cell.value, column)


ANYTHING = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.datetimes(), st.times()),
    *(st.text(max_size=30), st.from_regex(r"[0-9.,-]{1,14}", fullmatch=True), st.timedeltas()),
    st.from_regex(r"[0-9]{1,4}([.,' ][0-9]{3}){0,3}([.,][0-9]{0,2})?[ *%]?", fullmatch=True),
)


@settings(max_examples=800, deadline=None, derandomize=True, database=None)
@example(value="1,000,000", kind=Kind.AMOUNT, required=False, withholdable=False)  # commas between all groups are the English thousands
@given(value=ANYTHING, kind=st.sampled_from(sorted(NUMBERS)), required=st.booleans(), withholdable=st.booleans())
def test_any_value_in_a_column_of_numbers_is_read_exactly_or_refused(value: Any, kind: Kind, required: bool, withholdable: bool) -> None:
    """No value of any type becomes another number than the one that a person reads."""
    column = Column("number", "Tal", kind, required=required, withholdable=withholdable)
    cell = (value.strip() or None) if isinstance(value, str) else value
    frame = pd.DataFrame({"number": pd.Series([cell], index=[2], dtype=object)})
    parsed, problems = parse_table(RawTable(Sheet("table", "Ark", (column,), ()), "input/x.xlsx", "Ark", frame, {"number": "A"}))
    expected = meaning(cell, column)
    if problems:
        assert [str(problem.place) for problem in problems] == ["input/x.xlsx [Ark!A2]"]
        assert expected == REFUSED or (kind is Kind.YEAR and expected not in range(1990, 2101))
    else:
        assert number(parsed["number"].item()) == expected
