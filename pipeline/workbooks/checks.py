"""Add to a workbook what helps while it is filled in: drop-downs, colours, what Excel refuses, and the sheet of counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.workbook.defined_name import DefinedName

from pipeline.workbooks.cell_colours import colour_cells, name_lists
from pipeline.workbooks.cell_rules import OUTSIDE, OUTSIDE_LABELS
from pipeline.workbooks.control_sheet import add_control
from pipeline.workbooks.drop_downs import LISTS_TITLE, choice_lists, column_of_lists, drop_downs
from pipeline.workbooks.laid_out import LaidOut, by_name


def add_checks(excel: Any, sheets: Sequence[LaidOut]) -> None:
    """Add the checks of every sheet, the sheet *Kontrol* and the hidden sheet of lists.

    Args:
        excel: A workbook with these sheets, and without checks.
        sheets: Where their columns are.
    """
    lists = [*choice_lists([one.sheet for one in sheets]), (OUTSIDE, *OUTSIDE_LABELS)]
    named = name_lists(sheets, lists)
    outside = DefinedName(OUTSIDE, attr_text=column_of_lists(lists, len(lists) - 1))
    for name in (*named.values(), outside):
        excel.defined_names[str(name.name)] = name
    others = by_name(sheets)
    for one in sheets:
        worksheet = excel[one.title]
        for validation in drop_downs(one, lists, others):
            worksheet.data_validations.append(validation)
        colour_cells(worksheet, one, named)
    add_control(excel, sheets, named)
    worksheet = excel.create_sheet(LISTS_TITLE)
    worksheet.sheet_state = "hidden"
    for row in range(max(map(len, lists))):
        worksheet.append([choices[row] if row < len(choices) else None for choices in lists])
