"""Find the sheets with parts that openpyxl may leave out of a copy.

Enters: a workbook's file. Leaves: names of sheets. Never: a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from openpyxl.packaging.relationship import get_dependents
from openpyxl.reader.excel import ExcelReader

from pipeline.workbooks.drop_downs import LISTS_TITLE

KEPT: Final = frozenset({"hyperlink", "comments", "vmlDrawing", "table", "printerSettings"})
"""Relations of a sheet that a copy has, or lacks without a difference. A text box is a drawing; pictures in headers are an element."""
LOST: Final = re.compile(rb"<legacyDrawingHF\b|<x14:(?:sparklineGroups|conditionalFormattings)\b")
LISTS: Final = re.compile(rb"<x14:dataValidation\b.*?</x14:dataValidation>", re.DOTALL)
"""How Excel saves a drop-down whose list is in another sheet."""
OURS: Final = f"{LISTS_TITLE}!".encode()


def sheets_with_lost_parts(source: Path) -> Iterator[str]:
    """Yield the sheets with charts, pictures, text boxes, controls, sparklines and the like, of which a copy may lack some."""
    reader = ExcelReader(source, keep_links=False)
    with reader.archive:
        reader.read_manifest()
        reader.read_workbook()
        for sheet, place in reader.parser.find_sheets():
            if place.target not in reader.valid_files:
                continue  # as openpyxl does
            content = reader.archive.read(place.target)
            own_lists = any(OURS not in found for found in LISTS.findall(content))
            if own_lists or LOST.search(content) or any(_is_lost(reader.archive, one) for one in _relations(reader.archive, place.target)):
                yield str(sheet.name)


def _relations(archive: ZipFile, part: str) -> list[Any]:
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels"
    return list(get_dependents(archive, path)) if path in archive.namelist() else []


def _is_lost(archive: ZipFile, relation: Any) -> bool:
    """Return whether a copy may lack what a sheet has; LibreOffice writes drawings without content, and a table may be filled by a query."""
    kind = relation.Type.rpartition("/")[2]
    if kind == "drawing":
        return b"Anchor" in archive.read(relation.target)
    return kind not in KEPT or (kind == "table" and bool(_relations(archive, relation.target)))
