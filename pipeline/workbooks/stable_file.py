"""Save a workbook so that the same content gives the same bytes.

Enters: a workbook ready to save. Leaves: an `.xlsx` file with fixed times, both in its properties and in its zip entries.
Never: a half-written file; a complete one replaces the old one.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MOMENT: Final = (2026, 2, 2, 12, 0, 0)
MOMENT_TEXT: Final = b"2026-02-02T12:00:00Z"
CREATOR: Final = "boligsociale-rapporter"
PROPERTIES: Final = "docProps/core.xml"
STAMP: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def save_stable(excel: Any, path: Path, creator: str = CREATOR) -> None:
    """Save a workbook to this path, with fixed times."""
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(stable_bytes(excel, creator))
    partial.replace(path)


def stable_bytes(excel: Any, creator: str = CREATOR) -> bytes:
    """Return a workbook's bytes, with fixed times."""
    excel.properties.creator = creator
    stable = BytesIO()
    with TemporaryFile() as saved:
        excel.save(saved)
        with ZipFile(saved) as source, ZipFile(stable, "w") as target:
            for entry in source.infolist():
                named = ZipInfo(entry.filename, MOMENT)
                named.compress_type = ZIP_DEFLATED
                named.external_attr = 0o644 << 16
                named.file_size = entry.file_size
                if entry.filename == PROPERTIES:
                    target.writestr(named, STAMP.sub(rb"\g<1>" + MOMENT_TEXT, source.read(entry)))
                    continue
                with source.open(entry) as content, target.open(named, "w") as copy:  # a country's sheets are hundreds of megabytes
                    copyfileobj(content, copy)
    return stable.getvalue()
