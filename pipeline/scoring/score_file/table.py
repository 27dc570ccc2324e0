"""Read a table from a workbook or a CSV file: headers, rows, and the address of every cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite, isnan
from pathlib import Path
from typing import Final

from pipeline.input.cell_values import Wrong, advise_shown, as_shown, number_of, show_cell
from pipeline.input.excel.cells import ColumnCells, Covered, ErrorValue, PercentNumber, Plain, SheetCells, Value, letter_of, unmarked
from pipeline.input.excel.limits import read_limited
from pipeline.input.excel.refused import Refused
from pipeline.input.headers import find_header_row, readings
from pipeline.input.markers import DEFAULT, Markers
from pipeline.language.danish_numbers import Style, decide_style
from pipeline.language.same_name import clean, fold
from pipeline.problems.closed import why_closed
from pipeline.problems.missing import column_missing, file_missing, sheet_missing
from pipeline.problems.model import Code, Phrase, Place, Problem
from pipeline.problems.rejected import InputRejected

LARGEST: Final = 200_000_000  # bytes of a CSV file
DELIMITERS: Final = ",;\t"
PLAIN: Final = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?")
PERCENT: Final = re.compile(r"%|pct(?!i?l)|pro ?cent|per ?cent(?!il)", re.IGNORECASE)  # headers of percent columns, not of percentiles


@dataclass(frozen=True)
class Table:
    """One table.

    Attributes:
        shown_as: The file in messages.
        sheet: The sheet's name; None for a CSV file.
        header_row: Excel's number of the row of headers.
        columns: Header → column number; of a repeated header the first, with the second in `repeated`.
        rows: Row number → column number → value; empty cells and empty rows are absent.
        point: Numbers have a decimal point, as in comma-separated CSV written by programs.
        markers: Signs instead of numbers.
    """

    shown_as: str
    sheet: str | None
    header_row: int
    columns: Mapping[str, int]
    rows: Mapping[int, Mapping[int, Value]]
    point: bool = False
    repeated: Mapping[str, int] = field(default_factory=dict)
    markers: Markers = field(default_factory=lambda: Markers(DEFAULT))

    def place(self, row: int, header: str) -> Place:
        """Return a cell's address."""
        return Place(self.shown_as, self.sheet, f"{letter_of(self.columns[clean(header)])}{row}")

    def cell(self, row: int, header: str) -> Value | None:
        """Return the value of a cell, None if it is empty."""
        return self.rows[row].get(self.columns[clean(header)])

    def value(self, row: int, header: str) -> Plain | None:
        """Return a cell's value as text, None if it is empty."""
        cell = self.cell(row, header)
        value = None if cell is None else unmarked(cell)
        return None if isinstance(value, Covered) else value

    def wrong(self, wrong: Wrong, row: int, header: str) -> Problem:
        """Return the problem of a cell that does not hold what its column requires."""
        advice = advise_shown(wrong.code, ours=False)
        facts = {"column": header, **({"advice": advice} if advice else {}), **wrong.facts}
        return Problem(wrong.code, self.place(row, header), facts)

    def covered(self, headers: Sequence[str]) -> list[Problem]:
        """Return a problem for each value of these columns that a merged area hides."""
        problems = []
        for row in self.rows:
            for header in headers:
                cell = self.cell(row, header)
                if isinstance(cell, Covered):
                    problems.append(self.wrong(Wrong(Code.CELL_COVERED, found=show_cell(cell), area=str(cell.area)), row, header))
        return problems

    def numbers(self, header: str, rows: Sequence[int], problems: list[Problem]) -> list[float]:
        """Return a column's numbers; NaN if a cell is empty or the source withholds it (``..``, ``.``).

        Text is read in the column's notation; anything that is not a number becomes a problem with its cell.
        """
        values = [self.markers.split(self.cell(row, header))[0] for row in rows]
        texts = [value for value in values if type(value) is str and value.strip()]
        style = None if self.point else decide_style(texts)
        self._refuse_mixed(values, rows, header, problems)
        numbers = [self._number(value, row, header, style, problems) for value, row in zip(values, rows, strict=True)]
        if PERCENT.search(header) and not any(map(_is_percent, values)):
            self._ask_for_unit(numbers, rows, header, problems)
        for row in self.markers.unclear(dict(zip(rows, numbers, strict=True))):
            facts = {"found": show_cell(self.value(row, header)), "column": header, "advice": Phrase("nines_score")}
            problems.append(Problem(Code.NUMBER_OR_MARK, self.place(row, header), facts))
        return numbers

    def _ask_for_unit(self, numbers: Sequence[float], rows: Sequence[int], header: str, problems: list[Problem]) -> None:
        """Report a percent column whose numbers are all up to 1, for the user to settle: 0.3 may be 30 % or 0.3 %."""
        some = {row: number for number, row in zip(numbers, rows, strict=True) if number and not isnan(number)}
        if some and all(abs(number) <= 1 for number in some.values()):
            row = next(iter(some))
            facts = {"found": show_cell(self.value(row, header)), "column": header}
            problems.append(Problem(Code.TABLE_PERCENT_OPEN, self.place(row, header), facts))

    def _refuse_mixed(self, values: Sequence[Value | None], rows: Sequence[int], header: str, problems: list[Problem]) -> None:
        """Refuse a column that mixes percents and plain numbers: 12.5 % beside 13.5 is 0.125 beside 13.5."""
        percent = {row: value for value, row in zip(values, rows, strict=True) if value is not None and _is_percent(value)}
        plain = [value for value in values if not _is_percent(value) and _is_numeric(value)]
        if percent and plain:
            for row, value in percent.items():
                facts = {"found": show_cell(value), "column": header}
                problems.append(Problem(Code.TABLE_PERCENT_MIXED, self.place(row, header), facts))

    def _number(self, cell: Value | None, row: int, header: str, style: Style | None, problems: list[Problem]) -> float:
        try:
            if isinstance(cell, ErrorValue):
                raise Wrong(Code.TABLE_NOT_A_NUMBER, found=str(cell))
            value = as_shown(cell)
            number = float("nan") if value is None else self._read(value, style)
        except Wrong as wrong:
            problems.append(self.wrong(wrong, row, header))
            return float("nan")
        return number

    def _read(self, value: Plain, style: Style | None) -> float:
        text = value.strip() if isinstance(value, str) else None
        if text == "":
            return float("nan")
        if text is not None and (self.point or style is Style.ENGLISH) and PLAIN.fullmatch(text):
            number = float(text)
        else:
            numeral = None if text is not None and self.point else number_of(value, style)
            number = float(numeral.value) if numeral is not None else float("inf")
        if not isfinite(number):
            raise Wrong(Code.TABLE_NOT_A_NUMBER, found=show_cell(value))
        return number


def read_table(path: Path, needed: Sequence[str], sheet: str | None = None) -> Table:
    """Read the table that has the needed columns.

    Args:
        path: A workbook (.xlsx, .xlsm) or a CSV file.
        needed: Headers; the first is that of the row ids.
        sheet: The sheet of a workbook; if absent, the first one with most of the headers.

    Raises:
        InputRejected: the file cannot be read, or a column is missing.
    """
    shown_as = path.name
    try:
        tables = _from_csv(path, needed) if path.suffix.lower() in {".csv", ".tsv", ".txt"} else _from_workbook(path, needed, sheet)
    except Refused as refused:
        raise InputRejected([Problem(refused.code, Place(shown_as, refused.sheet, refused.cell), refused.facts)]) from refused
    except FileNotFoundError as error:
        raise InputRejected([file_missing(path, shown_as)]) from error
    except OSError as error:
        raise InputRejected([Problem(Code.FILE_UNREADABLE, Place(shown_as), {"reason": why_closed(error)})]) from error
    if not tables:
        raise InputRejected([sheet_missing(Place(shown_as), sheet or "-", ())])
    table = max(tables, key=lambda one: len(set(map(clean, needed)) & set(one.columns)))
    missing = [header for header in dict.fromkeys(needed) if clean(header) not in table.columns]
    if missing:
        place = Place(shown_as, table.sheet, str(table.header_row))
        others = [header for header in table.columns if header not in set(map(clean, needed))]
        raise InputRejected([column_missing(place, header, others) for header in missing])
    if twice := [header for header in dict.fromkeys(needed) if clean(header) in table.repeated]:
        raise InputRejected([_twice(header, table) for header in twice])
    whole = [one for one in tables if all(clean(header) in one.columns for header in needed)]
    if len(whole) > 1:
        sheets = ", ".join(str(one.sheet) for one in whole)
        raise InputRejected([Problem(Code.TABLE_SHEETS_SEVERAL, Place(shown_as), {"sheets": sheets})])
    if not table.rows:
        raise InputRejected([Problem(Code.ROWS_MISSING, Place(shown_as, table.sheet))])
    if covered := table.covered(needed):
        raise InputRejected(covered)
    return table


def _from_csv(path: Path, needed: Sequence[str]) -> list[Table]:
    if path.stat().st_size > LARGEST:
        raise Refused(Code.FILE_TOO_LARGE, {"size": path.stat().st_size // 1_000_000, "most": LARGEST // 1_000_000})
    content = path.read_bytes()
    if not content.strip():
        raise Refused(Code.FILE_EMPTY)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # Excel's encoding for CSV on Windows
    if "\0" in text:
        raise Refused(Code.FILE_NOT_WORKBOOK, {"kind": Phrase("kind_unknown")})
    tables: list[Table] = []
    failed: list[csv.Error] = []
    for delimiter in sorted(DELIMITERS, key=text.count, reverse=True):
        try:
            tables.append(_split(path.name, text, delimiter, needed))
        except csv.Error as error:  # read with the wrong delimiter, a quoted cell looks damaged
            failed.append(error)
    if not tables or (failed and not any(clean(header) in table.columns for header in needed for table in tables)):
        raise Refused(Code.FILE_DAMAGED, {"part": path.name, "reason": Phrase("csv_quotes")})
    wanted = set(map(clean, needed))
    table = max(tables, key=lambda one: (len(wanted & set(one.columns)), len(one.columns)))
    _refuse_long_rows(table)
    return [table]


def _split(shown_as: str, text: str, delimiter: str, needed: Sequence[str]) -> Table:
    columns: dict[int, ColumnCells] = {}
    for row, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1):
        for column, value in enumerate(line, start=1):
            if value.strip():
                cells = columns.setdefault(column, ColumnCells())
                cells.rows.append(row)
                cells.values.append(value)
    return _table(shown_as, None, SheetCells("", False, dict(sorted(columns.items()))), needed, point=delimiter == ",")


def _refuse_long_rows(table: Table) -> None:
    """Refuse rows that are longer than the header: a decimal comma in comma-separated values shifts every number after it."""
    last = max((*table.columns.values(), *table.repeated.values()), default=0)
    problems = []
    for row, values in table.rows.items():
        beyond = min((column for column in values if column > last), default=None)
        if beyond is not None and len(values) > 1:
            place = Place(table.shown_as, table.sheet, f"{letter_of(beyond)}{row}")
            problems.append(Problem(Code.TABLE_ROW_TOO_LONG, place, {"found": show_cell(values[beyond])}))
    if problems and table.columns:
        raise InputRejected(problems)


def _from_workbook(path: Path, needed: Sequence[str], sheet: str | None) -> list[Table]:
    found = read_limited(path).sheets
    if sheet is not None:
        named = [cells for cells in found if fold(cells.title) == fold(sheet)]
        if not named:
            raise InputRejected([sheet_missing(Place(path.name), sheet, (cells.title for cells in found))])
        found = tuple(named)
    return [_table(path.name, cells.title, cells, needed) for cells in found]


def _table(shown_as: str, sheet: str | None, cells: SheetCells, needed: Sequence[str], *, point: bool = False) -> Table:
    """Return the table below the row with most of the needed headers."""
    header_row, heads = find_header_row(cells, needed, clean)
    first: dict[str, int] = {}
    again: dict[str, int] = {}
    for column, texts in heads.items():
        for name in readings(texts, clean):
            if first.setdefault(name, column) != column:
                again.setdefault(name, column)
    below = {row: values for row, values in cells.by_row().items() if row > header_row}
    return Table(shown_as, sheet, header_row, first, below, point, again)


def _twice(header: str, table: Table) -> Problem:
    name = clean(header)
    place = Place(table.shown_as, table.sheet, f"{letter_of(table.repeated[name])}{table.header_row}")
    return Problem(Code.COLUMN_TWICE, place, {"column": header, "first": f"{letter_of(table.columns[name])}{table.header_row}"})


def _is_numeric(value: Value | None) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int | float) or (type(value) is str and any(map(str.isdigit, value)))


def _is_percent(value: Value | None) -> bool:
    return isinstance(value, PercentNumber) or (type(value) is str and value.strip().endswith("%"))
