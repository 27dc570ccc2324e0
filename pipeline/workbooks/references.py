"""Find whether anything in a workbook refers to the cells of a sheet.

Enters: a workbook without our own checks, and its file. Leaves: yes or no. Never: a change. Where it cannot be seen, as in INDIRECT, the answer is yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from openpyxl.worksheet.formula import ArrayFormula

SHOWN: Final = re.compile(r"<(?:\w+:)?f\b[^>]*>([^<]*)</|<worksheetSource\b[^>]*\bsheet=\"([^\"]*)\"")
"""Where a chart or a pivot table says what it shows."""
UNSEEN: Final = r"\bINDIRECT\(|'[^'!:]+:[^'!]+'!|\w:[\w.]+!"
"""Text that becomes a reference, and a range over several sheets, which counts those between its ends."""


def refers(book: Any, title: str, source: Path) -> bool:
    """Return whether a formula, name, table, list, colour, chart or pivot table of a workbook refers, or may refer, to the cells of a sheet."""
    quoted = re.escape(title.replace("'", "''"))
    reference = re.compile(rf"'{quoted}'!|(?<![\w.\]]){re.escape(title)}!|{UNSEEN}", re.IGNORECASE)
    found = chain(_in_sheets(book), _shown(source))
    return bool(book[title].tables) or any(reference.search(formula) for formula in found)


def formula_of(cell: Any) -> str:
    """Return a cell's formula; empty where it has none."""
    value = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
    return str(value) if cell.data_type == "f" else ""


def _in_sheets(book: Any) -> Iterator[str]:
    """Yield the formulas of cells, names, lists and colours."""
    for names in (book, *book.worksheets):
        yield from (name.attr_text or "" for name in names.defined_names.values())
    for sheet in book.worksheets:
        yield from (formula_of(cell) for row in sheet.iter_rows() for cell in row)
        yield from (str(formula) for one in sheet.data_validations.dataValidation for formula in (one.formula1, one.formula2))
        for rule in (rule for area in sheet.conditional_formatting for rule in area.rules):
            scales = (scale for scale in (rule.colorScale, rule.dataBar, rule.iconSet) if scale)
            yield from map(str, (*rule.formula, *(bound.val for scale in scales for bound in scale.cfvo)))


def _shown(source: Path) -> Iterator[str]:
    """Yield what charts and pivot tables show."""
    with ZipFile(source) as parts:
        for name in parts.namelist():
            if name.startswith(("xl/charts/", "xl/pivotCache/")):
                yield from (formula or f"'{sheet}'!" for formula, sheet in SHOWN.findall(parts.read(name).decode("utf-8", "replace")))
