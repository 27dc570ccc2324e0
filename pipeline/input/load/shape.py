"""Decide by its headers which of its two shapes a sheet has: a row for each year, or a column; a list of ids, or a column of x for each."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pipeline.input.cell_values import MARK, OUR_YEARS, text_of, year_of
from pipeline.input.excel.cells import SheetCells, letter_of
from pipeline.input.headers import Heads, readings
from pipeline.input.row_labels import Totality, totality
from pipeline.input.schema.columns import Kind, Sheet, Wide
from pipeline.language.danish_numbers import Style, read_numeral
from pipeline.language.same_name import fold
from pipeline.problems.model import Code, Place, Problem

YEARLIKE: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
SEVERAL: Final = 2
LONGEST_MARK: Final = 3


@dataclass(frozen=True, slots=True)
class Shape:
    """A sheet as its headers say it is.

    Attributes:
        sheet: Its columns.
        further: Excel's column number → header, of the columns headed by a year or an id; empty where the sheet is not wide.
    """

    sheet: Sheet
    further: Mapping[int, str] = field(default_factory=dict)


def choose_shape(cells: SheetCells, sheet: Sheet, row: int, heads: Heads, ids: Collection[str]) -> Shape | Problem:
    """Return the shape of a sheet, or the problem that it has both.

    Args:
        cells: The sheet's cells.
        sheet: The sheet in the schema.
        row: The last row of the header.
        heads: Every column's headers.
        ids: The ids, after `fold`, that may head a column.

    Returns:
        A problem without its file, where columns of both shapes are filled in.
    """
    wide = sheet.wide
    if wide is None:
        return Shape(sheet)
    fixed = {fold(column.header) for column in wide.columns}
    replaced = {fold(column.header): column.header for column in sheet.columns if fold(column.header) not in fixed}
    found = {number: name for number, texts in heads.items() for name in readings(texts) if name in replaced}
    own = {number: texts[-1] for number, texts in heads.items() if number not in found and not fixed & readings(texts)}
    sure = {number for number, text in own.items() if _is_head(text, wide, ids)}
    filled = sorted(number for number in sure if _is_filled(_texts_below(cells, number, row), wide, between=False))
    if found and filled:
        number = min(found)
        place = Place("", cells.title, f"{letter_of(number)}{row}", (f"{letter_of(filled[0])}{row}",))
        return Problem(Code.SHAPES_MIXED, place, {"column": replaced[found[number]], "other": own[filled[0]]})
    doubtful = set()
    for number, text in own.items():
        between = bool(sure) and min(sure) < number < max(sure)
        if _may_be_head(text, wide, between=between) and _is_filled(_texts_below(cells, number, row), wide, between=between):
            doubtful.add(number)
    if found or not (sure or any(own[number] for number in doubtful) or cells.last_row <= row):
        return Shape(sheet)
    further = {number: own[number] for number in sorted(sure | doubtful)}
    return Shape(sheet.widen((letter_of(number), text) for number, text in further.items()), further)


def _is_head(text: str, wide: Wide, ids: Collection[str]) -> bool:
    """Return whether a header is a year, or an id that exists."""
    return year_of(text, OUR_YEARS) is not None if wide.head.kind is Kind.YEAR else fold(text) in ids


def _may_be_head(text: str, wide: Wide, *, between: bool) -> bool:
    """Return whether a header over filled cells can be taken for a misspelt year or id, so that its column must not be left out unseen.

    A header with several years, such as »I alt 2023-2026«, is of a column beside the table; one of words alone is, unless it stands between years and
    names no total.
    """
    if wide.head.kind is not Kind.YEAR or not text:
        return True
    if any(map(str.isdigit, text)):
        return len(YEARLIKE.findall(text)) < SEVERAL
    return between and totality(text) is Totality.NO


def _texts_below(cells: SheetCells, number: int, row: int) -> list[str]:
    """Return the texts of the filled cells of a column below the header."""
    column = cells.columns[number]
    texts = (fold(text_of(value)) for place, value in zip(column.rows, column.values, strict=True) if place > row)
    return [text for text in texts if text]


def _is_filled(texts: Sequence[str], wide: Wide, *, between: bool) -> bool:
    """Return whether a column holds what belongs below such a header: numbers, or marks.

    Between the columns of two estates anything is taken for a mark, so that what is none is told; elsewhere an x, or one short text again and again,
    such as »ja«, ✓ or 1.
    """
    if wide.below.kind is not Kind.MARK:
        return any(read_numeral(text, Style.DANISH) is not None for text in texts)
    alike = len(set(texts)) == 1 and len(texts[0]) <= LONGEST_MARK
    return bool(texts) and (between or alike or MARK in texts)
