"""Read one sheet in one pass over its XML: its cells, hidden columns and merged areas."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from typing import Final

from pipeline.input.excel.cells import CellArea, ColumnCells, Covered, Marked, SheetCells, letter_of, number_of
from pipeline.input.excel.markup import new_parser, parse, whole
from pipeline.input.excel.refused import Refused, damaged
from pipeline.input.excel.rows import LAST_COLUMN, LAST_ROW, REFERENCE, TRUE, RowReader
from pipeline.input.excel.values import Context
from pipeline.problems.model import Code, Phrase

MOST_CELLS: Final = 5_000_000  # in the rectangle around all non-empty cells
MOST_MERGED: Final = 100_000


def read_worksheet(chunks: Iterable[bytes], name: str, title: str, hidden: bool, context: Context) -> SheetCells:
    """Read one sheet.

    Args:
        chunks: Its XML.
        name: The part's name, for refusals.
        title: The sheet's name.
        hidden: The sheet is hidden.
        context: Shared strings, styles and the epoch of dates.

    Raises:
        Refused: the sheet is damaged, a cell occurs twice, or the cells lie too far apart.
    """
    reader = _Reader(name, title, context)
    parse(reader.parser, chunks, name, title, reader.where)
    return reader.finish(hidden)


class _Reader:
    """One pass: from the root to the rows, through them, and on to the end."""

    def __init__(self, name: str, title: str, context: Context) -> None:
        self.name, self.title, self.context = name, title, context
        self.parser = new_parser(name)
        self.parser.StartElementHandler = self._root
        self.prefix = ""
        self.rows: RowReader | None = None
        self.merged: list[CellArea] = []
        self.hidden_columns = bytearray(LAST_COLUMN + 1)  # 1 where hidden

    def where(self) -> str | None:
        """Return the current cell."""
        return self.rows.where() if self.rows else None

    def _root(self, name: str, _: dict[str, str]) -> None:
        prefix, colon, local = name.rpartition(":")
        if local != "worksheet":
            raise damaged(self.name, f"<{local}>", self.title)
        self.prefix = prefix + colon
        self.parser.StartElementHandler = self._around

    def _around(self, name: str, attributes: dict[str, str]) -> None:
        """Handle the elements around the rows: hidden columns before them, merged areas after them."""
        local = name.removeprefix(self.prefix)
        if local == "sheetData" and self.rows is None:
            self._inside()
        elif local == "col":
            last = whole(attributes["max"], LAST_COLUMN)
            first = whole(attributes["min"], last)
            if attributes.get("hidden") in TRUE or float(attributes.get("width", 1)) == 0:
                self.hidden_columns[first : last + 1] = b"\1" * (last - first + 1)
        elif local == "mergeCell":
            self.merged.append(self._area(attributes.get("ref", "")))
            if len(self.merged) > MOST_MERGED:
                raise damaged(self.name, f"mergeCell {MOST_MERGED}", self.title)
        elif local.rpartition(":")[2] in {"sheetData", "mergeCell"}:  # repeated, or under another prefix: unclear whether Excel shows it
            raise damaged(self.name, f"<{name}>", self.title)

    def _inside(self) -> None:
        """Pass everything to the row reader until the sheet's data end."""
        parser = self.parser

        def leave() -> None:
            parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = self._around, None, None

        rows = self.rows = RowReader(self.name, self.title, self.context, self.prefix, leave)
        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = rows.start, rows.end, rows.collect

    def _area(self, reference: str) -> CellArea:
        first, _, last = reference.partition(":")
        corners = [REFERENCE.fullmatch(corner) for corner in (first, last or first)]
        columns = sorted(number_of(corner[1].upper()) for corner in corners if corner)
        rows = sorted(int(corner[2]) for corner in corners if corner)
        if None in corners or rows[0] < 1 or rows[1] > LAST_ROW or columns[1] > LAST_COLUMN:
            raise damaged(self.name, f"mergeCell {reference}", self.title)
        return CellArea(rows[0], columns[0], rows[1], columns[1])

    def finish(self, hidden: bool) -> SheetCells:
        """Return the sheet; refuse one without data, with a repeated cell, with cells too far apart, or with overlapping merged areas."""
        if self.rows is None:
            raise damaged(self.name, Phrase("part_absent"), self.title)
        columns = {column: cells for column, cells in sorted(self.rows.columns.items()) if cells.rows}
        if self.rows.out_of_order:
            columns = {column: self._in_order(column, cells) for column, cells in columns.items()}
        self._check_spread(columns)
        self._check_merged()
        self._cover(columns)
        away = self.rows.hidden
        filled = set().union(*(away.intersection(cells.rows) for cells in columns.values())) if away else set()
        covered = [column for column in columns if self.hidden_columns[column]]
        return SheetCells(self.title, hidden, columns, tuple(self.merged), tuple(sorted(filled)), tuple(covered))

    def _in_order(self, column: int, cells: ColumnCells) -> ColumnCells:
        order = sorted(range(len(cells.rows)), key=cells.rows.__getitem__)
        sorted_cells = ColumnCells()
        for place in order:
            if sorted_cells.rows and sorted_cells.rows[-1] == cells.rows[place]:
                address = f"{letter_of(column)}{cells.rows[place]}"
                raise Refused(Code.CELL_TWICE, {"cell": address}, self.title, address)
            sorted_cells.rows.append(cells.rows[place])
            sorted_cells.values.append(cells.values[place])
        return sorted_cells

    def _check_merged(self) -> None:
        """Refuse merged areas that overlap, which Excel repairs: unclear which of them shows a cell's value."""
        lowest: list[CellArea] = []  # the last area of each column so far, from left to right
        lefts: list[int] = []
        for area in sorted(self.merged, key=lambda area: area.top):
            first, last = bisect_left(lefts, area.left), bisect_right(lefts, area.right)
            if first and lowest[first - 1].right >= area.left:
                first -= 1
            if any(above.bottom >= area.top for above in lowest[first:last]):
                raise damaged(self.name, f"mergeCell {area}", self.title)
            lowest[first:last], lefts[first:last] = [area], [area.left]

    def _cover(self, columns: Mapping[int, ColumnCells]) -> None:
        """Replace every value under a merged area by `Covered`."""
        numbers = list(columns)
        for area in self.merged:
            for column in numbers[bisect_left(numbers, area.left) : bisect_right(numbers, area.right)]:
                rows, values = columns[column].rows, columns[column].values
                for place in range(bisect_left(rows, area.top), bisect_right(rows, area.bottom)):
                    value = values[place]
                    shown = rows[place] == area.top and column == area.left
                    if not shown and not isinstance(value, Covered):
                        values[place] = Covered(value.value if isinstance(value, Marked) else value, area)

    def _check_spread(self, columns: Mapping[int, ColumnCells]) -> None:
        if not columns:
            return
        top, bottom = min(cells.rows[0] for cells in columns.values()), max(cells.rows[-1] for cells in columns.values())
        if (bottom - top + 1) * (max(columns) - min(columns) + 1) > MOST_CELLS:
            lowest = max(column for column, cells in columns.items() if cells.rows[-1] == bottom)
            first = f"{letter_of(min(columns))}{top}"
            facts = {"first": first, "last": f"{letter_of(max(columns))}{bottom}", "most": MOST_CELLS}
            raise Refused(Code.CELLS_TOO_SPREAD, facts, self.title, f"{letter_of(lowest)}{bottom}")
