"""Find each described column by its header or its letter."""

from __future__ import annotations

from pipeline.folding import fold, nearest
from pipeline.problems import Code, Problem
from pipeline.sources.grid import Grid, shown, text_of
from pipeline.sources.model import Column, Source
from pipeline.xlsx.cells import letter_of, number_of

Heads = tuple[str, ...]


def find_columns(source: Source, grid: Grid) -> tuple[dict[str, int], list[Problem]]:
    """Return our column name → Excel's column number, and a problem for each header that is not there exactly once.

    A header over merged cells is the header of all columns under it. An upper header that is not merged counts for the empty cells to
    its right where no column is found otherwise.
    """
    merged = {column: _heads(grid, source.header_rows, column) for column in grid.columns}
    carried = _carried(merged)
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for column in source.columns:
        if column.column is not None:
            found[column.name] = number_of(column.column)
        elif column.header is not None:
            matching = _matching(column.header, merged) or _matching(column.header, carried)
            place = (column.occurrence or 1) - 1
            if len(matching) > 1 and column.occurrence is None:
                problems.append(_twice(source, grid, column, matching))
            elif place < len(matching):
                found[column.name] = matching[place]
            else:
                problems.append(_missing(source, grid, column, carried))
    return found, problems


def _heads(grid: Grid, rows: tuple[int, ...], column: int) -> Heads:
    return tuple(text_of(grid.value(*grid.merged_from(row, column))) for row in rows)


def _carried(merged: dict[int, Heads]) -> dict[int, Heads]:
    """Return the heads with the empty ones, except in the lowest row, filled from the left."""
    carried: dict[int, Heads] = {}
    before: Heads = ()
    for column, heads in merged.items():
        upper = tuple(head or (before[place] if before else "") for place, head in enumerate(heads[:-1]))
        before = carried[column] = (*upper, *heads[-1:])
    return carried


def _matching(header: Heads, heads: dict[int, Heads]) -> list[int]:
    return [column for column, texts in heads.items() if _matches(header, texts)]


def _matches(header: Heads, texts: Heads) -> bool:
    """One text is compared with the lowest header and with all of them read together; a list with each row's."""
    if len(header) > 1:
        return [fold(text) for text in header] == [fold(text) for text in texts]
    apart = list(dict.fromkeys(text for text in texts if text))
    return bool(apart) and fold(header[0]) in {fold(apart[-1]), fold(" ".join(apart))}


def _joined(texts: Heads) -> str:
    return " / ".join(dict.fromkeys(text for text in texts if text))


def _twice(source: Source, grid: Grid, column: Column, matching: list[int]) -> Problem:
    row = source.header_rows[-1]
    cells = ", ".join(f"{letter_of(number)}{row}" for number in matching)
    facts = {"header": shown(_joined(column.header or ())), "number": len(matching), "cells": cells}
    return Problem(Code.SOURCE_HEADER_TWICE, grid.place(row, matching[1]), facts)


def _missing(source: Source, grid: Grid, column: Column, heads: dict[int, Heads]) -> Problem:
    header = _joined(column.header or ())
    known = list(dict.fromkeys(filter(None, map(_joined, heads.values()))))
    near = nearest(header, known) or known[:3]
    rows = ", ".join(map(str, source.header_rows))
    facts = {"header": shown(header), "rows": rows, "near": ", ".join(map(shown, near)) or "-"}
    return Problem(Code.SOURCE_HEADER_MISSING, grid.place(source.header_rows[0]), facts)
