"""Add to a workbook what helps while it is filled in: drop-downs, colours, what Excel refuses, and the sheet of counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.workbooks.cell_colours import colour_cells, name_lists
from pipeline.workbooks.control_sheet import add_control
from pipeline.workbooks.drop_downs import LISTS_TITLE, choice_lists, drop_downs
from pipeline.workbooks.laid_out import LaidOut, by_name


def add_checks(excel: Any, sheets: Sequence[LaidOut]) -> None:
    """Add the checks of every sheet, the sheet *Kontrol* and the hidden sheet of lists.

    Args:
        excel: A workbook with these sheets, and without checks.
        sheets: Where their columns are.
    """
    lists = choice_lists([one.sheet for one in sheets])
    named = name_lists(sheets, lists)
    for name in named.values():
        excel.defined_names[str(name.name)] = name
    others = by_name(sheets)
    for one in sheets:
        worksheet = excel[one.title]
        for validation in drop_downs(one, lists, others):
            worksheet.data_validations.append(validation)
        colour_cells(worksheet, one, named)
    add_control(excel, sheets, named)
    if lists:
        worksheet = excel.create_sheet(LISTS_TITLE)
        worksheet.sheet_state = "hidden"
        for row in range(max(map(len, lists))):
            worksheet.append([choices[row] if row < len(choices) else None for choices in lists])
