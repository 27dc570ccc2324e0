"""Find formulas that were saved without a result, as programs other than Excel save them; read as values, they would look like empty cells.

Enters: a workbook. Leaves: the addresses of such cells. Never: a formula's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.xml.functions import iterparse

FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
TEXT_RESULT: Final = "str"  # a text formula may have an empty text as its result, and that is a result

Address = tuple[int, int]


def find_unsaved_formulas(path: Path) -> dict[str, list[Address]]:
    """Return the cells whose formula has no saved result, as row and column from 1, by the title of their sheet.

    A sheet without formulas is searched as bytes and not parsed, so a workbook of values costs next to nothing.
    """
    reader = ExcelReader(path, read_only=True, keep_links=False)
    with reader.archive as archive:
        reader.read_manifest()
        reader.read_workbook()
        names = set(archive.namelist())
        parts = {str(sheet.name): archive.read(part.target) for sheet, part in reader.parser.find_sheets() if part.target in names}
    found = {title: list(_unsaved(content)) for title, content in parts.items() if FORMULA.search(content)}
    return {title: cells for title, cells in found.items() if cells}


def _unsaved(content: bytes) -> Iterator[Address]:
    """Walk over the cells of a sheet's XML; a row or cell that does not say where it stands follows the one before it."""
    row = column = 0
    for event, element in iterparse(BytesIO(content), events=("start", "end")):
        name = _name(element)
        if event == "start" and name == "row":
            row, column = int(element.get("r", row + 1)), 0
        elif event == "end" and name == "c":
            address = element.get("r")
            row, column = coordinate_to_tuple(address) if address else (row, column + 1)
            if _lacks_result(element):
                yield row, column
        elif event == "end" and name == "row":
            element.clear()


def _lacks_result(cell: Element) -> bool:
    parts = {_name(part): part for part in cell}
    if "f" not in parts:
        return False
    if cell.get("t") == TEXT_RESULT:
        return "v" not in parts
    return "v" not in parts or not parts["v"].text


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
