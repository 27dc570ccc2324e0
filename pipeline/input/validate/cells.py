"""Parse one column by its kind: every cell becomes a value of that kind or a problem with its address."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from unicodedata import category

import pandas as pd

from pipeline.input.cell_values import (
    IMPOSSIBLE,
    MARK,
    OUR_YEARS,
    WITHHELD,
    Wrong,
    advise_shown,
    as_shown,
    excel_text,
    number_of,
    show_cell,
    whole_value,
    year_of,
)
from pipeline.input.excel.cells import Covered, Marked, Value
from pipeline.input.schema.columns import Column, Kind
from pipeline.input.tables import RawTable
from pipeline.input.validate.advice import advise_choice, advise_dash, advise_date, advise_email, advise_number, advise_year
from pipeline.language.danish_dates import read_date
from pipeline.language.danish_numbers import Numeral, Style, decide_style
from pipeline.language.printable import one_line
from pipeline.language.typeface import missing_glyphs, replace_lookalikes
from pipeline.problems.model import Code, Phrase, Problem
from pipeline.problems.ranges import row_of
from pipeline.settings.email_address import ForeignLetters, UnfitAddress, encode_address

DASHES: Final = frozenset("-‐‑‒–—−")
LONGEST_TEXT: Final = 120
LONGEST_NOTE: Final = 1000
LARGEST: Final = 10**12 - 1  # kroner, above any budget; below it sums of many lines are exact in floats
SOFT: Final = "\n\r\t\N{SOFT HYPHEN}"  # line breaks within a note, and hyphenation
WITHOUT_VALUE: Final = {Code.VALUE_MISSING, Code.FORMULA_UNSAVED}  # problems without a value to show
NUMBERS: Final = {Kind.COUNT, Kind.AMOUNT, Kind.SHARE}


@dataclass(frozen=True, slots=True)
class Written:
    """How a whole column writes its values, which no single cell shows.

    Attributes:
        style: How it writes numbers as text; None if its cells contradict each other or leave it open.
        mixes_shares: It has plain numbers both up to 1 and above, so that each may be a share or a percent.
    """

    style: Style | None = Style.DANISH
    mixes_shares: bool = False


def _drop_unfinished(table: RawTable, problems: list[Problem]) -> list[Problem]:
    """Return the problems with one alone for each row that lacks its key and more: a formula dragged too far, a total without a label."""
    key = [name for name in table.sheet.key if table.sheet.column(name).required] or [table.sheet.columns[0].name]
    required = [column.name for column in table.sheet.columns if column.required and column.name in table.frame]
    if table.frame.empty or not set(key) <= set(table.frame):
        return problems
    empty = table.frame[required].isna()
    several = (empty.sum(axis=1) > len(key)) | (empty.all(axis=1) & table.frame.notna().any(axis=1))
    unfinished = empty.index[table.frame[key].isna().all(axis=1) & several]
    rows = {int(row) for row in unfinished if (row, key[0]) not in table.merged}
    kept = [problem for problem in problems if row_of(problem.place.cell or "") not in rows]
    for row in sorted(rows):
        filled = [column for column in table.sheet.columns if column.name in table.frame and table.frame.at[row, column.name] is not None]
        facts = {"key": table.sheet.column(key[0]).header, "column": filled[0].header}
        kept.append(Problem(Code.ROW_UNFINISHED, table.place(row, filled[0].name), facts))
    return kept


def _drop_struck(table: RawTable, problems: list[Problem]) -> list[Problem]:
    """Return the problems with one alone for each row that is marked from end to end, as a person strikes out what no longer applies."""
    rows = {row_of(problem.place.cell or "") for problem in problems if problem.code is Code.CELL_MARKED}
    struck = {}
    for row in sorted(rows & set(table.frame.index)):
        filled = {name: cell for name, cell in table.frame.loc[row].items() if cell is not None}
        if len(filled) > 1 and all(isinstance(cell, Marked) and cell.part in {"", cell.value} for cell in filled.values()):
            struck[row] = next(iter(filled))
    kept = [problem for problem in problems if row_of(problem.place.cell or "") not in struck]
    return [*kept, *(Problem(Code.ROW_STRUCK, table.place(row, first), {"row": row}) for row, first in struck.items())]


def parse_table(table: RawTable) -> tuple[pd.DataFrame, list[Problem]]:
    """Parse all columns of a raw table.

    Returns:
        A frame with the same index; numbers are floats with NaN where withheld or absent, all others objects with None where
        absent. Wrong cells are absent too, each with its problem.
    """
    problems: list[Problem] = []
    columns: dict[str, pd.Series] = {}
    for column in table.sheet.columns:
        if column.name in table.frame:
            values, wrong = _parse_column(table, column)
            columns[column.name] = pd.Series(values, index=table.frame.index, dtype=dtype_of(column))
            problems += wrong
        else:
            columns[column.name] = pd.Series([column.when_empty] * len(table.frame), index=table.frame.index, dtype=dtype_of(column))
    return pd.DataFrame(columns, index=table.frame.index), _drop_struck(table, _drop_unfinished(table, problems))


def dtype_of(column: Column) -> str:
    """Return the type of a parsed column: numbers are floats, for NaN is one."""
    return "float64" if column.kind in {Kind.COUNT, Kind.AMOUNT, Kind.SHARE, Kind.YEAR} else "object"


def look_at(cells: Iterable[object], column: Column) -> Written:
    """Return how a column writes its values."""
    if column.kind not in NUMBERS:
        return Written()
    cells = list(cells)
    texts = [cell for cell in cells if type(cell) is str]
    style = decide_style(texts, whole=column.kind is not Kind.SHARE) if texts else Style.DANISH
    if column.kind is not Kind.SHARE:
        return Written(style)
    numerals = (number_of(cell, style) for cell in cells if style or type(cell) is not str)
    plain = [numeral.value for numeral in numerals if numeral and not numeral.percent]
    return Written(style, any(0 < number <= 1 for number in plain) and any(number > 1 for number in plain))


def _parse_column(table: RawTable, column: Column) -> tuple[list[object], list[Problem]]:
    parse = PARSERS[column.kind]
    written = look_at(table.frame[column.name], column)
    values: list[object] = []
    problems: list[Problem] = []
    for row, cell in table.frame[column.name].items():
        try:
            if cell is None and (row, column.name) in table.merged:
                raise Wrong(Code.VALUE_MERGED)
            values.append(_parse_cell(cell, column, written, parse))
        except Wrong as wrong:
            values.append(None)
            facts = _facts(wrong.code, cell, column, written) | wrong.facts
            problems.append(Problem(wrong.code, table.place(int(str(row)), column.name), facts))
    return values, problems


def _facts(code: Code, cell: object, column: Column, written: Written) -> dict[str, object]:
    """Return the values for the message of a problem with a cell."""
    facts: dict[str, object] = {"column": column.header}
    if code not in WITHOUT_VALUE:
        facts["found"] = show_cell(cell)
    advice = _advice(code, cell, column, written)
    if advice:
        facts["advice"] = advice
    if code is Code.NOT_A_CHOICE:
        facts["choices"] = ", ".join(column.choices)
    if code is Code.NO_GLYPH:
        facts["characters"] = " ".join(missing_glyphs(replace_lookalikes(excel_text(cell))))
    if code is Code.TOO_LONG:
        facts["most"] = longest_text(column)
    if code is Code.TOO_LARGE:
        facts["most"] = len(str(LARGEST))
    return facts


def _advice(code: Code, cell: object, column: Column, written: Written) -> Phrase | None:
    """Return what to do about a cell, where it depends on what was typed."""
    plain = cell.value if isinstance(cell, Marked | Covered) else cell
    advisers: dict[Code, Callable[[], Phrase]] = {
        Code.DASH_IN_NUMBERS: lambda: advise_dash(column),
        Code.NOT_A_COUNT: lambda: advise_number(plain, column, written.style),
        Code.NOT_AN_AMOUNT: lambda: advise_number(plain, column, written.style),
        Code.NOT_A_DATE: lambda: advise_date(plain, column),
        Code.NOT_A_YEAR: lambda: advise_year(plain, column),
        Code.NOT_AN_EMAIL: lambda: advise_email(excel_text(plain)),
        Code.NOT_A_CHOICE: lambda: advise_choice(excel_text(plain), column),
    }
    return advisers[code]() if code in advisers else advise_shown(code, ours=True)


Parser = Callable[[object, Column, Written], object]


def _parse_cell(cell: Value | None, column: Column, written: Written, parse: Parser) -> object:
    value = as_shown(cell)
    if value is None:
        if column.required:
            raise Wrong(Code.VALUE_MISSING)
        return column.when_empty
    if column.withholdable and value in {WITHHELD, IMPOSSIBLE}:
        return float("nan")
    return parse(value, column, written)


def _text(cell: object, column: Column, _: Written) -> str:
    text = replace_lookalikes(excel_text(cell))
    text = text if _is_note(column) else one_line(text)
    if len(text) > longest_text(column):
        raise Wrong(Code.TOO_LONG)
    if any(category(character).startswith("C") and character not in SOFT for character in text):
        raise Wrong(Code.HIDDEN_CHARACTER)
    if missing_glyphs(text):
        raise Wrong(Code.NO_GLYPH)
    return text


def longest_text(column: Column) -> int:
    """Return how many characters a cell of a column may hold."""
    return LONGEST_NOTE if _is_note(column) else LONGEST_TEXT


def _is_note(column: Column) -> bool:
    """Return whether a column holds notes, which keep their line breaks; in a name a line break only fits it to its cell."""
    return column.name == "value"


def _numeral(cell: object, written: Written, wrong: Code) -> Numeral:
    if isinstance(cell, str) and cell in DASHES:
        raise Wrong(Code.DASH_IN_NUMBERS)
    numeral = number_of(cell, written.style)
    if numeral is None:
        raise Wrong(wrong)
    return numeral


def _whole(cell: object, written: Written, wrong: Code) -> float:
    numeral = _numeral(cell, written, wrong)
    value = whole_value(numeral)
    if numeral.percent or numeral.value.is_signed() or value is None:
        raise Wrong(wrong)
    if value > LARGEST:
        raise Wrong(Code.TOO_LARGE)
    return float(value)


def _count(cell: object, column: Column, written: Written) -> float:
    return _whole(cell, written, Code.NOT_A_COUNT)


def _amount(cell: object, column: Column, written: Written) -> float:
    return _whole(cell, written, Code.NOT_AN_AMOUNT)


def _share(cell: object, column: Column, written: Written) -> float:
    """Read a share: a percent, or a plain fraction if the column has nothing else; count over base confirms it (`check_rules`)."""
    numeral = _numeral(cell, written, Code.NOT_A_SHARE)
    if written.mixes_shares and not numeral.percent and numeral.value > 0:
        raise Wrong(Code.SHARE_OR_PERCENT)
    if not 0 <= numeral.value <= 1:
        raise Wrong(Code.NOT_A_SHARE)
    return float(numeral.value)


def _year(cell: object, column: Column, _: Written) -> float:
    year = year_of(cell, OUR_YEARS)
    if year is None:
        raise Wrong(Code.NOT_A_YEAR)
    return float(year)


def _date(cell: object, column: Column, _: Written) -> date:
    day = cell.date() if isinstance(cell, datetime) else read_date(cell) if isinstance(cell, str) else None
    if day is None or day.year not in OUR_YEARS:
        raise Wrong(Code.NOT_A_DATE)
    return day


def _choice(cell: object, column: Column, _: Written) -> str:
    by_text = {text.casefold(): value for text, value in column.choices.items()}
    value = by_text.get(one_line(excel_text(cell)).casefold())
    if value is None:
        raise Wrong(Code.NOT_A_CHOICE)
    return value


def _mark(cell: object, column: Column, _: Written) -> str:
    mark = one_line(excel_text(cell)).casefold()
    if mark != MARK:
        raise Wrong(Code.NOT_A_MARK)
    return mark


def _references(cell: object, column: Column, _: Written) -> tuple[str, ...]:
    references = tuple(one_line(part) for part in excel_text(cell).split(";") if part.strip())
    if column.required and not references:
        raise Wrong(Code.VALUE_MISSING)
    return references


def _email(cell: object, column: Column, _: Written) -> str:
    text = excel_text(cell)
    try:
        encode_address(text)
    except UnfitAddress as error:
        raise Wrong(Code.EMAIL_LETTERS if isinstance(error, ForeignLetters) else Code.NOT_AN_EMAIL) from error
    if len(text) > LONGEST_TEXT:
        raise Wrong(Code.NOT_AN_EMAIL)
    return text


PARSERS: dict[Kind, Parser] = {
    Kind.ID: _text,
    Kind.TEXT: _text,
    Kind.COUNT: _count,
    Kind.AMOUNT: _amount,
    Kind.SHARE: _share,
    Kind.YEAR: _year,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.REFERENCE: _text,
    Kind.REFERENCES: _references,
    Kind.EMAIL: _email,
    Kind.MARK: _mark,
}
