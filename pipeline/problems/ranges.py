"""Write the addresses of several cells as ranges, as in Excel: ``A3:A341, C7``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

CELL: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
MOST_RANGES: Final = 10


def show_ranges(addresses: Iterable[str]) -> str:
    """Return addresses with neighbouring cells as ranges; what is not a cell, such as a row or a key, is kept as it is."""
    columns: dict[str, list[int]] = {}
    others: list[str] = []
    for address in dict.fromkeys(addresses):
        match = CELL.fullmatch(address)
        if match:
            columns.setdefault(match[1], []).append(int(match[2]))
        else:
            others.append(address)
    blocks: list[tuple[str, str, tuple[tuple[int, int], ...]]] = []  # first column, last column, spans of rows
    for letters, rows in sorted(columns.items(), key=lambda column: _order(column[0])):
        spans = tuple(_spans(rows))
        if blocks and blocks[-1][2] == spans and _order(letters) == _order(blocks[-1][1]) + 1:
            blocks[-1] = (blocks[-1][0], letters, spans)
        else:
            blocks.append((letters, letters, spans))
    shown = [*others, *(_range(first, last, span) for first, last, spans in blocks for span in spans)]
    return ", ".join(shown[:MOST_RANGES]) + (" …" if len(shown) > MOST_RANGES else "")


def column_of(address: str) -> str:
    """Return the letters of a cell's column; empty for anything else."""
    match = CELL.fullmatch(address)
    return match[1] if match else ""


def row_of(address: str) -> int:
    """Return the number of a cell's row; 0 for anything else."""
    match = CELL.fullmatch(address)
    return int(match[2]) if match else 0


def _spans(rows: list[int]) -> list[tuple[int, int]]:
    """Return runs of following rows, in ascending order."""
    spans: list[tuple[int, int]] = []
    for row in sorted(rows):
        if spans and spans[-1][1] == row - 1:
            spans[-1] = (spans[-1][0], row)
        else:
            spans.append((row, row))
    return spans


def _range(first: str, last: str, span: tuple[int, int]) -> str:
    top, bottom = span
    return f"{first}{top}" if (first, top) == (last, bottom) else f"{first}{top}:{last}{bottom}"


def _order(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
