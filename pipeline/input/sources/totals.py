"""Check each total row of a source: it must be the sum of its records."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from pipeline.input.cell_values import show, text_of
from pipeline.input.row_labels import Totality
from pipeline.input.sources.model import SourceColumn, extract
from pipeline.input.sources.numbers import Read
from pipeline.input.sources.rows import LABELS, Described, SourceRows, label_of
from pipeline.input.sources.table import SetAside
from pipeline.input.total_rows import FEWEST, best_span, is_sum_of_others, spans_of
from pipeline.language.same_name import fold
from pipeline.problems.model import Code, Phrase, Problem

Reads = dict[str, dict[int, Read | None]]  # our column name → row → content of its cell, None if it cannot be read
Shown = dict[str, dict[int, tuple[int, int]]]  # our column name → row → the cell whose value it shows


def confirm_totals(
    described: Described, rows: SourceRows, records: list[int], reads: Reads, shown: Shown
) -> tuple[list[SetAside], list[Problem]]:
    """Return the total rows with the columns that were confirmed, and a problem for each sum that differs.

    A total covers the records with the same other keys as its row: »I alt« beside 2017 those of 2017. It may be the sum of all of
    them, of those under its heading, or of a part down to it or below it. A row that only may be a total must be one of these sums.
    Records removed by »drop« do not count; those not selected by »keep« do.
    """
    totals: list[SetAside] = []
    problems: list[Problem] = []
    keys = {row: _keys(described, row, rows, shown) for row in (*records, *rows.totals)}
    groups = _Groups(described, keys, records)
    bounds = sorted({*rows.totals, *rows.groups.values()})
    columns = [column for column in described.value_columns() if column.adds_up]
    for row, total in rows.totals.items():
        sums = _Sums(described, columns, reads, row)
        spans = spans_of(row, groups.members(keys[row]), bounds, part=total.kind is Totality.PART)
        if row in rows.groups:
            own = [span for span in spans if all(rows.groups.get(member) == rows.groups[row] for member in span)]
            spans = [*own, *(span for span in spans if span not in own)]
        sure = total.kind is not Totality.POSSIBLE
        members, agreeing = best_span(spans if sure else [span for span in spans if len(span) >= FEWEST], sums.agreeing)
        if not sure and not agreeing:
            problems.append(_unclear(described, row, total.label))
            continue
        by_state = {state: [column for column in columns if sums.state(column, members) is state] for state in State}
        problems += [_wrong(described, row, column, *sums.of(column, members)) for column in by_state[State.WRONG]]
        confirmed, unconfirmed = (tuple(column.name for column in by_state[state]) for state in (State.CONFIRMED, State.OPEN))
        totals.append(SetAside(row, total.label, confirmed, unconfirmed))
    return totals, problems + _find_unnamed(described, groups, reads, shown)


class State(Enum):
    """Whether a number of a total is the sum of its rows; open where one of them is withheld."""

    CONFIRMED = "confirmed"
    OPEN = "open"
    WRONG = "wrong"


class _Sums:
    """The numbers of a total row compared with sums of records."""

    def __init__(self, described: Described, columns: list[SourceColumn], reads: Reads, row: int) -> None:
        self.tolerance, self.columns, self.reads, self.row = described.source.total_tolerance, columns, reads, row

    def of(self, column: SourceColumn, members: list[int]) -> tuple[Decimal | None, Decimal, int]:
        """Return the total's number, the sum of the known numbers of the members, and the number of members."""
        numbers = (_number(self.reads[column.name].get(member)) for member in members)
        return _number(self.reads[column.name].get(self.row)), sum(filter(None, numbers), Decimal(0)), len(members)

    def state(self, column: SourceColumn, members: list[int]) -> State:
        """Return how a column's total compares with its rows."""
        found, known, _ = self.of(column, members)
        whole = all(_number(self.reads[column.name].get(member)) is not None for member in members)
        if found is None or not members or (not whole and known <= found):
            return State.OPEN
        return State.CONFIRMED if abs(found - known) <= self.tolerance + _float_noise(column, known) else State.WRONG

    def agreeing(self, members: list[int]) -> int:
        """Return how many numbers other than 0 are the sum of their rows."""
        states = {column.name: self.state(column, members) for column in self.columns}
        return sum(1 for name, state in states.items() if state is State.CONFIRMED and _number(self.reads[name].get(self.row)))


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
        total = row in rows.totals and (rows.totals[row].column == column.name or label_of(described, column, text) is not Totality.NO)
        keys[column.name] = "" if total else fold(extract(column, text))
    return keys


def _wrong(described: Described, row: int, column: SourceColumn, found: Decimal | None, known: Decimal, number: int) -> Problem:
    place = described.grid.place(row, described.columns[column.name])
    facts = {"column": header_of(column), "found": _plain(found or Decimal(0)), "expected": _plain(known), "number": number}
    return Problem(Code.SOURCE_TOTAL_WRONG, place, facts)


def _find_unnamed(described: Described, groups: _Groups, reads: Reads, shown: Shown) -> list[Problem]:
    """Return a problem if the first or last record is the sum of all others with the same other keys: »Danmark« above its regions."""
    columns = [column.name for column in described.value_columns() if column.adds_up]
    problems = []
    for key in (column for column in described.key_columns() if column.kind in LABELS):
        accepted = set(map(fold, (*key.also, *key.keep)))
        for row in dict.fromkeys((*groups.records[:1], *groups.records[-1:])):
            label = text_of(described.grid.value(*shown[key.name][row])) if row in shown.get(key.name, {}) else ""
            rows = groups.members(groups.keys[row] | {key.name: ""})
            numbers = [{member: _float(reads[name].get(member)) for member in rows} for name in columns]
            if label and fold(label) not in accepted and is_sum_of_others(row, rows, numbers):
                facts = {"found": show(label), "advice": Phrase("total_or_record_source")}
                problems.append(Problem(Code.SUM_OF_OTHERS, described.grid.place(row, described.columns[key.name]), facts))
    return problems


def _float(read: Read | None) -> float | None:
    number = _number(read)
    return None if number is None else float(number)


def _unclear(described: Described, row: int, label: str) -> Problem:
    cells = described.grid.rows.get(row, {})
    columns = (described.columns[column.name] for column in described.key_columns())
    place = described.grid.place(row, next((column for column in columns if text_of(cells.get(column)) == label), None))
    return Problem(Code.TOTAL_OR_RECORD, place, {"found": show(label), "advice": Phrase("total_or_record_source")})


def _plain(number: Decimal) -> str:
    return text_of(int(number) if number == number.to_integral_value() else float(number))


def header_of(column: SourceColumn) -> str:
    """Return a column's name in messages: its header, or our name if it is found by letter."""
    return " / ".join(dict.fromkeys(column.header)) if column.header else column.name
