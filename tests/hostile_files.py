"""Files that mean harm, or were harmed: each made here in code, with what the reader says of it.

Enters: nothing. Leaves: the bytes of a file. A workbook is built from its parts, so that each can be wrong by itself.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

from pipeline.problems import Code

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = b'<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def sheet(data: str, around: str = "") -> bytes:
    """Return a sheet's XML."""
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{around}</worksheet>'.encode()


def parts(data: bytes | None = None, **changed: bytes) -> dict[str, bytes]:
    """Return a workbook's parts with one sheet; `changed` replaces parts by the last piece of their name without its ending."""
    whole = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets><sheet name="Ark1" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{RELATED}/sharedStrings" Target="sharedStrings.xml"/>'
            f'<Relationship Id="r3" Type="{RELATED}/styles" Target="styles.xml"/></Relationships>'
        ).encode(),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>Beboere</t></si></sst>'.encode(),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'.encode(),
        SHEET: data or sheet('<row r="1"><c r="A1"><v>1</v></c></row>'),
    }
    names = {name.rpartition("/")[2].partition(".")[0]: name for name in whole if not name.startswith(("[", "_", "xl/_"))}
    return whole | {names.get(key, key): value for key, value in changed.items()}


def zipped(content: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """Return the parts as an archive."""
    saved = BytesIO()
    with ZipFile(saved, "w", method) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return saved.getvalue()


def workbook(data: bytes | None = None, **changed: bytes) -> bytes:
    """Return a workbook with one sheet."""
    return zipped(parts(data, **changed))


def twice(name: str) -> bytes:
    """Return a workbook that holds a part two times, so that two readers may read two different workbooks."""
    other = f"{name[:-1]}_"  # of the same length; zipfile itself warns of a doubled name
    return zipped(parts() | {other: parts()[name]}).replace(other.encode(), name.encode())


def lying_about_size() -> bytes:
    """Return an archive whose table of contents says that a large part is small."""
    whole = bytearray(workbook(sheet("<row>" + " " * 90_000 + "</row>")))
    size = struct.pack("<I", len(sheet("<row>" + " " * 90_000 + "</row>")))
    return bytes(whole.replace(size, struct.pack("<I", 100)))


def encrypted() -> bytes:
    """Return an archive whose first part says that it is encrypted."""
    whole = bytearray(workbook())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.index(signature) + offset
        whole[place] |= 1
    return bytes(whole)


def nested(depth: int) -> bytes:
    """Return XML that nests very deep."""
    return f'<workbook xmlns="{MAIN}">'.encode() + b"<a>" * depth + b"</a>" * depth + b"</workbook>"


def many_rows(number: int) -> str:
    """Return rows without a cell."""
    return "<row/>" * number


@dataclass(frozen=True)
class Hostile:
    """A file and what is said of it; None where it is read."""

    content: bytes
    code: Code | None
    sheet: str | None = None
    cell: str | None = None


def hostile_files() -> dict[str, Hostile]:
    """Return every file by its name."""
    row = '<row r="{0}"><c r="{1}"{2}><v>{3}</v></c></row>'
    sheets = "".join(f'<sheet name="A{number}" sheetId="{number}" r:id="r1"/>' for number in range(100_000))
    damaged = Code.FILE_DAMAGED
    return {
        "zero bytes": Hostile(b"", Code.FILE_EMPTY),
        "a web page": Hostile(b"\r\n<!DOCTYPE html>\n<html lang='no'></html>", Code.FILE_NOT_WORKBOOK),
        "a text": Hostile("Område;Antal\r\nA;1".encode("latin-1"), Code.FILE_NOT_WORKBOOK),
        "a PDF": Hostile(b"%PDF-1.7\n", Code.FILE_NOT_WORKBOOK),
        "noise": Hostile(bytes(range(256)) * 64, Code.FILE_NOT_WORKBOOK),
        "xls": Hostile(COMPOUND + bytes(4096), Code.FILE_OLD),
        "a password": Hostile(COMPOUND + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512), Code.FILE_PASSWORD),
        "an encrypted part": Hostile(encrypted(), Code.FILE_PASSWORD),
        "xlsb": Hostile(workbook(**{"xl/workbook.bin": b"x"}), Code.FILE_NOT_WORKBOOK),
        "ods": Hostile(workbook(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), Code.FILE_NOT_WORKBOOK),
        "any zip": Hostile(zipped({"readme.txt": b"x"}), Code.FILE_NOT_WORKBOOK),
        "cut off": Hostile(workbook()[:-40], Code.FILE_TRUNCATED),
        "the beginning only": Hostile(workbook()[:30], Code.FILE_TRUNCATED),
        "301 MB unpacked": Hostile(zipped(parts() | {"xl/media/a": bytes(301_000_000)}), Code.FILE_TOO_LARGE),
        "a bomb": Hostile(zipped(parts() | {"xl/media/a": bytes(50_000_000)}), Code.FILE_BOMB),
        "a bomb of a sheet": Hostile(workbook(sheet(many_rows(4_000_000))), Code.FILE_BOMB),
        "many rows": Hostile(zipped(parts(sheet(many_rows(1_048_577))), ZIP_STORED), damaged, "Ark1"),
        "a size that lies": Hostile(lying_about_size(), damaged),
        "bzip2": Hostile(zipped(parts(), ZIP_BZIP2), damaged),
        "a part twice": Hostile(twice("xl/workbook.xml"), damaged),
        "billion laughs": Hostile(workbook(workbook=LAUGHS + parts()["xl/workbook.xml"]), Code.FILE_DOCTYPE),
        "an entity from outside": Hostile(workbook(sharedStrings=OUTSIDE + b"<sst><si><t>&x;</t></si></sst>"), Code.FILE_DOCTYPE),
        "a document type in a sheet": Hostile(workbook(OUTSIDE + sheet("")), Code.FILE_DOCTYPE),
        "a document type in styles": Hostile(workbook(styles=b"<!DOCTYPE a><styleSheet/>"), Code.FILE_DOCTYPE),
        "a document type in UTF-16": Hostile(
            workbook(('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><worksheet/>').encode("utf-16")), Code.FILE_DOCTYPE
        ),
        "a document type in relations": Hostile(
            zipped(parts() | {"_rels/.rels": b"<!DOCTYPE a>" + parts()["_rels/.rels"]}), Code.FILE_DOCTYPE
        ),
        "an unknown entity": Hostile(workbook(sheet('<row r="1"><c r="A1" t="str"><v>&x;</v></c></row>')), damaged, "Ark1", "A1"),
        "A1 and XFD1048576": Hostile(
            workbook(sheet(row.format(1, "A1", "", 1) + row.format(1048576, "XFD1048576", "", 1))),
            Code.CELLS_TOO_SPREAD,
            "Ark1",
            "XFD1048576",
        ),
        "a cell past the last column": Hostile(workbook(sheet(row.format(1, "XFE1", "", 1))), damaged, "Ark1"),
        "a cell past the last row": Hostile(workbook(sheet(row.format(1048577, "A1048577", "", 1))), damaged, "Ark1"),
        "a cell of another row": Hostile(workbook(sheet(row.format(2, "A3", "", 1))), damaged, "Ark1", "A3"),
        "a cell without a name": Hostile(workbook(sheet(row.format(2, "R2C1", "", 1))), damaged, "Ark1"),
        "a cell twice": Hostile(workbook(sheet(row.format(2, "A2", "", 1) * 2)), Code.CELL_TWICE, "Ark1", "A2"),
        "a text that is not there": Hostile(workbook(sheet(row.format(1, "B1", ' t="s"', 7))), damaged, "Ark1", "B1"),
        "a text before the first": Hostile(workbook(sheet(row.format(1, "B1", ' t="s"', -1))), damaged, "Ark1", "B1"),
        "1e999": Hostile(workbook(sheet(row.format(1, "B1", "", "1e999"))), damaged, "Ark1", "B1"),
        "nan": Hostile(workbook(sheet(row.format(1, "B1", "", "nan"))), damaged, "Ark1", "B1"),
        "1_000": Hostile(workbook(sheet(row.format(1, "B1", "", "1_000"))), damaged, "Ark1", "B1"),
        "an unknown type": Hostile(workbook(sheet(row.format(1, "B1", ' t="x"', 1))), damaged, "Ark1", "B1"),
        "a number of a million digits": Hostile(workbook(sheet(row.format(1, "B1", "", "9" * 1_000_000))), Code.FILE_BOMB),
        "a number of 5,000 digits": Hostile(workbook(sheet(row.format(1, "B1", "", "9" * 5_000))), damaged, "Ark1", "B1"),
        "no sheet's part": Hostile(zipped({name: part for name, part in parts().items() if name != SHEET}), damaged, "Ark1"),
        "a path out of the archive": Hostile(
            workbook(
                **{
                    "xl/_rels/workbook.xml.rels": parts()["xl/_rels/workbook.xml.rels"].replace(
                        b"worksheets/sheet1.xml", b"../../../etc/passwd"
                    )
                }
            ),
            damaged,
            "Ark1",
        ),
        "nested deep": Hostile(workbook(workbook=nested(10_000)), damaged),
        "100,000 sheets": Hostile(
            zipped(
                parts(workbook=f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{sheets}</sheets></workbook>'.encode()), ZIP_STORED
            ),
            damaged,
        ),
        "one text of 50 MB": Hostile(
            zipped(parts(sharedStrings=b"<sst><si><t>" + b"x" * 50_000_000 + b"</t></si></sst>"), ZIP_STORED), damaged
        ),
        "100,000 merged areas": Hostile(
            zipped(
                parts(sheet("", "<mergeCells>" + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 100_001)) + "</mergeCells>")),
                ZIP_STORED,
            ),
            None,
        ),
        "20,000 hidden columns": Hostile(
            zipped(
                parts(
                    f'<worksheet xmlns="{MAIN}"><cols>'.encode()
                    + b'<col min="1" max="16384" hidden="1"/>' * 20_000
                    + b'</cols><sheetData><row r="1">'
                    + b"".join(b'<c r="%s1"><v>1</v></c>' % letters(n) for n in range(1, 16_385))
                    + b"</row></sheetData></worksheet>"
                ),
                ZIP_STORED,
            ),
            None,
        ),
    }


def letters(number: int) -> bytes:
    """Return a column's letters."""
    text = ""
    while number:
        number, place = divmod(number - 1, 26)
        text = chr(65 + place) + text
    return text.encode()
