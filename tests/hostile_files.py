"""Malicious and damaged files, each made here in code, with the reader's expected refusal.

Enters: nothing. Leaves: the bytes of a file. A workbook is built from its parts, so that each can be wrong separately.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import partial
from zipfile import ZIP_BZIP2, ZIP_STORED

from pipeline.input.excel.cells import letter_of
from pipeline.problems.model import Code
from tests.xlsx_parts import (
    BOOK,
    MAIN,
    OF_PACKAGE,
    SHEET,
    STRINGS,
    STYLES,
    TITLE,
    book,
    cell,
    many,
    packed,
    parts,
    relations,
    row,
    sheet,
    strings,
    styles,
    workbook,
)

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
ONE = row(1, cell("A1", "1"))
WHOLE = parts(ONE, strings=strings("<t>Beboere</t>"), styles=styles("General", "dd-mm-yyyy"))


def changed(**others: str | bytes) -> bytes:
    """Return the workbook that all others are made of, with other parts; see `xlsx_parts.parts`."""
    return workbook(ONE, **{"strings": WHOLE[STRINGS], "styles": WHOLE[STYLES]} | others)


def beside(name: str, content: bytes) -> bytes:
    """Return that workbook with one more part."""
    return packed(WHOLE | {name: content})


def rows(*lines: str) -> bytes:
    """Return that workbook with other rows."""
    return changed(sheet=sheet("".join(lines)))


def twice(name: str) -> bytes:
    """Return a workbook that holds a part two times, so that two readers may read two different workbooks."""
    other = f"{name[:-1]}_"  # of the same length; zipfile itself warns of a doubled name
    return packed(WHOLE | {other: WHOLE[name]}).replace(other.encode(), name.encode())


def lying_about_size() -> bytes:
    """Return an archive whose table of contents says that a large part is small."""
    large = sheet("<row>" + " " * 90_000 + "</row>")
    return changed(sheet=large).replace(struct.pack("<I", len(large)), struct.pack("<I", 100))


def encrypted() -> bytes:
    """Return an archive whose first part says that it is encrypted."""
    whole = bytearray(changed())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.index(signature) + offset
        whole[place] |= 1
    return bytes(whole)


def nested(depth: int) -> str:
    """Return XML that nests very deep."""
    return f'<workbook xmlns="{MAIN}">{"<a>" * depth}{"</a>" * depth}</workbook>'


@dataclass(frozen=True)
class Hostile:
    """A file and what is said of it; None where it is read."""

    content: bytes
    code: Code | None
    sheet: str | None = None
    cell: str | None = None


def hostile_files() -> dict[str, Hostile]:
    """Return every file by its name."""
    damaged = Code.FILE_DAMAGED
    stored = partial(packed, method=ZIP_STORED)
    merged = "<mergeCells>" + many(100_000, '<mergeCell ref="A#:B#"/>') + "</mergeCells>"
    hidden = "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 20_000 + "</cols>"
    wide = (cell(f"{letter_of(number)}1", "1") for number in range(1, 16_385))
    far = row(1_048_576, cell("XFD1048576", "1"))
    return {
        "zero bytes": Hostile(b"", Code.FILE_EMPTY),
        "a web page": Hostile(b"\r\n<!DOCTYPE html>\n<html lang='no'></html>", Code.FILE_NOT_WORKBOOK),
        "a text": Hostile("Område;Antal\r\nA;1".encode("latin-1"), Code.FILE_NOT_WORKBOOK),
        "a PDF": Hostile(b"%PDF-1.7\n", Code.FILE_NOT_WORKBOOK),
        "noise": Hostile(bytes(range(256)) * 64, Code.FILE_NOT_WORKBOOK),
        "xls": Hostile(COMPOUND + bytes(4096), Code.FILE_OLD),
        "a password": Hostile(COMPOUND + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512), Code.FILE_PASSWORD),
        "a label": Hostile(
            COMPOUND + bytes(512) + "EncryptedPackage".encode("utf-16-le") + "DRMEncryptedDataSpace".encode("utf-16-le"), Code.FILE_LABELLED
        ),
        "an encrypted part": Hostile(encrypted(), Code.FILE_PASSWORD),
        "xlsb": Hostile(beside("xl/workbook.bin", b"x"), Code.FILE_NOT_WORKBOOK),
        "ods": Hostile(beside("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), Code.FILE_NOT_WORKBOOK),
        "any zip": Hostile(packed({"readme.txt": b"x"}), Code.FILE_NOT_WORKBOOK),
        "cut off": Hostile(changed()[:-40], Code.FILE_TRUNCATED),
        "the beginning only": Hostile(changed()[:30], Code.FILE_TRUNCATED),
        "301 MB unpacked": Hostile(beside("xl/media/a", bytes(301_000_000)), Code.FILE_TOO_LARGE),
        "a bomb": Hostile(beside("xl/media/a", bytes(101_000_000)), Code.FILE_BOMB),
        "a bomb of a sheet": Hostile(rows("<row/>" * 17_000_000), Code.FILE_BOMB),
        "a small bomb of a sheet": Hostile(rows("<row/>" * 4_000_000), damaged, TITLE),
        "a small bomb of texts": Hostile(changed(strings=strings("<t/>" * 2_000_000)), None),
        "many rows": Hostile(stored(WHOLE | {SHEET: sheet("<row/>" * 1_048_577)}), damaged, TITLE),
        "a size that lies": Hostile(lying_about_size(), damaged),
        "bzip2": Hostile(packed(WHOLE, ZIP_BZIP2), damaged),
        "a part twice": Hostile(twice(BOOK), damaged),
        "billion laughs": Hostile(changed(book=LAUGHS + book()), Code.FILE_DOCTYPE),
        "an entity from outside": Hostile(changed(strings=OUTSIDE + "<sst><si><t>&x;</t></si></sst>"), Code.FILE_DOCTYPE),
        "a document type in a sheet": Hostile(changed(sheet=OUTSIDE + sheet()), Code.FILE_DOCTYPE),
        "a document type in styles": Hostile(changed(styles="<!DOCTYPE a><styleSheet/>"), Code.FILE_DOCTYPE),
        "a document type in UTF-16": Hostile(
            changed(sheet='<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><worksheet/>'.encode("utf-16")), Code.FILE_DOCTYPE
        ),
        "a document type in relations": Hostile(changed(of_package=f"<!DOCTYPE a>{WHOLE[OF_PACKAGE]}"), Code.FILE_DOCTYPE),
        "an unknown entity": Hostile(rows(row(1, cell("A1", "&x;", "str"))), damaged, TITLE, "A1"),
        "A1 and XFD1048576": Hostile(rows(ONE, far), Code.CELLS_TOO_SPREAD, TITLE, "XFD1048576"),
        "a number of a million digits": Hostile(rows(row(1, cell("B1", "9" * 1_000_000))), damaged, TITLE, "B1"),
        "no sheet's part": Hostile(packed({name: part for name, part in WHOLE.items() if name != SHEET}), damaged, TITLE),
        "a path out of the archive": Hostile(changed(of_book=relations(("worksheet", "../../../etc/passwd"))), damaged, TITLE),
        "nested deep": Hostile(changed(book=nested(10_000)), damaged),
        "100,000 sheets": Hostile(stored(WHOLE | {BOOK: book(f"A{number}" for number in range(100_000))}), damaged),
        "one text of 50 MB": Hostile(stored(WHOLE | {STRINGS: strings(f"<t>{'x' * 50_000_000}</t>")}), damaged),
        "100,000 merged areas": Hostile(stored(WHOLE | {SHEET: sheet(after=merged)}), None),
        "20,000 hidden columns": Hostile(stored(WHOLE | {SHEET: sheet(row(1, *wide), before=hidden)}), None),
    }
