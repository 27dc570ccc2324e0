"""What a file's name in a shared folder says: a workbook, a temporary file, a sign that somebody has a file open, or a conflict copy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pipeline.input.schema.workbooks import WORKBOOKS, list_filenames
from pipeline.language.language import N_
from pipeline.language.printable import printable

PASSED_OVER: Final = re.compile(
    r"\..*|~.*|lu\w+\.tmp|.*\.(tmp|partial|bak|lnk)|[0-9a-f]{8}|thumbs\.db|desktop\.ini",
    re.IGNORECASE,
)
"""Hidden files, locks and temporary files: LibreOffice saves as ``lu….tmp``, Excel as eight hexadecimal digits, and both rename."""
LOCK_OF_EXCEL: Final = "~$"
LOCK_OF_LIBREOFFICE: Final = re.compile(r"\.~lock\.(?P<file>.+)#")
SPREADSHEET: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
READ: Final = (*SPREADSHEET, ".toml", ".csv", ".pem", ".crt", ".cer")
"""Endings of files that the program may read or name; films and minutes that lie beside them are not copied."""
COPY: Final = re.compile(r"^(kopi af|copy of) | - (kopi|copy)\b|\((\d+|[^)]*(kopi|copy)[^)]*)\)$|\.sync-conflict-", re.IGNORECASE)
INPUT_NAMES: Final = frozenset(name for workbook in WORKBOOKS for name in list_filenames(workbook))
STEMS: Final = frozenset(Path(name).stem for name in INPUT_NAMES)
SOMEBODY: Final = N_("somebody")


def is_passed_over(name: str) -> bool:
    """Return whether a file is no input: hidden, temporary, a lock, a conflict copy, or of another kind."""
    return PASSED_OVER.fullmatch(name) is not None or not name.lower().endswith(READ) or is_conflict_copy(name)


def is_conflict_copy(name: str) -> bool:
    """Return whether a file is a second copy of a workbook beside it, as OneDrive, Dropbox, Nextcloud and people make them.

    ``indikatorer-PC0417.xlsx``, ``indikatorer (Annas modstridende kopi 2026-03-02).xlsx``, ``indikatorer - Kopi.xlsx``; also of settings and
    policies: ``kk-2011 - Kopi.toml``.
    """
    stem, ending = Path(name).stem, Path(name).suffix.lower()
    if ending in READ and COPY.search(stem):
        return True
    return ending in SPREADSHEET and name not in INPUT_NAMES and any(re.match(rf"{one}[\s.(_-]", stem, re.IGNORECASE) for one in STEMS)


def locked_file(name: str) -> str:
    """Return the file that a lock is of; empty if the name is no lock's."""
    if name.startswith(LOCK_OF_EXCEL):
        return name.removeprefix(LOCK_OF_EXCEL)
    match = LOCK_OF_LIBREOFFICE.fullmatch(name)
    return match["file"] if match else ""


def read_holder(name: str, content: bytes) -> str:
    """Return the person that a lock names; empty if it names none.

    Args:
        name: The lock's file name.
        content: Its bytes: of Excel a name after its length, in one byte a character and again in UTF-16 from byte 55; of LibreOffice
            ``name,user,computer,…``.
    """
    if name.startswith(LOCK_OF_EXCEL):
        length = int.from_bytes(content[55:57], "little")
        found = (
            content[57 : 57 + 2 * length].decode("utf-16-le", "replace")
            if length
            else content[1 : 1 + content[0]].decode("cp1252", "replace")
            if content
            else ""
        )
    else:
        found = next((part for part in content.decode("utf-8", "replace").split(",")[:2] if part.strip()), "")
    return printable(found.strip())[:80]
