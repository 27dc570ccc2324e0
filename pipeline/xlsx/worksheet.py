"""The cells of one sheet, in one pass over its XML, each with the address that the file says.

This is where a large workbook spends its time: a million cells pass through `start` and `end`, so those do little and look up much.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Final, TypeAlias
from xml.parsers import expat

from pipeline.problems import Code
from pipeline.xlsx.cells import Area, ColumnCells, ErrorValue, SheetCells, UnsavedFormula, Value, letter_of, number_of
from pipeline.xlsx.markup import new_parser
from pipeline.xlsx.plain_rows import ROW_END, PlainRow, split_rows, unescape
from pipeline.xlsx.refused import Refused, damaged
from pipeline.xlsx.styles import Shown, shown_value
from pipeline.xlsx.texts import clean_text

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
MOST_CELLS: Final = 5_000_000  # of the rectangle around all cells that hold something
LETTERS: Final = re.compile(r"[A-Z]{1,3}")
REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
UNSAVED: Final = UnsavedFormula()
BLOCK: Final = 1 << 20  # bytes
PLAIN: Final = frozenset({"", "n"})  # types of a number
DATA: Final = b"<sheetData>"

Place: TypeAlias = tuple[int, Callable[[int], None], Callable[[Value], None]]  # a column's number, and how a row and a value are added


@dataclass(frozen=True, slots=True)
class Context:
    """What a sheet needs to know of its workbook."""

    strings: Sequence[str | None]
    shown: Mapping[str, Shown]
    epoch_1904: bool


def read_worksheet(part: IO[bytes], name: str, title: str, hidden: bool, context: Context) -> SheetCells:
    """Read one sheet.

    Args:
        part: Its XML.
        name: The part's name, for refusals.
        title: The sheet's name.
        hidden: The sheet is hidden.
        context: Shared strings, styles and the epoch of dates.

    Raises:
        Refused: the sheet is damaged, a cell stands twice, or the cells lie too far apart.
    """
    reader = _Reader(name, title, context)
    try:
        reader.read(part)
    except expat.ExpatError as error:
        raise damaged(name, expat.ErrorString(error.code), title, reader.where()) from error
    except (ValueError, LookupError, OverflowError) as error:  # a number, a shared string or a style that is none
        raise damaged(name, type(error).__name__, title, reader.where()) from error
    return reader.finish(hidden)


class _Reader:
    """The state of one pass: which row and cell it is in, and what it has found."""

    def __init__(self, name: str, title: str, context: Context) -> None:
        self.name, self.title, self.context = name, title, context
        self.parser = new_parser(name)
        self.parser.StartElementHandler = self._root
        self.columns: dict[int, ColumnCells] = {}
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.position = [0, 0]  # row and column of the cell that is read
        self.out_of_order = False
        self.places: dict[str, Place] = {}
        self.convert = self._converter()
        self.inside = False  # the parser stands among the rows
        self.fed = 0  # bytes that the parser was given
        self.whole_at = -1  # the byte after which the last row, or the tag before the first, was whole
        self.in_utf8 = True
        self.parser.XmlDeclHandler = self._declared

    def _declared(self, _: str, encoding: str | None, __: int) -> None:
        self.in_utf8 = encoding is None or encoding.lower() == "utf-8"

    def read(self, part: IO[bytes]) -> None:
        """Read the part in blocks that end with a row: the plain ones the short way, all others through the parser."""
        buffer = b""
        while chunk := part.read(BLOCK):
            buffer += chunk
            cut = buffer.rfind(ROW_END) + len(ROW_END)
            if cut < len(ROW_END):
                cut = len(buffer)
            self._take(buffer[:cut])
            buffer = buffer[cut:]
        self._parse(buffer)
        self.parser.Parse(b"", True)

    def _take(self, block: bytes) -> None:
        if not self.fed:
            head = block.find(DATA) + len(DATA)
            if head >= len(DATA):
                self._parse(block[:head])
                block = block[head:]
        # Only where the parser has read all that it was given, and a row ended there, does a new block begin with a row.
        between_rows = self.inside and self.in_utf8 and self.whole_at == self.fed
        rows = split_rows(block) if between_rows else None
        if rows is None:
            self._parse(block)
        else:
            self._add_plain(rows)

    def _parse(self, data: bytes) -> None:
        self.fed += len(data)
        self.parser.Parse(data)

    def _add_plain(self, rows: Iterable[PlainRow]) -> None:
        """Add rows that were read the short way."""
        places, position, shown, strings, convert = self.places, self.position, self.context.shown, self.context.strings, self.convert
        for number, hidden, cells in rows:
            self._begin_row(number, hidden)
            column = 0
            row_text = str(number)
            for letters, row, style, kind, written, inline in cells:
                found = places.get(letters) or self._place(letters)
                if found[0] <= column:
                    self.out_of_order = True
                column, add_row, add_value = found
                position[1] = column
                if row != row_text:
                    raise damaged(self.name, f"{letters}{row} in row {number}", self.title, f"{letters}{row}")
                value: Value | None
                if not written:
                    value = clean_text(unescape(inline)) if inline and kind == "inlineStr" else None
                elif kind == "s" and written.isdecimal():
                    value = strings[int(written)]
                elif kind in PLAIN and style not in shown and written.isdecimal():
                    value = int(written)
                else:
                    value = convert(kind or None, style if style in shown else None, unescape(written))
                if value is not None:
                    add_row(number)
                    add_value(value)

    def _begin_row(self, number: int, hidden: bool) -> None:
        if not 0 < number <= LAST_ROW:
            raise ValueError(number)
        if number <= self.position[0]:
            self.out_of_order = True
        self.position[:] = number, 0
        if hidden:
            self.hidden_rows.add(number)

    def where(self) -> str | None:
        """Return the cell that was read last."""
        row, column = self.position
        return f"{letter_of(column)}{row}" if row and column else None

    def _root(self, name: str, _: dict[str, str]) -> None:
        prefix, colon, local = name.rpartition(":")
        if local != "worksheet":
            raise damaged(self.name, f"<{local}>", self.title)
        self._outside(prefix + colon)

    def _outside(self, prefix: str) -> None:
        """Listen to what stands around the cells: hidden columns before them, merged areas after them."""
        data, column, merge = f"{prefix}sheetData", f"{prefix}col", f"{prefix}mergeCell"

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == data:
                self.inside = not prefix
                self.whole_at = self.parser.CurrentByteIndex + len(DATA)
                self._inside(prefix)
            elif name == column:
                if attributes.get("hidden") in {"1", "true"} or float(attributes.get("width", 1)) == 0:
                    self.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
            elif name == merge:
                self.merged.append(self._area(attributes.get("ref", "")))

        self.parser.StartElementHandler = start
        self.parser.EndElementHandler = None
        self.parser.CharacterDataHandler = None

    def _inside(self, prefix: str) -> None:
        """Listen to rows and cells until the sheet's data end."""
        data, row_tag, cell_tag, value_tag = (f"{prefix}{tag}" for tag in ("sheetData", "row", "c", "v"))
        formula_tag, text_tag, phonetic_tag = (f"{prefix}{tag}" for tag in ("f", "t", "rPh"))
        text: list[str] = []
        inline: list[str] = []
        places, shown, position = self.places, self.context.shown, self.position
        convert = self.convert
        row, row_text, digits, column = 0, "", 0, 0
        kind: str | None = None
        style: str | None = None
        formula = result = False
        phonetic = 0
        unplaced = ColumnCells()  # what a value outside a cell is added to, and nobody reads
        add_row: Callable[[int], None] = unplaced.rows.append
        add_value: Callable[[Value], None] = unplaced.values.append

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal row, row_text, digits, column, kind, style, formula, result, add_row, add_value, phonetic
            if name == value_tag:
                result = True
                if text:
                    text.clear()
            elif name == cell_tag:
                reference = attributes.get("r")
                kind = attributes.get("t")
                style = attributes.get("s")
                formula = result = False
                found = places.get(reference[:-digits]) if reference is not None and reference[-digits:] == row_text else None
                if found is None:
                    letters = letter_of(column + 1) if reference is None else self._letters(reference, row)
                    found = places.get(letters) or self._place(letters)
                if found[0] <= column:
                    self.out_of_order = True
                column, add_row, add_value = found
                position[1] = column
            elif name == row_tag:
                row, column = int(attributes.get("r", position[0] + 1)), 0
                row_text = str(row)
                digits = len(row_text)
                self._begin_row(row, attributes.get("hidden") in {"1", "true"})
            elif name == formula_tag:
                formula = True
            elif name == text_tag:
                text.clear()
            elif name == phonetic_tag:
                phonetic += 1

        def end(name: str) -> None:
            nonlocal phonetic
            if name == value_tag:
                written = text[0] if len(text) == 1 else "".join(text)
                value = convert(kind, style if style in shown else None, written)
                if value is not None:
                    add_row(row)
                    add_value(value)
                elif formula and kind != "str":
                    add_row(row)
                    add_value(UNSAVED)
                text.clear()
            elif name == cell_tag:
                if inline:
                    value = clean_text("".join(inline))
                    inline.clear()
                    if value is not None and kind == "inlineStr":
                        add_row(row)
                        add_value(value)
                elif formula and not result:
                    add_row(row)
                    add_value(UNSAVED)
            elif name == text_tag:
                if not phonetic:
                    inline.extend(text)
                text.clear()
            elif name == formula_tag:
                text.clear()
            elif name == phonetic_tag:
                phonetic -= 1
            elif name == row_tag:
                self.whole_at = self.parser.CurrentByteIndex + len(ROW_END)
            elif name == data:
                self.inside = False
                self._outside(prefix)

        self.parser.StartElementHandler, self.parser.EndElementHandler, self.parser.CharacterDataHandler = start, end, text.append

    def _place(self, letters: str) -> Place:
        """Return a column's number and where its rows and values go."""
        column = number_of(letters)
        if column > LAST_COLUMN:
            raise ValueError(letters)
        cells = self.columns.setdefault(column, ColumnCells())
        place = self.places[letters] = (column, cells.rows.append, cells.values.append)
        return place

    def _letters(self, reference: str, row: int) -> str:
        """Return the letters of a cell's reference, which must lie in its row."""
        match = REFERENCE.fullmatch(reference)
        if match is None or int(match[2]) != row:
            raise damaged(self.name, f"{reference} in row {row}", self.title, reference if match else None)
        return match[1]

    def _converter(self) -> Callable[[str | None, str | None, str], Value | None]:
        """Return what turns the text of a value into the value; None where it is empty."""
        strings, shown, epoch_1904 = self.context.strings, self.context.shown, self.context.epoch_1904

        def convert(kind: str | None, style: str | None, text: str) -> Value | None:
            if kind is None or kind == "n":
                if not text.strip():
                    return None
                number = _number(text)
                return shown_value(number, shown[style], epoch_1904) if style is not None else number
            if kind == "s":
                number = int(text)
                if number < 0:
                    raise IndexError(number)
                return strings[number]
            if kind in {"str", "inlineStr"}:
                return clean_text(text)
            if kind == "b":
                return {"1": True, "0": False, "true": True, "false": False}[text.strip()]
            if kind == "e":
                return ErrorValue(text.strip() or "#")
            if kind == "d":
                return datetime.fromisoformat(text.strip().removesuffix("Z"))
            raise ValueError(kind)

        return convert

    def _area(self, reference: str) -> Area:
        first, _, last = reference.partition(":")
        corners = [REFERENCE.fullmatch(corner) for corner in (first, last or first)]
        if None in corners:
            raise damaged(self.name, f"mergeCell {reference}", self.title)
        (left, top), (right, bottom) = ((number_of(corner[1]), int(corner[2])) for corner in corners if corner)
        return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def finish(self, hidden: bool) -> SheetCells:
        """Return the sheet; refuse a cell that stands twice and cells that lie too far apart."""
        columns = {column: cells for column, cells in sorted(self.columns.items()) if cells.rows}
        if self.out_of_order:
            columns = {column: self._in_order(column, cells) for column, cells in columns.items()}
        self._check_spread(columns)
        filled = set().union(*(set(cells.rows) & self.hidden_rows for cells in columns.values())) if self.hidden_rows else set()
        covered = [column for column in columns if any(first <= column <= last for first, last in self.hidden_columns)]
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

    def _check_spread(self, columns: Mapping[int, ColumnCells]) -> None:
        if not columns:
            return
        top, bottom = min(cells.rows[0] for cells in columns.values()), max(cells.rows[-1] for cells in columns.values())
        if (bottom - top + 1) * (max(columns) - min(columns) + 1) > MOST_CELLS:
            lowest = max(column for column, cells in columns.items() if cells.rows[-1] == bottom)
            first = f"{letter_of(min(columns))}{top}"
            facts = {"first": first, "last": f"{letter_of(max(columns))}{bottom}", "most": MOST_CELLS}
            raise Refused(Code.CELLS_TOO_SPREAD, facts, self.title, f"{letter_of(lowest)}{bottom}")


def _number(text: str) -> int | float:
    """Return a number; Python reads underscores and the infinite and undefined ones too, which no cell can hold."""
    if "_" in text:
        raise ValueError(text)
    try:
        return int(text)
    except ValueError:
        number = float(text)
    if number - number != 0:
        raise ValueError(text)
    return number
