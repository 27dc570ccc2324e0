"""Find a table's headers: one row, or two rows if columns are grouped. Titles above are skipped.

Reports and scores search for the row; a source's description names it. The text of a header is formed the same way for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from pipeline.input.cell_values import text_of
from pipeline.input.excel.cells import SheetCells
from pipeline.language.printable import one_line
from pipeline.language.same_name import fold

DEEPEST: Final = 50  # last row in which the header is searched
JOINTS: Final = (" ", ", ")  # »Lavindkomst« over »antal« matches »Lavindkomst antal« and »Lavindkomst, antal«

Heads: TypeAlias = Mapping[int, tuple[str, ...]]  # column → the texts above it, from the top row down, empty if there is none
Same: TypeAlias = Callable[[str], str]


def find_header_row(cells: SheetCells, wanted: Iterable[str], same: Same = fold) -> tuple[int, Heads]:
    """Return the row with most of the wanted headers, and the columns' heads; the lower one of two rows.

    Args:
        cells: The sheet.
        wanted: Headers.
        same: Normalises texts for comparison: `fold`, or `clean` if the case of letters matters.
    """
    names = set(map(same, wanted))
    return max(_candidates(cells), key=lambda candidate: len(names & _all_readings(candidate[1], same)))


def _all_readings(heads: Heads, same: Same) -> set[str]:
    return {reading for texts in heads.values() for reading in readings(texts, same)}


def _candidates(cells: SheetCells) -> Iterator[tuple[int, Heads]]:
    """Yield each row that may be the header: first alone, then together with the row above it."""
    filled = sorted({row for column in cells.columns.values() for row in column.rows[:DEEPEST] if row <= DEEPEST} or {cells.first_row})
    for place, row in enumerate(filled):
        yield row, heads_over(cells, (row,), lowest_alone=True)
        if place and filled[place - 1] == row - 1:
            heads = heads_over(cells, (row - 1, row), lowest_alone=True)
            yield row, heads
            yield row, carried(heads)


def heads_over(cells: SheetCells, rows: Sequence[int], *, lowest_alone: bool = False) -> Heads:
    """Return the heads of every non-empty column; a merged head belongs to all columns under it.

    Args:
        cells: The sheet.
        rows: Rows of headers, from the top down.
        lowest_alone: A merged head in the lowest row belongs to its first column only, since no description says which is meant.
    """
    lines = []
    for row in rows:
        line = {column: text_of(value) for column, value in cells.row(row).items()}
        for area in cells.merged if row != rows[-1] or not lowest_alone else ():
            if area.top <= row <= area.bottom:
                line |= dict.fromkeys(range(area.left, area.right + 1), text_of(cells.row(area.top).get(area.left)))
        lines.append(line)
    return {column: tuple(one_line(line.get(column, "")) for line in lines) for column in cells.columns}


def carried(heads: Heads) -> Heads:
    """Return the heads with gaps filled from the left, except in the lowest row: for group heads that are not merged."""
    filled: dict[int, tuple[str, ...]] = {}
    before: tuple[str, ...] = ()
    for column, texts in heads.items():
        upper = tuple(text or (before[place] if before else "") for place, text in enumerate(texts[:-1]))
        before = filled[column] = (*upper, *texts[-1:])
    return filled


def readings(texts: Sequence[str], same: Same = fold) -> set[str]:
    """Return the possible names of a column: its lowest head alone, or all its heads joined."""
    apart = list(dict.fromkeys(text for text in texts if text))
    return {same(text) for text in {*apart[-1:], *(joint.join(apart) for joint in JOINTS)} if text}
