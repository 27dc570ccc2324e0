"""Check each total row of a source: it must be the sum of its records."""

from __future__ import annotations

from decimal import Decimal

from pipeline.input.cell_values import text_of
from pipeline.input.sources.model import SourceColumn
from pipeline.input.sources.numbers import Read
from pipeline.input.sources.rows import Described, SourceRows, adds_part, extract, labels_total
from pipeline.input.sources.table import SetAside
from pipeline.language.same_name import fold
from pipeline.problems.model import Code, Problem

Reads = dict[str, dict[int, Read | None]]  # our column name → row → content of its cell, None if it cannot be read
Shown = dict[str, dict[int, tuple[int, int]]]  # our column name → row → the cell whose value it shows


def confirm_totals(
    described: Described, rows: SourceRows, records: list[int], reads: Reads, shown: Shown
) -> tuple[list[SetAside], list[Problem]]:
    """Return the total rows with the columns that were confirmed, and a problem for each sum that differs.

    A total covers the records with the same other keys as its row: »I alt« beside 2017 those of 2017; »Indre By i alt« those of
    them since the previous total. Records removed by »drop« do not count; those not selected by »keep« do.
    """
    totals: list[SetAside] = []
    problems: list[Problem] = []
    keys = {row: _keys(described, row, rows, shown) for row in (*records, *rows.totals)}
    groups = _Groups(described, keys, records)
    before = 0
    for row, label in rows.totals.items():
        members = groups.members(keys[row])
        if adds_part(described, label):
            members = [member for member in members if before < member < row]
        before = row
        confirmed: list[str] = []
        unconfirmed: list[str] = []
        for column in described.value_columns():
            if not column.adds_up:
                continue
            parts = [reads[column.name].get(member) for member in members]
            found = _number(reads[column.name].get(row))
            numbers = [number for number in map(_number, parts) if number is not None]
            known, whole = sum(numbers, Decimal(0)), len(numbers) == len(members)
            if found is None or not members or (not whole and known <= found):
                unconfirmed.append(column.name)
            elif abs(found - known) <= described.source.total_tolerance + _float_noise(column, known):
                confirmed.append(column.name)
            else:
                problems.append(_wrong(described, row, column, found, known, len(members)))
        totals.append(SetAside(row, label, tuple(confirmed), tuple(unconfirmed)))
    return totals, problems


class _Groups:
    """The records grouped by the keys that they share with a total."""

    def __init__(self, described: Described, keys: dict[int, dict[str, str]], records: list[int]) -> None:
        self.ids = {column.name for column in described.key_columns() if column.kind == "id"}
        self.keys, self.records = keys, records
        self.indices: dict[tuple[str, ...], dict[tuple[str, ...], list[int]]] = {}

    def members(self, keys: dict[str, str]) -> list[int]:
        """Return the records that a total covers; an id that no record has belongs to the total itself."""
        filled = tuple(name for name, text in keys.items() if text)
        found = self._with(filled, keys)
        return found or self._with(tuple(name for name in filled if name not in self.ids), keys)

    def _with(self, names: tuple[str, ...], keys: dict[str, str]) -> list[int]:
        if names not in self.indices:
            index: dict[tuple[str, ...], list[int]] = {}
            for record in self.records:
                index.setdefault(tuple(self.keys[record][name] for name in names), []).append(record)
            self.indices[names] = index
        return self.indices[names].get(tuple(keys[name] for name in names), [])


def _number(read: Read | None) -> Decimal | None:
    return read.number if read is not None else None


def _float_noise(column: SourceColumn, known: Decimal) -> Decimal:
    """Return the tolerance for binary fractions; counts are exact."""
    return Decimal(0) if column.kind == "count" else abs(known) * Decimal("1e-12")


def _keys(described: Described, row: int, rows: SourceRows, shown: Shown) -> dict[str, str]:
    """Return a row's keys for comparison; a total's own label and an empty key are ignored."""
    keys = {}
    for column in described.key_columns():
        cell = shown.get(column.name, {}).get(row)
        text = text_of(described.grid.value(*cell)) if cell else ""
        total = row in rows.totals and labels_total(described, column, text)
        keys[column.name] = "" if total else fold(extract(column, text))
    return keys


def _wrong(described: Described, row: int, column: SourceColumn, found: Decimal, known: Decimal, number: int) -> Problem:
    place = described.grid.place(row, described.columns[column.name])
    facts = {"column": header_of(column), "found": _plain(found), "expected": _plain(known), "number": number}
    return Problem(Code.SOURCE_TOTAL_WRONG, place, facts)


def _plain(number: Decimal) -> str:
    return text_of(int(number) if number == number.to_integral_value() else float(number))


def header_of(column: SourceColumn) -> str:
    """Return a column's name in messages: its header, or our name if it is found by letter."""
    return " / ".join(dict.fromkeys(column.header)) if column.header else column.name
