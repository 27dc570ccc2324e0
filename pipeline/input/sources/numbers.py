"""Read a source's number columns: notation of numbers, markers used instead of numbers, and whether shares are fractions or percent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline.input.cell_values import Wrong, as_shown, number_of, show_cell, whole_value
from pipeline.input.excel.cells import ErrorValue, Plain, Value
from pipeline.input.markers import Markers
from pipeline.input.sources.model import Source, SourceColumn, extract
from pipeline.language.danish_numbers import Numeral, Style, decide_style, tells_apart
from pipeline.problems.model import Code, Phrase

LONGEST_MARK: Final = 12
PERCENT_UNITS: Final = ("percent", "%")
MOST: Final = 10**15  # above it a float cannot hold every whole number


@dataclass(frozen=True, slots=True)
class Read:
    """The content of a cell: a number or None, whether it is a percent by itself, and the source's mark."""

    number: Decimal | None
    percent: bool = False
    mark: str = ""


def not_a_value(column: SourceColumn, value: Plain) -> Wrong:
    """Return the error for a value of another kind."""
    kind = column.kind if column.kind not in {"id", "name"} else "text"
    return Wrong(Code.SOURCE_NOT_A_VALUE, found=show_cell(value), expected=Phrase(f"source_{kind}"))


class NumberReader:
    """Reads the cells of one column."""

    def __init__(self, source: Source, column: SourceColumn, style: Style) -> None:
        self.column = column
        self.style = style
        self.markers = Markers(source.markers_of(column))

    def numeral_text(self, cell: Value | None) -> str | None:
        """Return the text of a cell that may be a number, without a trailing mark; None for other cells."""
        value, _ = self._split(cell)
        return value if isinstance(value, str) and not isinstance(value, ErrorValue) else None

    def _split(self, cell: Value | None) -> tuple[Value | None, str]:
        """Return the value without its marker, and the marker's meaning; of a text the part that the pattern extracts."""
        value, mark = self.markers.split(cell)
        if self.column.pattern and isinstance(value, str) and not isinstance(value, ErrorValue):
            value, of_part = self.markers.split(extract(self.column, value))
            mark = of_part or mark
        return value, mark

    def read(self, cell: Value | None) -> Read:
        """Return the content of a cell; raises `Wrong`."""
        split, mark = self._split(cell)
        if isinstance(split, ErrorValue):
            raise Wrong(Code.SOURCE_ERROR_VALUE, found=str(split), advice=Phrase("error_number"))
        value = as_shown(split)
        if value is None:
            if mark or self.column.may_be_empty:
                return Read(None, False, mark)
            raise Wrong(Code.SOURCE_VALUE_MISSING, advice=Phrase("empty_number"))
        numeral = number_of(value, self.style)
        if numeral is None or numeral.provisional:
            raise self._no_number(value, marked=numeral is not None)
        return self._checked(numeral, value, mark)

    def _no_number(self, value: Plain, *, marked: bool) -> Wrong:
        short = isinstance(value, str) and len(value) <= LONGEST_MARK and not any(sign.isdigit() for sign in value)
        if value in self.markers.provisional or not (marked or short):  # a mark without its number, or no mark
            return not_a_value(self.column, value)
        return Wrong(Code.SOURCE_MARK_UNKNOWN, found=show_cell(value))

    def _checked(self, numeral: Numeral, value: Plain, mark: str) -> Read:
        number = numeral.value
        if numeral.percent and self.column.kind != "share":
            if self.column.kind != "number" or self.column.unit not in PERCENT_UNITS:
                raise Wrong(Code.SOURCE_NOT_A_VALUE, found=show_cell(value), expected=Phrase("source_not_percent"))
            return Read(number * 100, False, mark)
        counted = whole_value(numeral) if self.column.kind == "count" else number
        if counted is None or (self.column.kind == "count" and counted < 0) or abs(number) > MOST:
            raise not_a_value(self.column, value)
        number = counted
        return Read(number, numeral.percent, mark)

    def finish(self, read: Read, unit: str) -> int | float | None:
        """Return the number in the table's form: counts as ints, shares as fractions; raises `Wrong`.

        Args:
            read: The content of the cell.
            unit: For shares: the unit of the column's plain numbers, ``percent`` or ``fraction``.
        """
        number = read.number
        if number is None:
            return None
        if self.column.kind == "share":
            number = number / 100 if unit == "percent" and not read.percent else number
            if not 0 <= number <= 1:
                raise not_a_value(self.column, float(read.number or 0))
        number *= self.column.scale if self.column.scale is not None else 1
        return int(number) if self.column.kind == "count" and number == number.to_integral_value() else float(number)


def decide(source: Source, column: SourceColumn, texts: list[str]) -> Style | None:
    """Return how the column writes numbers as text: by the description, else by its texts; None if they leave it open."""
    if source.number_style is not None:
        return Style.DANISH if source.number_style == "danish" else Style.ENGLISH
    return decide_style(texts, whole=column.kind == "count")


def open_text(texts: dict[int, str]) -> tuple[int, str]:
    """Return the first text, with its row, that is a different number in each style."""
    return next((row, text) for row, text in texts.items() if tells_apart(text))


def share_unit(column: SourceColumn, reads: dict[int, Read]) -> tuple[str, tuple[int, ...]]:
    """Return the unit of a share column's plain numbers, and the rows that leave it open: two that contradict each other, or one.

    Numbers above 1 mean percent, if all of them are; 0.3 may be 30 % or 0.3 %; 0 is 0 either way.
    """
    if column.unit is not None:
        return column.unit, ()
    plain = {row: read.number for row, read in reads.items() if read.number and not read.percent}
    large = [row for row, number in plain.items() if number > 1]
    small = [row for row, number in plain.items() if number <= 1]
    return "percent", tuple(sorted((*large[:1], *small[:1]), reverse=True)) if small else ()
