"""What Excel shows and refuses while somebody types: colours of cells that are wrong or missing, and messages. By the schema's rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.input.schema.columns import Column, Kind
from pipeline.workbooks.cell_rules import CellRule, cell_rules, written_as
from pipeline.workbooks.drop_downs import LAST_ROW, Choices, column_of_lists
from pipeline.workbooks.explain import CONTENTS
from pipeline.workbooks.laid_out import LaidOut, by_name

LAST_COLOURED: Final = 2000  # rows in which cells are coloured and counted
LONGEST_FORMULA: Final = 255  # Excel's limits for what it refuses to take
LONGEST_TITLE: Final = 32
WRONG_FILL, MISSING_FILL = "009B1C1C", "00FFE08A"
WRONG: Final = DifferentialStyle(font=Font(bold=True, color="FFFFFF"), fill=PatternFill(bgColor=WRONG_FILL))
MISSING: Final = DifferentialStyle(fill=PatternFill(bgColor=MISSING_FILL))
NO_NAME: Final = re.compile(r"\W+")
MAY_STAND: Final[Mapping[Kind, str]] = {
    **CONTENTS,
    Kind.ID: "Et id, der ikke står i en anden række.",
    Kind.TEXT: "En kortere tekst.",
    Kind.DATE: "En dato med fire cifre i året, som 31-12-2025. Slutter noget, slutter det efter, at det begyndte.",
}


def name_lists(sheets: Sequence[LaidOut], lists: Sequence[Choices]) -> dict[str, DefinedName]:
    """Return names for the cells with what may stand in a column, since Excel's colours may not refer to another sheet otherwise.

    Args:
        sheets: The workbook's sheets.
        lists: Columns of the hidden sheet, from `choice_lists`.

    Returns:
        By a column's ``refers_to``, or its header where it has a closed list. References to another workbook are left out.
    """
    named = {}
    others = by_name(sheets)
    for column in (column for one in sheets for column in one.sheet.columns):
        target, _, own = (column.refers_to or "").partition(".")
        if column.kind is Kind.CHOICE:
            cells = column_of_lists(lists, lists.index((column.header, *column.choices)))
            named[column.header] = _named(f"Valg_{column.header}", cells)
        elif column.refers_to and target in others:
            named[column.refers_to] = _named(f"Id_{others[target].sheet.title}", others[target].cells(own, LAST_COLOURED))
    return named


def _named(name: str, cells: str) -> DefinedName:
    return DefinedName(NO_NAME.sub("_", name), attr_text=cells)


def colour_cells(worksheet: Any, laid_out: LaidOut, lists: Mapping[str, DefinedName]) -> None:
    """Have Excel colour the cells of a sheet that are wrong or missing, and refuse what cannot be right where it is typed.

    Args:
        worksheet: The sheet.
        laid_out: Its columns.
        lists: From `name_lists`.
    """
    for rule in cell_rules(laid_out.sheet, {known: str(name.name) for known, name in lists.items()}):
        counts = f"*(1-{rule.beside})"
        letter, first = laid_out.letters[rule.column.name], laid_out.first
        for formula, style in ((rule.wrong, WRONG), (rule.missing, MISSING)):
            if formula is not None:
                area = f"{letter}{first}:{letter}{LAST_COLOURED}"
                worksheet.conditional_formatting.add(
                    area, Rule("expression", dxf=style, formula=[in_row(f"({formula}){counts}", laid_out)])
                )
        for refused in _refused(rule, laid_out):
            refused.add(f"{letter}{first}:{letter}{LAST_ROW}")
            worksheet.data_validations.append(refused)


def in_row(formula: str, laid_out: LaidOut) -> str:
    """Return a formula for the cells of the first row, which Excel moves along to the other rows."""
    letters, first = laid_out.letters, laid_out.first
    return written_as(
        formula, lambda name: f"${letters[name]}{first}", lambda name: f"${letters[name]}${first}:${letters[name]}${LAST_COLOURED}"
    )


def _refused(rule: CellRule, laid_out: LaidOut) -> Iterator[DataValidation]:
    """Yield what Excel does not take in a column; drop-downs refuse what is not on their list, and a long formula refuses nothing."""
    formula = f"NOT({in_row(rule.wrong, laid_out)})"
    if rule.column.kind not in {Kind.CHOICE, Kind.REFERENCE, Kind.REFERENCES} and len(formula) <= LONGEST_FORMULA:
        yield DataValidation(
            type="custom",
            formula1=formula,
            allow_blank=True,
            showErrorMessage=True,
            errorTitle=rule.column.header[:LONGEST_TITLE],
            error=_say(rule.column),
        )


def _say(column: Column) -> str:
    withheld = " Skriv .. (to punktummer), hvis kilden ikke oplyser tallet." if column.withholdable else ""
    beside = " Et antal er ikke større end sin basis." if column.name.endswith("_count") else ""
    return f"{MAY_STAND[column.kind]}{beside}{withheld}"
