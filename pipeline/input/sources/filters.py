"""Apply a source's filters: which records to keep and which to drop."""

from __future__ import annotations

from pipeline.input.cell_values import text_of
from pipeline.input.sources.columns import Content
from pipeline.input.sources.keys import selects
from pipeline.input.sources.rows import Described, SourceRows
from pipeline.problems.model import Code, Problem


def filter_rows(described: Described, rows: SourceRows, content: Content, problems: list[Problem]) -> tuple[set[int], list[int]]:
    """Return the dropped rows and, in order, the remaining ones; a filter that matches nothing is a problem."""
    dropped: set[int] = set()
    kept = set(rows.records)
    for place, column in enumerate(described.source.columns, start=1):
        for key, wanted in (("keep", column.keep), ("drop", column.drop)):
            if not wanted:
                continue
            met: set[int] = set()
            for one in wanted:
                rows_of_one = {row for row in rows.records if _selected(described, content, column.name, place - 1, one, row)}
                if not rows_of_one:
                    where = described.key_place(f"columns.{place}.{key}")
                    problems.append(Problem(Code.SOURCE_TEXT_MISSING, where, {"found": one}))
                met |= rows_of_one
            if key == "drop":
                dropped |= met
            else:
                kept &= met
    kept -= dropped
    return dropped, [row for row in rows.records if row in kept]


def _selected(described: Described, content: Content, name: str, place: int, wanted: str, row: int) -> bool:
    cell = content.cells[name].get(row)
    text = text_of(described.grid.value(*cell)) if cell else ""
    return selects(described.source.columns[place], (wanted,), text, content.values[name].get(row, ""))
