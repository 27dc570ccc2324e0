"""Turn wide sheets into the long ones that the rules read: a line for each amount, a list of ids for each row of x.

Enters: sheets of either shape. Leaves: long sheets alone, whose records have the addresses of the cells that were typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pandas as pd

from pipeline.input.cell_values import text_of
from pipeline.input.excel.cells import letter_of
from pipeline.input.schema.choices import UNITS
from pipeline.input.schema.columns import Sheet
from pipeline.input.schema.plan_workbook import ACTIVITIES, BUDGET
from pipeline.input.tables import RawTable
from pipeline.input.validate.cells import dtype_of
from pipeline.input.validate.parsed import Parsed, ParsedTable
from pipeline.language.same_name import fold
from pipeline.problems.model import Code, Problem

HOURS: Final = " hours"  # ends the name of a year's column of hours


def with_heads(raw: RawTable) -> list[RawTable]:
    """Return a sheet with its hours in columns of their own, so that a total adds up one unit; before it, the table of its headers."""
    if raw.heads is None:
        return [raw]
    if raw.sheet.name != BUDGET.name or "unit" not in raw.frame:
        return [raw.heads, raw]
    in_hours = raw.frame["unit"].map(lambda cell: UNITS.get(fold(text_of(cell))) == "hours")
    names = [letter_of(number) for number in raw.heads.frame.index]
    frame, letters = raw.frame.copy(), dict(raw.letters)
    for name in names:
        frame[name + HOURS] = raw.frame[name].where(in_hours, None)
        frame[name] = raw.frame[name].where(~in_hours, None)
        letters[name + HOURS] = name
    hours = tuple(replace(raw.sheet.column(name), name=name + HOURS) for name in names)
    sheet = replace(raw.sheet, columns=(*raw.sheet.columns, *hours))
    return [raw.heads, replace(raw, sheet=sheet, frame=frame, letters=letters)]


def spread_wide(parsed: Parsed) -> tuple[Parsed, list[Problem]]:
    """Return every sheet in its long shape, and a problem for each row of a wide one that is empty below the years or ids."""
    tables: list[ParsedTable] = []
    problems: list[Problem] = []
    for table in parsed.tables:
        heads = parsed.one(f"{table.name}_heads")
        if heads is None:
            tables.append(table)
            continue
        tables.append(_lines(table, heads) if table.name == BUDGET.name else _lists(table, heads))
        problems += _blank(table, heads)
    return replace(parsed, tables=tuple(tables)), problems


def _blank(table: ParsedTable, heads: ParsedTable) -> Iterator[Problem]:
    letters = [letter_of(number) for number in heads.frame.index]
    names = [name for name, letter in table.raw.letters.items() if letter in letters]
    for row in table.frame.index[table.raw.frame[names].isna().all(axis=1)] if letters else ():
        facts = {"first": table.raw.sheet.column(letters[0]).header, "last": table.raw.sheet.column(letters[-1]).header}
        yield Problem(Code.ROW_BLANK, table.place(row, letters[0]), facts)


def _lines(table: ParsedTable, heads: ParsedTable) -> ParsedTable:
    """Return a budget with a line for each amount, also for one that could not be read, so that no sum is told without it."""
    fixed = [column.name for column in BUDGET.columns if column.name in table.frame]
    years = [(letter_of(int(str(number))), year) for number, year in heads.frame["year"].items()]
    headers = dict(zip((letter for letter, _ in years), heads.raw.frame["year"], strict=True))
    unread = (table.filled("unit") & table.frame["unit"].isna()).tolist()  # such a row is neither kroner nor hours
    raw: list[list[object]] = []
    values: list[list[object]] = []
    spread: dict[int, tuple[int, str]] = {}
    rows = zip(table.frame.index, table.raw.frame.to_dict("records"), table.frame.to_dict("records"), unread, strict=True)
    for row, cells, read, unit_unread in rows:
        for letter, year in years:
            pair = [cells.get(letter), cells.get(letter + HOURS)]
            if pair != [None, None]:
                amounts = [None, None] if unit_unread else [read.get(letter), read.get(letter + HOURS)]
                raw.append([*(cells[name] for name in fixed), headers[letter], *pair])
                values.append([*(read[name] for name in fixed), year, *amounts])
                spread[len(values)] = (row, letter)
    frame = _frame(BUDGET, fixed, values)
    typed = pd.DataFrame(raw, index=frame.index, columns=frame.columns, dtype=object)
    letters = {name: letter for name, letter in table.raw.letters.items() if name in fixed}
    return ParsedTable(RawTable(BUDGET, table.raw.file, table.raw.title, typed, letters, spread=spread), frame)


def _frame(sheet: Sheet, fixed: list[str], values: list[list[object]]) -> pd.DataFrame:
    names = [*fixed, *(column.name for column in sheet.columns if column.name not in fixed)]
    frame = pd.DataFrame(values, index=pd.RangeIndex(1, len(values) + 1), columns=names, dtype=object)
    return frame.astype({name: dtype_of(sheet.column(name)) for name in names})


def _lists(table: ParsedTable, heads: ParsedTable) -> ParsedTable:
    """Return the activities with the list of the estates that each covers, by the x in their columns."""
    estates = {letter_of(int(str(number))): estate for number, estate in heads.frame["estate_id"].items()}
    fixed = [column.name for column in ACTIVITIES.columns if column.name in table.frame]
    covered = [
        tuple(estate for letter, estate in estates.items() if estate is not None and row[letter] is not None) or None
        for row in table.frame[list(estates)].to_dict("records")
    ]
    lists = pd.Series(covered, index=table.frame.index, dtype=object)
    found = [name for name in fixed if name in table.raw.frame]
    letters = {name: table.raw.letters[name] for name in found} | {"estates": next(iter(estates), "")}
    raw = replace(table.raw, sheet=ACTIVITIES, frame=table.raw.frame[found].assign(estates=lists), letters=letters)
    return ParsedTable(raw, table.frame[fixed].assign(estates=lists)[[column.name for column in ACTIVITIES.columns]])
