"""Divide a source's rows into records, totals, headings and notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from pipeline.input.cell_values import number_of, show, text_of
from pipeline.input.excel.cells import unmarked
from pipeline.input.row_labels import Totality, begins_note, totality
from pipeline.input.sources.grid import SheetGrid
from pipeline.input.sources.model import NUMBERS, Source, SourceColumn, extract
from pipeline.input.sources.table import SetAside
from pipeline.language.danish_numbers import Style
from pipeline.language.same_name import fold
from pipeline.problems.model import Code, Place, Problem

MOST_NOTES: Final = 20
LABELS: Final = frozenset({"text", "id", "name"})


@dataclass(frozen=True)
class Described:
    """A source and its located columns.

    Attributes:
        source: Its description.
        grid: Its sheet.
        columns: Our column name → Excel's column number.
        key: The description's place, for example ``source.2`` in ``input/kilder.toml``.
    """

    source: Source
    grid: SheetGrid
    columns: dict[str, int]
    key: Place

    def key_place(self, name: str) -> Place:
        """Return the place of one of the source's keys."""
        return Place(self.key.file, None, f"{self.key.cell}.{name}")

    def value_columns(self) -> list[SourceColumn]:
        """Return the columns that hold numbers."""
        return [column for column in self.source.columns if column.kind in NUMBERS and column.name in self.columns]

    def key_columns(self) -> list[SourceColumn]:
        """Return the columns that identify a record, except headings between the rows."""
        return [column for column in self.source.columns if column.is_key and column.name in self.columns]

    def holds(self, row: int, columns: Iterable[SourceColumn]) -> list[str]:
        """Return which of the columns are filled in a row."""
        cells = self.grid.rows.get(row, {})
        return [column.name for column in columns if self.columns[column.name] in cells]


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row that is or may be a total: its label, empty for a last row without one, how clear it is, and the column of the label."""

    label: str
    kind: Totality
    column: str = ""


@dataclass
class SourceRows:
    """The rows of a table by kind.

    Attributes:
        records: Rows that hold values.
        totals: Row → the total that it may be.
        groups: Record or total → the row of the heading above it.
        notes: Notes and headings.
        left_out: Number of rows skipped by number.
    """

    records: list[int] = field(default_factory=list)
    totals: dict[int, TotalRow] = field(default_factory=dict)
    groups: dict[int, int] = field(default_factory=dict)
    notes: list[SetAside] = field(default_factory=list)
    left_out: int = 0


def divide_rows(described: Described) -> tuple[SourceRows, list[Problem]]:
    """Divide the rows from the first one to the table's end."""
    rows = SourceRows()
    problems: list[Problem] = []
    inside = _span(described, problems)
    kept = [row for row in inside if not described.source.skips(row)]
    rows.left_out = len(inside) - len(kept)
    if not _ends_by_key(described.source):
        while len(kept) > 1 and _lonely(described, kept[-1]):
            rows.notes.append(_aside(described, kept.pop()))
        rows.notes.reverse()
    heading: int | None = None
    for row in kept:
        total = _total(described, rows, row, last=row == kept[-1] and len(kept) > 1)
        if total is not None:
            rows.totals[row] = total
            if heading is not None:
                rows.groups[row] = heading
        elif not _lonely(described, row):
            rows.records.append(row)
            if heading is not None:
                rows.groups[row] = heading
        elif begins_note(_first_text(described, row), signs=False):
            rows.notes.append(_aside(described, row))
        elif any(column.group_heading for column in described.source.columns):
            heading = row
            rows.notes.append(_aside(described, row))
        else:
            column = described.columns[described.holds(row, described.key_columns() or described.source.columns)[0]]
            facts = {"found": show(_first_text(described, row))}
            problems.append(Problem(Code.SOURCE_ROW_WITHOUT_VALUES, described.grid.place(row, column), facts))
    rows.notes += _notes_below(described, max(inside, default=described.source.first - 1))
    problems += _totals_not_met(described, rows)
    return rows, problems


def _ends_by_key(source: Source) -> bool:
    return source.last_row is not None or source.ends_before is not None


def _all(described: Described) -> list[SourceColumn]:
    return [*described.key_columns(), *described.value_columns()]


def _span(described: Described, problems: list[Problem]) -> list[int]:
    """Return the filled rows of the table; rows of a table below its apparent end are a problem."""
    source, grid = described.source, described.grid
    last = source.last_row if source.last_row is not None else grid.cells.last_row
    if source.ends_before is not None:
        wanted, column = fold(source.ends_before), described.columns.get(source.columns[0].name)
        ends = (row for row, cells in grid.rows.items() if row >= source.first and column and fold(text_of(cells.get(column))) == wanted)
        end = next(ends, None)
        if end is None:
            problems.append(Problem(Code.SOURCE_TEXT_MISSING, described.key_place("ends_before"), {"found": show(source.ends_before)}))
        else:
            last = min(last, end - 1)
    filled = [row for row in grid.rows if source.first <= row <= last and described.holds(row, _all(described))]
    if _ends_by_key(source):
        return filled
    for place, row in enumerate(filled):
        gap = range(filled[place - 1] + 1, row) if place else range(0)
        if any(not source.skips(between) for between in gap) or _is_note(described, row):
            if unread := [below for below in filled[place:] if _is_of_table(described, below)]:
                rows = "–".join(map(str, dict.fromkeys((unread[0], unread[-1]))))
                facts = {"rows": rows, "last": unread[-1], "end": filled[place - 1] if place else source.first}
                problems.append(Problem(Code.SOURCE_ROWS_UNREAD, grid.place(unread[0]), facts))
            return filled[:place]
    return filled


def _is_of_table(described: Described, row: int) -> bool:
    """Return whether a row below the table holds a number; in a table without numbers, whether it holds several keys."""
    values = described.value_columns()
    if not values:
        return len(described.holds(row, described.key_columns())) > 1
    cells = (described.grid.value(row, described.columns[column.name]) for column in values)
    return any(number_of(unmarked(cell), style) is not None for cell in cells if cell is not None for style in Style)


def _lonely(described: Described, row: int) -> bool:
    """Return whether a row is a heading or a note: one text and no value, though the values are required."""
    values = described.value_columns()
    if not values or all(column.may_be_empty or "" in described.source.markers_of(column) for column in values):
        return False
    return not described.holds(row, values) and len(described.holds(row, described.key_columns())) == 1


def _is_note(described: Described, row: int) -> bool:
    return begins_note(_first_text(described, row), signs=False) and not described.holds(row, described.value_columns())


def _first_text(described: Described, row: int) -> str:
    cells = described.grid.rows.get(row, {})
    names = described.holds(row, _all(described))
    first = min((described.columns[name] for name in names), default=0)
    return text_of(cells.get(first))


def _aside(described: Described, row: int) -> SetAside:
    return SetAside(row, _first_text(described, row))


def _total(described: Described, rows: SourceRows, row: int, *, last: bool) -> TotalRow | None:
    """Return the total that a row is or may be: its label, or in the last row that it has none."""
    texts = ((column, _label(described, rows, row, column)) for column in described.key_columns())
    labels = (TotalRow(text, label_of(described, column, text), column.name) for column, text in texts)
    total = max(labels, key=attrgetter("kind"), default=TotalRow("", Totality.NO))
    if total.kind is Totality.NO:
        return TotalRow("", Totality.WHOLE) if last and _unlabelled(described, row) else None
    heads = total.kind is Totality.POSSIBLE or any(column.group_heading for column in described.source.columns)
    return None if heads and _lonely(described, row) else total


def _label(described: Described, rows: SourceRows, row: int, column: SourceColumn) -> str:
    """Return the text of a key cell: of one merged downwards that of its area; an empty one repeats the total above that has other keys."""
    number = described.columns[column.name]
    top = described.grid.merged_from(row, number)
    text = text_of(described.grid.value(*(top if top[1] == number else (row, number))))
    above = rows.totals.get(row - 1)
    if text or not column.fill_down or above is None or above.column != column.name:
        return text
    others = [other for other in described.key_columns() if other is not column]
    return above.label if described.holds(row - 1, others) else ""


def label_of(described: Described, column: SourceColumn, text: str) -> Totality:
    """Return whether a key labels a total; a name that the description keeps, drops or accepts is none."""
    named = (*column.keep, *column.drop, *column.also)
    readings = (text, extract(column, text))
    if any(fold(one) in map(fold, named) for one in readings):
        return Totality.NO
    return max(totality(one, described.source.totals) for one in readings)


def _unlabelled(described: Described, row: int) -> bool:
    """Return whether a last row has values but no name."""
    keys = described.key_columns()
    labels = [column for column in keys if column.kind in LABELS] or keys
    own = [column for column in labels if not column.fill_down and not column.may_be_empty]
    numbers = [described.columns[column.name] for column in labels]
    merged = any(described.grid.merged_from(row, number)[0] != row for number in numbers)
    return bool(own) and not merged and not described.holds(row, labels) and bool(described.holds(row, described.value_columns()))


def _notes_below(described: Described, last: int) -> list[SetAside]:
    notes: list[SetAside] = []
    for row, cells in described.grid.rows.items():
        if row <= last:
            continue
        (only, *others) = cells.values()
        if others or not isinstance(unmarked(only), str) or len(notes) == MOST_NOTES:
            break
        notes.append(SetAside(row, text_of(only)))
    return notes


def _totals_not_met(described: Described, rows: SourceRows) -> list[Problem]:
    met = {fold(total.label) for total in rows.totals.values()}
    for row in rows.totals:
        cells = described.grid.rows[row]
        met |= {fold(extract(column, text_of(cells.get(described.columns[column.name])))) for column in described.key_columns()}
    place = described.key_place("totals")
    return [Problem(Code.SOURCE_TEXT_MISSING, place, {"found": name}) for name in described.source.totals if fold(name) not in met]
