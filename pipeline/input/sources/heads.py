"""Find each described column by its header or its letter."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pipeline.input.cell_values import show
from pipeline.input.excel.cells import letter_of, number_of
from pipeline.input.headers import Heads, carried, heads_over, readings
from pipeline.input.sources.grid import SheetGrid
from pipeline.input.sources.model import Source, SourceColumn
from pipeline.language.same_name import fold, nearest
from pipeline.problems.model import Code, Problem


def find_columns(source: Source, grid: SheetGrid) -> tuple[dict[str, int], list[Problem]]:
    """Return our column name → Excel's column number, and a problem for each header that does not occur exactly once.

    A merged header belongs to all columns under it. An upper header that is not merged also covers the empty cells to its
    right if no column is found otherwise.
    """
    merged = heads_over(grid.cells, source.header_rows)
    filled = carried(merged)
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for column in source.columns:
        if column.column is not None:
            found[column.name] = number_of(column.column)
        elif column.header is not None:
            matching = _matching(column.header, merged) or _matching(column.header, filled)
            place = (column.occurrence or 1) - 1
            if len(matching) > 1 and column.occurrence is None:
                problems.append(_twice(source, grid, column, matching))
            elif place < len(matching):
                found[column.name] = matching[place]
            else:
                problems.append(_missing(source, grid, column, filled))
    return found, problems


def _matching(header: Sequence[str], heads: Heads) -> list[int]:
    """Return the columns with a header: a text is compared with each column's possible names, a list row by row."""
    if len(header) > 1:
        return [column for column, texts in heads.items() if list(map(fold, header)) == list(map(fold, texts))]
    return [column for column, texts in heads.items() if fold(header[0]) in readings(texts)]


def _joined(texts: Sequence[str]) -> str:
    return " / ".join(dict.fromkeys(text for text in texts if text))


def _as_written(texts: Sequence[str]) -> str:
    """Return a head as »header« in kilder.toml has it: a text, or a list with one for each row."""
    apart = list(dict.fromkeys(filter(None, texts)))
    quoted = [json.dumps(text, ensure_ascii=False) for text in (apart if len(apart) == 1 else texts)]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


def _twice(source: Source, grid: SheetGrid, column: SourceColumn, matching: list[int]) -> Problem:
    row = source.header_rows[-1]
    cells = ", ".join(f"{letter_of(number)}{row}" for number in matching)
    facts = {"header": show(_joined(column.header or ())), "number": len(matching), "cells": cells}
    return Problem(Code.SOURCE_HEADER_TWICE, grid.place(row, matching[1]), facts)


def _missing(source: Source, grid: SheetGrid, column: SourceColumn, heads: Heads) -> Problem:
    header = _joined(column.header or ())
    known = {_joined(texts): texts for texts in heads.values() if any(texts)}
    near = nearest(header, known) or list(known)[:3]
    rows = ", ".join(map(str, source.header_rows))
    facts = {"header": show(header), "rows": rows, "near": ", ".join(_as_written(known[one]) for one in near) or "-"}
    return Problem(Code.SOURCE_HEADER_MISSING, grid.place(source.header_rows[0]), facts)
