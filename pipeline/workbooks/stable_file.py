"""Saves a workbook so that the same content gives the same bytes.

Enters: a workbook ready to save. Leaves: an `.xlsx` file in which no clock is read: neither in its properties nor in its zip entries.
Never: a half-written file; the new one takes the old one's place when it is whole.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MOMENT: Final = (2026, 2, 2, 12, 0, 0)
MOMENT_TEXT: Final = b"2026-02-02T12:00:00Z"
CREATOR: Final = "boligsociale-rapporter"
PROPERTIES: Final = "docProps/core.xml"
STAMP: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def save_stable(excel: Any, path: Path, creator: str = CREATOR) -> None:
    """Save a workbook under this path, all times fixed."""
    excel.properties.creator = creator
    saved = BytesIO()
    excel.save(saved)
    partial = path.with_name(f"{path.name}.partial")
    with ZipFile(saved) as source, ZipFile(partial, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == PROPERTIES:
                content = STAMP.sub(rb"\g<1>" + MOMENT_TEXT, content)
            stable = ZipInfo(entry.filename, MOMENT)
            stable.compress_type = ZIP_DEFLATED
            stable.external_attr = 0o644 << 16
            target.writestr(stable, content)
    partial.replace(path)
