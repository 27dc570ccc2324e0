"""Signs instead of numbers: ``..``, ``-999`` or ``#NUM!``, and what a source means by them. Shared by sources and scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from pipeline.input.cell_values import IMPOSSIBLE, WITHHELD, text_of
from pipeline.input.excel.cells import ErrorValue, Marked, Value
from pipeline.language.same_name import fold
from pipeline.settings.markers import Meaning

DEFAULT: Final[Mapping[str, Meaning]] = {WITHHELD: "withheld", IMPOSSIBLE: "not_possible"}
NUMBERS: Final = frozenset({"provisional", "number"})  # meanings that leave a number what it is
NINES: Final = frozenset(-(10**digits - 1) for digits in range(3, 10))  # -999, -9999, …: in many files a number that is missing
POSITIVE_NINES: Final = frozenset(-number for number in NINES if number < -999)  # 9999, …; 999 is an ordinary count


class Markers:
    """The markers of a column."""

    def __init__(self, markers: Mapping[str, Meaning]) -> None:
        self.meanings = {fold(mark): meaning for mark, meaning in markers.items()}
        self.some_are_numbers = any(any(map(str.isdigit, mark)) for mark in self.meanings)  # else numbers need not be looked up
        self.provisional = sorted((mark for mark, meaning in markers.items() if meaning == "provisional" and mark), key=len, reverse=True)

    def split(self, cell: Value | None) -> tuple[Value | None, str]:
        """Return the value that a cell's marker leaves, and the marker's meaning; the cell itself and "" if it has none."""
        value = cell.value if isinstance(cell, Marked) and cell.part in self.provisional else cell
        meaning = self._meaning(value)
        if meaning is not None and meaning not in NUMBERS:
            return 0 if meaning == "nil" else None, meaning
        if isinstance(value, str) and not isinstance(value, ErrorValue):
            for mark in self.provisional:
                if value.endswith(mark) and value != mark:
                    return value.removesuffix(mark).rstrip(), "provisional"
        return value, ""

    def unclear(self, numbers: Mapping[int, float | Decimal]) -> list[int]:
        """Return the rows with -999, 9999 and the like that may say that a number is missing.

        They are numbers if the description says so, if another one is negative and at least a tenth as large, or, over zero, if no other
        row of the column has the same.

        Args:
            numbers: Row → number.
        """
        negative = {row: number for row, number in numbers.items() if number < 0}
        least = min((number for number in negative.values() if number not in NINES), default=0)
        nines = {row: number for row, number in negative.items() if number in NINES and self._meaning(int(number)) != "number"}
        positive = {row: number for row, number in numbers.items() if number in POSITIVE_NINES and self._meaning(int(number)) != "number"}
        often = Counter(positive.values())
        return [
            *(row for row, number in nines.items() if least * 10 > number),
            *(row for row, number in positive.items() if often[number] > 1),
        ]

    def _meaning(self, value: Value | None) -> str | None:
        if value is not None and not isinstance(value, str if not self.some_are_numbers else str | int | float):
            return None
        return self.meanings.get(fold(str(value) if isinstance(value, ErrorValue) else text_of(value).strip()))
