"""Separate total rows from the data: recognised by their label, or as an unlabelled last row, and checked by adding up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from pipeline.input.row_labels import is_total, is_whole
from pipeline.input.schema.columns import Kind
from pipeline.input.tables import RawTable
from pipeline.input.validate.cells import parse_table
from pipeline.input.validate.parsed import ParsedTable
from pipeline.problems.model import Code, Count, Problem

ADDED: Final = {Kind.COUNT, Kind.AMOUNT}
NAMED: Final = {Kind.ID, Kind.TEXT, Kind.REFERENCE}
OPENERS: Final = 2  # a label is in one of the first columns


@dataclass(frozen=True)
class Total:
    """One total row: its row in Excel, and the records that it sums."""

    row: int
    added: tuple[int, ...]


def parse_with_totals(raw: RawTable) -> tuple[ParsedTable, list[Total], list[Problem]]:
    """Parse a table and separate its total rows.

    Returns:
        The table without them, the labelled total rows for `check_totals`, and the problems of its cells.
    """
    if not _adds_up(raw):
        frame, problems = parse_table(raw)
        return ParsedTable(raw, frame), [], problems
    totals = list(_labelled(raw))
    body = replace(raw, frame=raw.frame.drop(index=[total.row for total in totals]))
    last = _unlabelled(body)
    if last is not None:
        records = replace(body, frame=body.frame.drop(index=last))
        frame, problems = parse_table(records)
        if not problems and _confirms(raw, last, frame):
            return ParsedTable(records, frame), totals, problems
    frame, problems = parse_table(body)
    return ParsedTable(body, frame), totals, problems


def check_totals(raw: RawTable, table: ParsedTable, totals: list[Total], whole: pd.Series | None) -> Iterator[Problem]:
    """Yield a problem for every cell of a total that is not the sum of its rows.

    Args:
        raw: The table with its totals.
        table: The table without them.
        totals: The total rows.
        whole: The city's own numbers by column name, which the total of a table of areas may give instead; None for other tables.
    """
    columns = _added_columns(raw)
    for total in totals:
        cells, problems = parse_table(replace(raw, frame=raw.frame.loc[[total.row], columns]))
        yield from (problem for problem in problems if problem.code is not Code.VALUE_MISSING)
        for column in columns:
            found = cells[column].iloc[0]
            parts = table.frame[column].reindex(total.added)
            if pd.isna(found) or (parts.isna() & table.raw.frame[column].reindex(total.added).notna()).any():
                continue  # a sum with a withheld or unreadable part cannot be checked
            expected = parts.sum()
            if found != expected and (whole is None or found != whole.get(column)):
                facts = {"found": Count(found), "expected": Count(expected)}
                yield Problem(Code.TOTAL_MISMATCH, raw.place(total.row, column), facts)


def _adds_up(raw: RawTable) -> bool:
    return bool(_added_columns(raw)) and any(column.kind in NAMED for column in raw.sheet.columns[:OPENERS])


def _added_columns(raw: RawTable) -> list[str]:
    return [column.name for column in raw.sheet.columns if column.kind in ADDED and column.name in raw.frame]


def _labelled(raw: RawTable) -> Iterator[Total]:
    openers = [column.name for column in raw.sheet.columns[:OPENERS] if column.kind in NAMED and column.name in raw.frame]
    since: list[int] = []
    records: list[int] = []
    texts = [raw.frame[name].tolist() for name in openers]
    for place, row in enumerate(raw.frame.index.tolist()):
        labels = [column[place] for column in texts if isinstance(column[place], str)]
        if any(map(is_total, labels)):
            yield Total(row, tuple(records if all(map(is_whole, labels)) else since))
            since = []
        else:
            since.append(row)
            records.append(row)


def _unlabelled(body: RawTable) -> int | None:
    """Return the last row if it holds only numbers and may be a total."""
    if len(body.frame) < 3:
        return None
    last = body.frame.iloc[-1]
    words = [column.name for column in body.sheet.columns if column.kind not in ADDED and column.name in body.frame]
    numbers = _added_columns(body)
    return int(body.frame.index[-1]) if last[words].isna().all() and last[numbers].notna().any() else None


def _confirms(raw: RawTable, row: int, frame: pd.DataFrame) -> bool:
    columns = _added_columns(raw)
    cells, problems = parse_table(replace(raw, frame=raw.frame.loc[[row], columns]))
    given = [column for column in columns if pd.notna(cells[column].iloc[0])]
    read = all(problem.code is Code.VALUE_MISSING for problem in problems)
    return read and bool(given) and all(cells[column].iloc[0] == frame[column].sum() for column in given)
