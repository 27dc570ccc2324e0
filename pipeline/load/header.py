"""Find a sheet's header: the row, or the two rows under merged heads, where the schema's headers stand. Titles above are passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.folding import fold, nearest
from pipeline.problems import Code, Place, Problem
from pipeline.schema import Sheet
from pipeline.xlsx import SheetCells
from pipeline.xlsx.cells import Plain, letter_of

DEEPEST: Final = 50  # rows in which the header may stand
JOINT: Final = ", "  # »Lavindkomst« over »antal« reads as »Lavindkomst, antal«


@dataclass(frozen=True, slots=True)
class Header:
    """Where the schema's columns stand.

    Attributes:
        row: The last row of the header; the records stand below.
        columns: Column name → Excel's column number.
    """

    row: int
    columns: Mapping[str, int]


def find_header(cells: SheetCells, sheet: Sheet, file: str) -> tuple[Header | None, list[Problem]]:
    """Return where the columns stand, or what is wrong with the header."""
    row, texts = max(_candidates(cells), key=lambda candidate: _matches(candidate[1], sheet))
    folded = {column: fold(text) for column, text in texts.items()}
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for column in sheet.columns:
        found = [number for number, text in sorted(folded.items()) if text == fold(column.header)]
        if len(found) > 1:
            facts = {"column": column.header, "first": f"{letter_of(found[0])}{row}"}
            problems.append(Problem(Code.COLUMN_TWICE, Place(file, cells.title, f"{letter_of(found[1])}{row}"), facts))
        elif not found and not column.optional:
            near = nearest(column.header, texts.values(), most=1)
            facts = {"column": column.header, "near": ", ".join(near) or "-"}
            problems.append(Problem(Code.COLUMN_MISSING, Place(file, cells.title, str(row)), facts))
        elif found:
            columns[column.name] = found[0]
    return (None, problems) if problems else (Header(row, columns), [])


def _candidates(cells: SheetCells) -> Iterator[tuple[int, dict[int, str]]]:
    """Yield each row that may be the header with its texts; a row alone comes before the same row under merged heads."""
    filled = sorted({row for column in cells.columns.values() for row in column.rows[:DEEPEST] if row <= DEEPEST} or {cells.first_row})
    above: dict[int, str] = {}
    last = 0
    for row in filled:
        own = _texts(cells.row(row))
        yield row, own
        if last == row - 1 and above:
            spread = _spread(cells, last, above)
            joined = {column: JOINT.join(filter(None, (spread.get(column), own.get(column)))) for column in {*spread, *own}}
            yield row, joined
        above, last = own, row


def _texts(row: Mapping[int, Plain]) -> dict[int, str]:
    return {column: " ".join(str(value).split()) for column, value in row.items() if type(value) in {str, int, float}}


def _spread(cells: SheetCells, row: int, texts: Mapping[int, str]) -> dict[int, str]:
    """Return a row's heads over every column that they are merged over."""
    spread = dict(texts)
    for area in cells.merged:
        if area.top == row and area.left in spread:
            spread |= dict.fromkeys(range(area.left, area.right + 1), spread[area.left])
    return spread


def _matches(texts: Mapping[int, str], sheet: Sheet) -> int:
    wanted = {fold(column.header) for column in sheet.columns}
    return len(wanted & {fold(text) for text in texts.values()})
