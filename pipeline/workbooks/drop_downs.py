"""Drop-downs of a workbook: closed lists, and references to another sheet of the workbook.

Enters: sheets of the schema. Leaves: the lists for a hidden sheet, and Excel's validations that refer to them.
Never: a list inside the validation itself; Excel splits those at commas, which our themes contain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.input.schema.columns import Column, Kind, Sheet
from pipeline.workbooks.laid_out import LaidOut

Choices: TypeAlias = tuple[str, ...]

LISTS_TITLE: Final = "Lister"
LAST_ROW: Final = 1_048_576  # Excel's last: a list reaches as far as its table may grow


def choice_lists(sheets: Sequence[Sheet]) -> list[Choices]:
    """Return every closed list of these sheets once, preceded by its header."""
    lists = [(column.header, *column.choices) for sheet in sheets for column in sheet.columns if column.kind is Kind.CHOICE]
    return list(dict.fromkeys(lists))


def column_of_lists(lists: Sequence[Choices], place: int) -> str:
    """Return the address of one of the lists on the hidden sheet, without its header."""
    letter = get_column_letter(place + 1)
    return f"{quote_sheetname(LISTS_TITLE)}!{absolute_coordinate(f'{letter}2:{letter}{len(lists[place])}')}"


def drop_downs(laid_out: LaidOut, lists: Sequence[Choices], others: Mapping[str, LaidOut]) -> Iterator[DataValidation]:
    """Yield the validations of a sheet.

    Args:
        laid_out: The sheet.
        lists: Columns of the hidden sheet, from `choice_lists`.
        others: Every sheet in the workbook, by the schema's name.
    """
    for column in laid_out.sheet.columns:
        source = _source(column, lists, others)
        if source is not None:
            validation = DataValidation(
                type="list",
                formula1=source,
                allow_blank=not column.required,
                showErrorMessage=True,
                errorTitle=column.header,
                error="Vælg en værdi fra listen.",
            )
            letter = laid_out.letters[column.name]
            validation.add(f"{letter}{laid_out.first}:{letter}{LAST_ROW}")
            yield validation


def _source(column: Column, lists: Sequence[Choices], others: Mapping[str, LaidOut]) -> str | None:
    """Return the cells with a column's allowed values; None if the column is free or refers to another workbook."""
    if column.kind is Kind.CHOICE:
        return column_of_lists(lists, lists.index((column.header, *column.choices)))
    target, _, own = (column.refers_to or "").partition(".")
    if column.kind is Kind.REFERENCE and target in others:
        ids = others[target].cells(own, LAST_ROW)
        return f"OFFSET({ids.partition(':')[0]},0,0,MAX(1,COUNTA({ids})),1)"  # as many as there are now, so that the list has no empty end
    return None
