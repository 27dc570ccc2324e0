"""What is wrong with a cell, or missing from it, as formulas that Excel calculates: from the schema, column by column.

Enters: a sheet of the schema. Leaves: for each column two formulas, used alike for the cells' colours, for what Excel refuses to take, and for the
counts on the sheet *Kontrol*. Never: a rule that `check` does not have; `check` decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.input.cell_values import IMPOSSIBLE, MARK, OUR_YEARS, WITHHELD
from pipeline.input.row_labels import FIRST, NOTES
from pipeline.input.schema.columns import Column, Kind, Sheet
from pipeline.input.schema.indicators import INDICATORS
from pipeline.input.validate.cells import longest_text

CELL: Final = re.compile(r"\[(\[?)(\w+)\]\]?")
LABEL: Final = 4
OUTSIDE: Final = "Uden_for_tabellen"
"""Name of the cells with the first letters of labels of rows that are none of the table's."""
OUTSIDE_LABELS: Final = tuple(dict.fromkeys(label[:LABEL].strip() for label in (*FIRST, *NOTES)))
BASES: Final = {indicator.count_name: indicator.base_name for indicator in INDICATORS}
FIRST_DAY: Final = f"DATE({OUR_YEARS[0]},1,1)"
LAST_DAY: Final = f"DATE({OUR_YEARS[-1]},12,31)"


@dataclass(frozen=True, slots=True)
class CellRule:
    """The formulas of one column.

    Both are true or a number above 0 where something is wrong. ``[name]`` stands for the cell of that column in the same row, ``[[name]]`` for the
    whole column.

    Attributes:
        column: The column.
        wrong: What the cell holds cannot be right.
        missing: The cell is empty and may not be; None where it may.
        beside: The row is none of the table: a total, or a note below it.
    """

    column: Column
    wrong: str
    missing: str | None
    beside: str


def cell_rules(sheet: Sheet, lists: Mapping[str, str]) -> Iterator[CellRule]:
    """Yield the formulas of every column of a sheet.

    Args:
        sheet: The sheet, with the columns that it has in the workbook.
        lists: A column's ``refers_to``, or its header where it has a closed list → name of the cells with what may stand there; what is absent is
            not checked.
    """
    filled, beside = filled_cells(sheet), _beside_the_table(sheet)
    names = {column.name for column in sheet.columns}
    for column in sheet.columns:
        own = f"[{column.name}]"
        parts = [part for part in (_by_kind(column, own, lists), *_beside(sheet, column, own, names)) if part]
        # A cell with an error value is wrong, whatever belongs there.
        wrong = f"IFERROR(IF(LEN({own})=0,FALSE,{'+'.join(parts) or 'FALSE'}),TRUE)"
        if column.exactly_where is not None:
            other, value = column.exactly_where
            text = next(text for text, own_value in sheet.column(other).choices.items() if own_value == value)
            wrong = f'IFERROR(({wrong})+((LEN({own})>0)<>(TRIM([{other}])="{text}"))*(LEN([{other}])>0),TRUE)'
        missing = f"IFERROR((LEN(TRIM({own}))=0)*(LEN({filled})>0),FALSE)" if column.required else None
        yield CellRule(column, wrong, missing, beside)


def filled_cells(sheet: Sheet) -> str:
    """Return a formula of all texts of a row together, empty in an empty row; columns that a person has deleted are none."""
    parts = (f'IFERROR([{column.name}],"")' if column.name in sheet.headed else f"[{column.name}]" for column in sheet.columns)
    return "&".join(parts)


def _beside_the_table(sheet: Sheet) -> str:
    """Return whether the first text of a row begins like that of a total or a note; what the check makes of it is seen there."""
    first, second, *_ = (*sheet.columns, *sheet.columns)
    return f"ISNUMBER(MATCH(TRIM(LEFT(TRIM([{first.name}]&[{second.name}]),{LABEL})),{OUTSIDE},0))"


def written_as(formula: str, cell: Callable[[str], str], column: Callable[[str], str]) -> str:
    """Return a formula with its places filled in.

    Args:
        formula: The formula.
        cell: Returns the address of a column's cell in the same row.
        column: Returns the address of a whole column.
    """
    return CELL.sub(lambda found: (column if found[1] else cell)(found[2]), formula)


def _by_kind(column: Column, own: str, lists: Mapping[str, str]) -> str:
    """Return what the cell's own content breaks."""
    first, last = OUR_YEARS[0], OUR_YEARS[-1]
    whole = f"(VALUE({own})<0)+(VALUE({own})<>INT(VALUE({own})))"
    formulas = {
        Kind.COUNT: whole,
        Kind.AMOUNT: whole,
        Kind.YEAR: f"(VALUE({own})<{first})+(VALUE({own})>{last})+(VALUE({own})<>INT(VALUE({own})))",
        Kind.SHARE: f"(VALUE({own})<0)+(VALUE({own})>1)",
        Kind.DATE: _date(own),
        Kind.EMAIL: f'ISERROR(FIND(".",{own},FIND("@",{own})))+(LEN({own})-LEN(SUBSTITUTE({own},"@",""))>1)+ISNUMBER(FIND(" ",TRIM({own})))',
        Kind.MARK: f'(UPPER(TRIM({own}))<>"{MARK.upper()}")',
        Kind.ID: f"(LEN({own})>{longest_text(column)})",
        Kind.TEXT: f"(LEN({own})>{longest_text(column)})",
    }
    if column.kind in {Kind.CHOICE, Kind.REFERENCE}:
        known = lists.get(column.refers_to or column.header)
        return f"(COUNTIF({known},{_plain(own)})=0)" if known else ""
    formula = formulas.get(column.kind, "")
    return f'IF((TRIM({own})="{WITHHELD}")+(TRIM({own})="{IMPOSSIBLE}"),0,{formula})' if column.withholdable else formula


def _plain(own: str) -> str:
    """Return a cell's text as what COUNTIF looks for: signs that it takes for a pattern or a comparison stand for themselves."""
    return f'"="&SUBSTITUTE(SUBSTITUTE(TRIM({own}),"*","~*"),"?","~?")'


def _date(own: str) -> str:
    """Return what breaks a date: a number outside our years, or a text that ends without the four digits of a year and begins without them."""
    ends, begins = (
        f'(ISERROR(FIND(MID({part},1,1),"12"))+ISERROR(FIND(MID({part},2,1),"0129"))+ISERROR(FIND(MID({part},3,1),"0123456789"))>0)'
        for part in (f"RIGHT(TRIM({own}),4)", f"LEFT(TRIM({own}),4)")
    )
    return f"IF(ISNUMBER({own}),({own}<{FIRST_DAY})+({own}>{LAST_DAY}),{ends}*{begins})"


def _beside(sheet: Sheet, column: Column, own: str, names: set[str]) -> Iterator[str]:
    """Yield what the cell breaks together with other cells: a base below its count, a day before the first, an id that is there twice."""
    base = BASES.get(column.name)
    if base in names:
        yield f"IFERROR((LEN([{base}])>0)*(VALUE({own})>VALUE([{base}])),0)"
    if column.name in BASES.values():
        yield f"IFERROR(VALUE({own})=0,0)"
    if column.after in names:
        yield f"IFERROR((LEN([{column.after}])>0)*({own}<=[{column.after}])*ISNUMBER({own})*ISNUMBER([{column.after}]),0)"
    key = [name for name in sheet.key if name in names]
    if key and column.name == (key[-1] if sheet.column(key[-1]).required else key[0]):
        pairs = ",".join(f'[[{name}]],[{name}]&""' for name in key)
        yield f"(COUNTIFS({pairs})>1)"
