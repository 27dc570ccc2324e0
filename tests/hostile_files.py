"""Files that should harm nobody: each made in code, with the reason for which it must be refused, or none where it is read.

Enters: nothing. Leaves: `HOSTILE`, by name. Never: a file of somebody else's making.
"""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.problems import Code
from tests.xlsx_parts import (
    OF_PACKAGE,
    SHEET,
    STRINGS,
    TITLE,
    book,
    cell,
    many,
    packed,
    parts,
    relations,
    row,
    strings,
    workbook,
)

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCX = {OF_PACKAGE: relations(("officeDocument", "word/document.xml")), "word/document.xml": "<document/>"}
ODS = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<office/>"}


@dataclass(frozen=True)
class Hostile:
    """A file that somebody may send.

    Attributes:
        make: Returns its bytes.
        code: Why it is refused; None where it is read.
        cell: The cell that the refusal names; the sheet is then ``Ark``.
        sheet: The sheet that the refusal names.
    """

    make: Callable[[], bytes]
    code: Code | None
    cell: str | None = None
    sheet: str | None = None


def with_field(whole: bytes, name: str, offset: int, layout: str, value: int, local: int | None = None) -> bytes:
    """Overwrite a field of a part's entry in the archive's list, and in its own head where that has one."""
    content = bytearray(whole)
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(name.encode()))
    if local is not None:
        struct.pack_into(layout, content, struct.unpack_from("<I", content, entry + 42)[0] + local, value)
    struct.pack_into(layout, content, entry + offset, value)
    return bytes(content)


def lying(claimed: int, size: int = 50_000_000) -> bytes:
    """Return a workbook whose sheet says that it unpacks to few bytes and unpacks to many."""
    return with_field(workbook("x" * size), SHEET, 24, "<I", claimed, local=22)


def twice(name: bytes) -> bytes:
    """Return a workbook with a second first sheet under this name."""
    return packed({**parts(row(1, cell("A1", "1"))), SHEET.replace("1", "9"): "<worksheet/>"}).replace(b"sheet9.xml", name)


def many_parts(number: int, size: int) -> bytes:
    """Return a workbook among many other parts."""
    return packed({**parts(), **{f"x/{place}.bin": bytes(size) for place in range(number)}})


def noise(size: int) -> bytes:
    """Return bytes that mean nothing, always the same."""
    return random.Random(1).randbytes(size)  # noqa: S311


def noises(number: int, size: int) -> Iterator[bytes]:
    """Return many short noises."""
    chance = random.Random(2)  # noqa: S311
    return (chance.randbytes(size) for _ in range(number))


def filled(before: str = "", after: str = "", **others: str | bytes) -> bytes:
    """Return a workbook with one cell and something else."""
    return workbook(row(1, cell("A1", "1")), before=before, after=after, **others)


def marks(number: int) -> str:
    """Return combining marks in the order that takes longest to sort."""
    return "a" + "\u0301\u0323" * (number // 2)


CELLS_TOO_MANY = "".join(f'<row r="{place}"><c r="A{place}"/></row>' for place in (1, 1_048_577))
GOOD = workbook(row(1, cell("A1", "1"), cell("B1", "0", "s")), strings=strings("<t>Nørrebro</t>"))
LONG = "a" * 40_000

NO_WORKBOOKS = {
    "nothing": Hostile(lambda: b"", Code.FILE_EMPTY),
    "web page": Hostile(lambda: b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>404</html>", Code.FILE_NOT_WORKBOOK),
    "xhtml": Hostile(lambda: b'<?xml version="1.0"?><html xmlns="x"/>', Code.FILE_NOT_WORKBOOK),
    "text": Hostile(lambda: "Forum-id;Forum\r\nF-NOR;Nørrebro".encode("latin-1"), Code.FILE_NOT_WORKBOOK),
    "pdf": Hostile(lambda: b"%PDF-1.7\n%\xe2\xe3\0\n", Code.FILE_NOT_WORKBOOK),
    "noise": Hostile(lambda: noise(100_000), Code.FILE_NOT_WORKBOOK),
    "old": Hostile(lambda: COMPOUND + bytes(5000), Code.FILE_OLD),
    "password": Hostile(lambda: COMPOUND + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(5000), Code.FILE_PASSWORD),
    "xlsb": Hostile(lambda: packed({**parts(), "xl/workbook.bin": noise(100)}), Code.FILE_NOT_WORKBOOK),
    "ods": Hostile(lambda: packed(ODS), Code.FILE_NOT_WORKBOOK),
    "docx": Hostile(lambda: packed(DOCX), Code.FILE_NOT_WORKBOOK),
    "zip": Hostile(lambda: packed({"læs mig.txt": "hej"}), Code.FILE_NOT_WORKBOOK),
    "empty zip": Hostile(lambda: packed({}), Code.FILE_NOT_WORKBOOK),
    **{
        f"cut off at {tenths} tenths": Hostile(lambda tenths=tenths: GOOD[: len(GOOD) * tenths // 10], Code.FILE_TRUNCATED)
        for tenths in (1, 3, 5, 7, 9)
    },
    "last byte missing": Hostile(lambda: GOOD[:-1], Code.FILE_TRUNCATED),
    "end of the list missing": Hostile(lambda: GOOD[: GOOD.rindex(b"PK\5\6")], Code.FILE_TRUNCATED),
}

ARCHIVES = {
    "unpacks to 310 MB": Hostile(lambda: many_parts(31, 10_000_000), Code.FILE_TOO_LARGE),
    "unpacks 1000 times": Hostile(lambda: filled(after=" " * 20_000_000), Code.FILE_BOMB),
    "small parts, together a bomb": Hostile(lambda: many_parts(200, 900_000), Code.FILE_BOMB),
    "says it is small": Hostile(lambda: lying(200), Code.FILE_DAMAGED),
    "says it was packed less": Hostile(lambda: with_field(filled(after=" " * 20_000_000), SHEET, 20, "<I", 2_000_000), Code.FILE_BOMB),
    "encrypted part": Hostile(lambda: with_field(GOOD, SHEET, 8, "<H", 1, local=6), Code.FILE_PASSWORD),
    "unknown method": Hostile(lambda: with_field(GOOD, SHEET, 10, "<H", 99, local=8), Code.FILE_DAMAGED),
    "bzip2": Hostile(lambda: packed(parts(), zipfile.ZIP_BZIP2), Code.FILE_DAMAGED),
    "lzma": Hostile(lambda: packed(parts(), zipfile.ZIP_LZMA), Code.FILE_DAMAGED),
    "another part's place": Hostile(lambda: with_field(GOOD, SHEET, 42, "<I", 1 << 31), Code.FILE_DAMAGED),
    "broken sum": Hostile(lambda: with_field(GOOD, STRINGS, 16, "<I", 1, local=14), Code.FILE_DAMAGED),
    "part twice": Hostile(lambda: twice(b"sheet1.xml"), Code.FILE_DAMAGED),
    "part twice, other case": Hostile(lambda: twice(b"SHEET1.XML"), Code.FILE_DAMAGED),
    "20,000 parts": Hostile(lambda: many_parts(20_000, 1), Code.FILE_DAMAGED),
    "10,000 rels": Hostile(lambda: packed({**parts(), **{f"x/{n}.rels": "<a/>" for n in range(9_000)}}), None),
    "10,000 links to one": Hostile(
        lambda: filled(
            of_book=relations(("worksheet", "worksheets/sheet1.xml"), *[("externalLink", "externalLinks/externalLink1.xml")] * 10_000)
        ),
        None,
    ),
    "million names in the list": Hostile(lambda: GOOD + b"PK\1\2" * 1_000_000, Code.FILE_DAMAGED),
}

SIZES = {
    "A1 and XFD1048576": Hostile(lambda: workbook(row(1, cell("A1", "1")) + row(1_048_576, cell("XFD1048576", "1"))), Code.CELLS_TOO_SPREAD, "XFD1048576"),
    "nested in a sheet": Hostile(lambda: filled(after=many(300_000, '<a x="#">') + "</a>" * 300_000), None),
    "nested in rows": Hostile(lambda: workbook("<a>" * 300_000), Code.FILE_DAMAGED, sheet=TITLE),
    "nested in strings": Hostile(lambda: filled(strings=strings("<r>" * 1000)), Code.FILE_DAMAGED),
    "nested in a workbook": Hostile(lambda: filled(book="<workbook>" + "<a>" * 100_000), Code.FILE_DAMAGED),
    "100,000 sheets": Hostile(lambda: filled(book=book(map(str, range(100_000)))), Code.FILE_DAMAGED),
    "one part as two sheets": Hostile(
        lambda: filled(book=book(("1", "2")), of_book=relations(*[("worksheet", "worksheets/sheet1.xml")] * 2)), Code.FILE_DAMAGED, sheet="2"
    ),
    "shared string of 40,000": Hostile(lambda: filled(strings=strings(f"<t>{LONG}</t>")), Code.FILE_DAMAGED),
    "text of 50 MB": Hostile(lambda: packed(parts(row(1, f'<c r="A1" t="str"><v>{noise(25_000_000).hex()}</v></c>'))), Code.FILE_DAMAGED, "A1"),
    "number of 10 MB": Hostile(lambda: workbook(row(1, cell("A1", many(1_500_000, "#")))), Code.FILE_DAMAGED, "A1"),
    "attribute of 30 MB": Hostile(lambda: workbook(f'<row r="1" x="{noise(15_000_000).hex()}"/>'), Code.FILE_DAMAGED, sheet=TITLE),
    "comment of 30 MB": Hostile(lambda: workbook(f"<!-- {noise(15_000_000).hex()} -->"), Code.FILE_DAMAGED, sheet=TITLE),
    "comment before the root": Hostile(lambda: filled(styles=f"<!-- {noise(15_000_000).hex()} --><styleSheet/>"), Code.FILE_DAMAGED),
    "100,000 attributes": Hostile(lambda: workbook("<row " + many(20_000, 'a#="" ') + "/>"), None),
    "a million empty rows": Hostile(lambda: workbook(many(1_000_000, '<row r="#"/>') + row(1_000_001, cell("A1000001", "1"))), None),
    "a million hidden rows": Hostile(lambda: workbook(many(1_000_000, '<row r="#" hidden="1"/>')), None),
    "a million cells without value": Hostile(lambda: workbook(many(20_000, '<row r="#">' + "<c/>" * 50 + "</row>")), None),
    "time without end": Hostile(
        lambda: workbook("".join(f"<row>{'<c/>' * 4000}<!-- {word.hex()} --></row>" for word in noises(10_000, 80))), Code.FILE_TOO_SLOW
    ),
    "a million hidden columns": Hostile(
        lambda: workbook(row(1, "<c><v>1</v></c>" * 16_384), before=many(400_000, '<col min="1" max="16384" hidden="1" x="#"/>')), None
    ),
    "200,000 merged areas": Hostile(lambda: filled(after=many(200_000, '<mergeCell ref="A#:B#"/>')), Code.FILE_DAMAGED, sheet=TITLE),
    "a million styles": Hostile(
        lambda: filled(styles=f"<styleSheet><numFmts><numFmt numFmtId='164' formatCode='{'[' * 200_000}'/></numFmts><cellXfs>"
        + many(1_000_000, '<xf numFmtId="164" x="#"/>') + "</cellXfs></styleSheet>"), None
    ),
    "long formats": Hostile(lambda: filled(styles="<styleSheet><numFmts>" + many(180, f"<numFmt numFmtId='#' formatCode='{'[h' * 2500}'/>")
        + "</numFmts></styleSheet>"), None),
    "marks on a letter": Hostile(lambda: filled(strings=strings(*[f"<t>{marks(32_000)}</t>"] * 10)), Code.FILE_DAMAGED),
    "half a million properties": Hostile(
        lambda: packed({**parts(), "docProps/custom.xml": many(500_000, '<property name="#"><lpwstr>#</lpwstr></property>').join(["<Properties>", "</Properties>"])}),
        None,
    ),
}  # fmt: skip
HOSTILE = {**NO_WORKBOOKS, **ARCHIVES, **SIZES}
