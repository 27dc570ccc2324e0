"""Mark the cells of a workbook: a fill, and a comment with the problem below any existing text."""

from __future__ import annotations

import re
from math import ceil
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.problems.rows import ProblemRow

CELL: Final = re.compile(r"([A-Z]{0,3})([1-9]\d{0,6})?")
LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
MOST_MARKED: Final = 2_000  # cells; any more are only listed
MOST_OF_A_ROW: Final = 50  # cells that are filled to mark a whole row
ERROR_FILL, FINDING_FILL = "F6C9B3", "FBE7A1"
AUTHOR: Final = "check"
LONGEST_COMMENT: Final = 8_000  # characters; Excel's limit is 32,767
CUT: Final = "\n…"
WIDTH: Final = 320  # pixels; a line holds about 48 characters
LINE: Final = 48


class CellMarks:
    """The marks set in one workbook.

    Attributes:
        full: Some cells were not marked, because there are too many.
    """

    def __init__(self, book: Workbook) -> None:
        self._sheets = {sheet.title: sheet for sheet in book.worksheets}
        self._widths: dict[str, int] = {}
        self._errors: dict[tuple[str, str], bool] = {}
        self._cut: set[tuple[str, str]] = set()
        self.full = False

    def mark(self, row: ProblemRow, words: str) -> str | None:
        """Mark the cells of a row of the list.

        Args:
            words: The text of the comment.

        Returns:
            The target of a link to the place, ``F12``; None if the workbook has no such sheet of cells.
        """
        sheet = self._sheets.get(row.sheet)
        if sheet is None:
            return None
        cells = [cells for part in row.addresses if (cells := self._cells(sheet, part))]
        for addresses in cells:
            for number, address in enumerate(addresses):
                if self._fill(sheet, address, finding=row.finding) and number == 0:
                    self._comment(sheet, address, words)
        return cells[0][0] if cells else "A1"

    def _cells(self, sheet: Worksheet, part: str) -> list[str]:
        """Return the cell ``F12``, the filled cells of the row ``17``, or the header of the column ``C``."""
        match = CELL.fullmatch(part)
        if match is None or not part:
            return []
        letters, number = match[1] or "A", match[2] or "1"
        row, column = coordinate_to_tuple(f"{letters}{number}")
        if row > LAST_ROW or column > LAST_COLUMN:
            return []
        width = 1 if match[1] else min(self._width(sheet), MOST_OF_A_ROW)
        cells = [_top_left(sheet, f"{get_column_letter(column + step)}{row}") for step in range(width)]
        return list(dict.fromkeys(cells))

    def _width(self, sheet: Worksheet) -> int:
        if sheet.title not in self._widths:  # openpyxl iterates over all cells to find it
            self._widths[sheet.title] = sheet.max_column
        return self._widths[sheet.title]

    def _fill(self, sheet: Worksheet, address: str, *, finding: bool) -> bool:
        """Fill a cell, with an error's colour over a finding's; False if too many are marked already."""
        key = (sheet.title, address)
        if key not in self._errors and len(self._errors) >= MOST_MARKED:
            self.full = True
            return False
        error = self._errors.get(key, False) or not finding
        if self._errors.get(key) is not error:
            sheet[address].fill = PatternFill("solid", fgColor=ERROR_FILL if error else FINDING_FILL)
            _unhide(sheet, address)
        self._errors[key] = error
        return True

    def _comment(self, sheet: Worksheet, address: str, words: str) -> None:
        """Add the text below the existing comment, up to the limit."""
        key, old = (sheet.title, address), sheet[address].comment
        if key in self._cut:
            return
        text = f"{old.text}\n\n{words}" if old and old.text else words
        if len(text) > LONGEST_COMMENT:
            self._cut.add(key)
            text = (old.text if old and old.text else words)[: LONGEST_COMMENT - len(CUT)] + CUT
        lines = sum(ceil((len(line) + 1) / LINE) for line in text.splitlines())
        height = min(max(60, 18 * lines + 20), 480)
        sheet[address].comment = Comment(text, old.author if old and old.author else AUTHOR, height=height, width=WIDTH)


def _top_left(sheet: Worksheet, address: str) -> str:
    """Return the cell that is visible at the address: in a merged area, its first."""
    if isinstance(sheet[address], MergedCell):
        for merged in sheet.merged_cells.ranges:
            if address in merged:
                return f"{get_column_letter(merged.min_col)}{merged.min_row}"
    return address


def _unhide(sheet: Worksheet, address: str) -> None:
    """Show the sheet, row and column of a mark; a column group is hidden and shown as a whole."""
    row, column = coordinate_to_tuple(address)
    sheet.sheet_state = "visible"
    if row in sheet.row_dimensions:
        sheet.row_dimensions[row].hidden = False
    for group in sheet.column_dimensions.values():
        if group.hidden and (group.min or 0) <= column <= (group.max or 0):
            group.hidden = False
