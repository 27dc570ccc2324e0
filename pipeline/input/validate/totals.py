"""Separate total rows from the data: recognised by their label, or as an unlabelled last row, and checked by adding up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from pipeline.input.cell_values import show
from pipeline.input.row_labels import Totality, totality
from pipeline.input.schema.columns import Kind
from pipeline.input.tables import RawTable
from pipeline.input.total_rows import FEWEST, best_span, spans_of
from pipeline.input.validate.cells import parse_table
from pipeline.input.validate.parsed import ParsedTable
from pipeline.problems.model import Code, Count, Phrase, Problem

ADDED: Final = {Kind.COUNT, Kind.AMOUNT}
NAMED: Final = {Kind.ID, Kind.TEXT, Kind.REFERENCE}
OPENERS: Final = 2  # a label is in one of the first columns


@dataclass(frozen=True)
class Total:
    """A row that is or may be a total.

    Attributes:
        row: Its row in Excel.
        column: The column with its label.
        label: The label.
        sure: It is a total. Otherwise the sum decides.
        spans: The rows that it may be the sum of, the most likely first.
    """

    row: int
    column: str
    label: str
    sure: bool
    spans: tuple[list[int], ...]


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
    for total in totals:
        sums = _Sums(raw, table, total, whole)
        yield from sums.unread
        added, agreeing = best_span(total.spans, sums.agreeing)
        if agreeing or total.sure:
            for column, (found, expected) in sums.wrong(added).items():
                yield Problem(Code.TOTAL_MISMATCH, raw.place(total.row, column), {"found": Count(found), "expected": Count(expected)})
        else:
            facts = {"found": show(total.label), "advice": Phrase("total_or_record_input")}
            yield Problem(Code.TOTAL_OR_RECORD, raw.place(total.row, total.column), facts)


class _Sums:
    """The numbers of a total row compared with sums of records."""

    def __init__(self, raw: RawTable, table: ParsedTable, total: Total, whole: pd.Series | None) -> None:
        columns = _added_columns(raw)
        cells, problems = parse_table(replace(raw, frame=raw.frame.loc[[total.row], columns]))
        self.unread = [problem for problem in problems if problem.code is not Code.VALUE_MISSING]
        self.found = {column: cells[column].iloc[0] for column in columns if pd.notna(cells[column].iloc[0])}
        self.table = table
        self.own = {column: whole[column] for column in columns if column in whole} if whole is not None else {}

    def _sum(self, column: str, added: list[int]) -> float | None:
        """Return a sum; None if a part is withheld or unreadable, so that it cannot be checked."""
        parts = self.table.frame[column].reindex(added)
        return None if (parts.isna() & self.table.raw.frame[column].reindex(added).notna()).any() else float(parts.sum())

    def agreeing(self, added: list[int]) -> int:
        """Return how many numbers other than 0 are the sum of these rows, or the city's own."""
        return sum(1 for column, found in self.found.items() if found and found in (self._sum(column, added), self.own.get(column)))

    def wrong(self, added: list[int]) -> dict[str, tuple[float, float]]:
        """Return the total's numbers that are neither the sum of these rows nor the city's own, each with the sum."""
        sums = {column: self._sum(column, added) for column in self.found}
        wrong = {column: (self.found[column], known) for column, known in sums.items() if known is not None and known != self.found[column]}
        return {column: pair for column, pair in wrong.items() if pair[0] != self.own.get(column)}


def _adds_up(raw: RawTable) -> bool:
    return bool(_added_columns(raw)) and any(column.kind in NAMED for column in raw.sheet.columns[:OPENERS])


def _added_columns(raw: RawTable) -> list[str]:
    return [column.name for column in raw.sheet.columns if column.kind in ADDED and column.name in raw.frame]


def _labelled(raw: RawTable) -> Iterator[Total]:
    """Yield the rows whose label names a total, or may do so; a row with an id of its own is a record."""
    openers = [column.name for column in raw.sheet.columns[:OPENERS] if column.kind in NAMED and column.name in raw.frame]
    texts = {name: raw.frame[name].tolist() for name in openers}
    labels: dict[int, tuple[str, str, Totality]] = {}
    records: list[int] = []
    for place, row in enumerate(raw.frame.index.tolist()):
        filled = {name: texts[name][place] for name in openers if isinstance(texts[name][place], str)}
        kinds = {name: totality(text) for name, text in filled.items()}
        name = max(kinds, key=lambda one: kinds[one], default="")
        if not kinds or kinds[name] is Totality.NO or (kinds[name] is Totality.POSSIBLE and Totality.NO in kinds.values()):
            records.append(row)
        else:
            kind = Totality.PART if kinds[name] is Totality.WHOLE and Totality.NO in kinds.values() else kinds[name]
            labels[row] = (name, filled[name], kind)
    for row, (name, label, kind) in labels.items():
        spans = spans_of(row, records, list(labels), part=kind is Totality.PART)
        sure = kind is not Totality.POSSIBLE
        yield Total(row, name, label, sure, tuple(span for span in spans if sure or len(span) >= FEWEST))


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
