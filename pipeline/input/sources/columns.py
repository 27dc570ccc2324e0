"""Read the described columns of a source: keys and numbers, each with its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.input.cell_values import Wrong, advise_shown, show, text_of
from pipeline.input.sources.keys import LIST_OF, UnknownName, read_key, shown_cell
from pipeline.input.sources.model import SourceColumn
from pipeline.input.sources.numbers import NumberReader, Read, decide, open_text, share_unit
from pipeline.input.sources.rows import Described, SourceRows
from pipeline.input.sources.totals import Reads, Shown, header_of
from pipeline.language.danish_numbers import Style
from pipeline.problems.model import Code, Phrase, Place, Problem
from pipeline.settings.accepted_names import Names, unknown_name


@dataclass
class Content:
    """The columns' values, by our column name and Excel's row."""

    values: dict[str, dict[int, object]] = field(default_factory=dict)
    marks: dict[str, dict[int, str]] = field(default_factory=dict)
    cells: Shown = field(default_factory=dict)
    reads: Reads = field(default_factory=dict)
    problems: list[tuple[int | None, Problem]] = field(default_factory=list)


def read_columns(described: Described, rows: SourceRows, names: Names, known: Mapping[str, list[str]]) -> Content:
    """Read every column; each problem is paired with its row, or None for the whole column.

    Args:
        described: The source.
        rows: Its rows.
        names: Accepted aliases.
        known: Our own names by list, as far as available.
    """
    content = Content()
    for column in described.source.columns:
        if column.group_heading:
            _read_groups(described, rows, column, content)
        elif column.name in described.columns:
            found = {row: shown_cell(described, column, row, rows.totals) for row in (*rows.records, *rows.totals)}
            content.cells[column.name] = {row: cell for row, cell in found.items() if cell is not None}
            if column.is_key:
                _read_keys(described, rows, column, content, names, known.get(column.names or ""))
            else:
                _read_numbers(described, rows, column, content)
    return content


def _read_groups(described: Described, rows: SourceRows, column: SourceColumn, content: Content) -> None:
    first = min(described.columns[other.name] for other in described.key_columns())
    content.cells[column.name] = {row: (heading, first) for row, heading in rows.groups.items()}
    _read_keys(described, rows, column, content, Names(), None)


def _read_keys(
    described: Described, rows: SourceRows, column: SourceColumn, content: Content, names: Names, known: list[str] | None
) -> None:
    values: dict[int, object] = {}
    for row in rows.records:
        cell = content.cells[column.name].get(row)
        value = described.grid.value(*cell) if cell else None
        at = described.grid.place(*(cell or (row, described.columns.get(column.name))))
        try:
            values[row] = read_key(column, value, names, known)
        except Wrong as wrong:
            content.problems.append((row, _problem(wrong, at, column)))
        except UnknownName as unknown:
            of = LIST_OF[column.names or ""]
            content.problems.append((row, unknown_name(at, header_of(column), show(str(unknown)), of, known or [])))
    content.values[column.name] = values
    content.marks[column.name] = {}


def _read_numbers(described: Described, rows: SourceRows, column: SourceColumn, content: Content) -> None:
    source, grid, cells = described.source, described.grid, content.cells[column.name]
    values = {row: grid.value(*cells[row]) if row in cells else None for row in (*rows.records, *rows.totals)}
    plain = NumberReader(source, column, Style.DANISH)
    texts = {row: text for row, value in values.items() if (text := plain.numeral_text(value)) is not None}
    style = decide(source, column, list(texts.values()))
    number = described.columns[column.name]
    if style is None:
        row, text = open_text(texts)
        facts = {"column": header_of(column), "found": show(text)}
        content.problems.append((None, Problem(Code.SOURCE_STYLE_OPEN, grid.place(row, number), facts)))
    reader = NumberReader(source, column, style or Style.DANISH)
    reads: dict[int, Read | None] = {}
    for row, value in values.items():
        try:
            reads[row] = reader.read(value) if style is not None or row not in texts else None
        except Wrong as wrong:
            reads[row] = None
            if row not in rows.totals or column.adds_up:
                place = grid.place(*(cells.get(row) or (row, number)))
                content.problems.append((row, _problem(wrong, place, column)))
    known = {row: read.number for row in rows.records if (read := reads.get(row)) is not None and read.number is not None}
    for row in reader.markers.unclear(known):
        found = {"column": header_of(column), "found": show(text_of(values[row])), "advice": Phrase("nines_source")}
        content.problems.append((row, Problem(Code.NUMBER_OR_MARK, grid.place(*(cells.get(row) or (row, number))), found)))
    content.reads[column.name] = reads
    content.marks[column.name] = {row: read.mark for row, read in reads.items() if read is not None}
    content.values[column.name] = _finished(described, rows, column, content, reader)


def _finished(described: Described, rows: SourceRows, column: SourceColumn, content: Content, reader: NumberReader) -> dict[int, object]:
    """Return the numbers in the table's form: one unit for the whole column."""
    reads = {row: read for row in rows.records if (read := content.reads[column.name][row]) is not None}
    grid, number = described.grid, described.columns[column.name]
    unit, unclear = share_unit(column, reads) if column.kind == "share" else ("", ())
    if unclear:
        row, *others = unclear
        facts = {"column": header_of(column), "found": text_of(grid.value(row, number))}
        for other in others:
            facts |= {"other": text_of(grid.value(other, number)), "cell": str(grid.place(other, number).cell)}
        code = Code.SOURCE_SHARES_MIXED if others else Code.SOURCE_SHARES_OPEN
        content.problems.append((None, Problem(code, grid.place(row, number), facts)))
        return {}
    values: dict[int, object] = {}
    for row, read in reads.items():
        try:
            values[row] = reader.finish(read, unit)
        except Wrong as wrong:
            content.problems.append((row, _problem(wrong, grid.place(row, number), column)))
    return values


def _problem(wrong: Wrong, place: Place, column: SourceColumn) -> Problem:
    advice = advise_shown(wrong.code, ours=False)
    return Problem(wrong.code, place, {"column": header_of(column), **({"advice": advice} if advice else {}), **wrong.facts})
