"""Read the rows and cells of one sheet, each cell with its address from the file.

The hot path for large workbooks: a million cells pass through `start` and `end`, so those do little and use lookups.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from pipeline.input.excel.cells import ColumnCells, Stored, UnsavedFormula, Value, letter_of, number_of
from pipeline.input.excel.markup import whole
from pipeline.input.excel.refused import Refused, damaged
from pipeline.input.excel.texts import marks, with_marks
from pipeline.input.excel.values import Context, converter

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
REFERENCE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
TRUE: Final = frozenset({"1", "true"})
OF_CELLS: Final = frozenset({"sheetData", "row", "c", "v", "f", "is", "t", "rPh", "AlternateContent", "vertAlign", "strike"})
UNSAVED: Final = UnsavedFormula()

Place: TypeAlias = tuple[int, Callable[[int], None], Callable[[Value], None]]  # a column, and the functions that take its rows and values


class RowReader:
    """One pass over a sheet's rows: the current position and the cells found so far.

    Attributes:
        columns: Column number → its cells, in the order of the file.
        hidden: Numbers of hidden rows.
        out_of_order: Some cell or row does not follow the one before it.
        collect: Collects the text between tags.
    """

    __slots__ = (
        "_add_row",
        "_add_value",
        "_cell",
        "_column",
        "_convert",
        "_data",
        "_digits",
        "_font_tags",
        "_formula",
        "_formula_tag",
        "_harmless",
        "_in_cell",
        "_in_marks",
        "_inline",
        "_inline_tag",
        "_kind",
        "_leave",
        "_marked",
        "_phonetic",
        "_phonetic_tag",
        "_places",
        "_result",
        "_row",
        "_row_tag",
        "_row_text",
        "_run_tag",
        "_sheet",
        "_style",
        "_text",
        "_text_tag",
        "_value_tag",
        "collect",
        "columns",
        "hidden",
        "out_of_order",
    )  # fmt: skip

    def __init__(self, part: str, title: str, context: Context, prefix: str, leave: Callable[[], None]) -> None:
        self._sheet = part, title
        self._convert, self._leave = converter(context), leave
        self._data = f"{prefix}sheetData"
        self._row_tag, self._cell, self._value_tag = f"{prefix}row", f"{prefix}c", f"{prefix}v"
        self._formula_tag, self._text_tag, self._phonetic_tag = f"{prefix}f", f"{prefix}t", f"{prefix}rPh"
        self._inline_tag, self._run_tag = f"{prefix}is", f"{prefix}r"
        self._font_tags = {f"{prefix}{name}": name for name in ("vertAlign", "strike")}
        self._harmless: set[str] = set()  # elements that can be skipped
        self._places: dict[str, Place] = {}
        self._text: list[str] = []  # of the current element
        self._inline: list[str] = []  # pieces of the cell's inline text; an empty one first
        self._marked: list[str] = []  # the raised, lowered or struck-out ones
        self._row, self._row_text, self._digits, self._column = 0, "", 0, 0
        self._kind: str | None = None
        self._style: str | None = None
        self._result: str | None = None
        self._formula = self._in_cell = self._in_marks = self.out_of_order = False
        self._phonetic = 0
        self.collect = self._text.append
        self.columns: dict[int, ColumnCells] = {}
        self.hidden: set[int] = set()

    def where(self) -> str | None:
        """Return the current cell."""
        return f"{letter_of(self._column)}{self._row}" if self._row and self._column else None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element."""
        if name == self._cell:
            if self._in_cell:
                raise self._misplaced(name)
            self._in_cell = True
            get = attributes.get
            self._kind, self._style = get("t"), get("s")
            reference = get("r", "")
            letters = reference[: -self._digits]
            place = self._places.get(letters) if reference.endswith(self._row_text) else None
            if place is None:
                place = self._place(reference)
            if place[0] <= self._column:
                self.out_of_order = True
            self._column, self._add_row, self._add_value = place
        elif name == self._value_tag:
            self._text.clear()
            if self._result is not None or not self._in_cell:
                raise self._misplaced(name)
        elif name not in self._harmless:
            self._seldom(name, attributes)

    def end(self, name: str) -> None:
        """Handle the end of an element."""
        if name == self._cell:
            value: Stored | None = None
            if self._inline:
                value = self._of_inline()
            elif self._result is not None:
                value = self._convert(self._kind, self._style, self._result)
            if self._formula:
                if value is None and (self._result is None or self._kind != "str"):
                    value = UNSAVED
                self._formula = False
            if value is not None:
                self._add_row(self._row)
                self._add_value(value)
            self._in_cell = False
            self._result = None
        elif name == self._value_tag:
            self._result = "".join(self._text)
        elif name not in self._harmless:
            self._seldom_end(name)

    def _seldom(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._formula_tag:
            self._formula = True
        elif name == self._row_tag:
            if self._in_cell:
                raise self._misplaced(name)
            number = whole(attributes.get("r", str(self._row + 1)), LAST_ROW)
            if number <= self._row:
                self.out_of_order = True
            self._row, self._column = number, 0
            self._row_text = str(number)
            self._digits = len(self._row_text)
            if attributes.get("hidden") in TRUE or attributes.get("ht") == "0":
                self.hidden.add(number)
        elif name == self._text_tag:
            self._text.clear()
        elif name == self._run_tag:
            self._in_marks = False
        elif name == self._inline_tag:
            if not self._in_cell:
                raise self._misplaced(name)
            self._inline.append("")
            self._in_marks = False
        elif name in self._font_tags:
            self._in_marks |= marks(self._font_tags[name], attributes)
        elif name == self._phonetic_tag:
            self._phonetic += 1
        elif name.rpartition(":")[2] in OF_CELLS:  # under another prefix: unclear whether Excel shows it
            raise self._misplaced(name)
        else:
            self._harmless.add(name)

    def _seldom_end(self, name: str) -> None:
        if name == self._text_tag:
            if not self._phonetic:
                self._inline.extend(self._text)
                self._marked.extend(self._text if self._in_marks else ())
        elif name == self._phonetic_tag:
            self._phonetic -= 1
        elif name == self._data:
            self._leave()

    def _place(self, reference: str) -> Place:
        """Return the position of a cell, which must lie in its row; one without a reference follows the one before it."""
        part, title = self._sheet
        match = REFERENCE.fullmatch(reference or f"{letter_of(self._column + 1)}{self._row}")
        if match is None or not self._row or int(match[2]) != self._row:
            raise damaged(part, reference, title, reference if match else None)
        letters = match[1]
        if letters not in self._places:
            column = number_of(letters.upper())
            if column > LAST_COLUMN:
                raise damaged(part, reference, title, reference)
            cells = self.columns.setdefault(column, ColumnCells())
            self._places[letters] = column, cells.rows.append, cells.values.append
        return self._places[letters]

    def _of_inline(self) -> Stored | None:
        """Return the value of a cell with inline text, which Excel shows only in cells of that type."""
        text, marked = "".join(self._inline), tuple(self._marked)
        self._inline.clear()
        self._marked.clear()
        if self._kind == "inlineStr":
            value = self._convert(self._kind, self._style, text)
            return with_marks(value, marked) if isinstance(value, str) else value
        return self._convert(self._kind, self._style, self._result) if self._result is not None else None

    def _misplaced(self, name: str) -> Refused:
        part, title = self._sheet
        return damaged(part, f"<{name}>", title, self.where())
