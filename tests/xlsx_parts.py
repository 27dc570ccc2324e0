"""Workbooks written part by part, for content that no program writes.

Enters: pieces of XML. Leaves: the bytes of a workbook. Never: openpyxl, which cannot write invalid content.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from pipeline.input.excel.cells import SheetCells, letter_of
from pipeline.input.excel.workbook import read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TITLE = "Ark"
SHEET, BOOK, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
OF_PACKAGE, OF_BOOK = "_rels/.rels", "xl/_rels/workbook.xml.rels"

Parts = dict[str, bytes]


def packed(parts: Mapping[str, bytes | str], method: int = ZIP_DEFLATED) -> bytes:
    """Return the parts as one archive."""
    whole = BytesIO()
    with ZipFile(whole, "w", method, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


def parts_of(whole: bytes) -> Parts:
    """Return an archive's parts."""
    with ZipFile(BytesIO(whole)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def relations(*targets: tuple[str, str] | tuple[str, str, str], office: str = OFFICE) -> str:
    """Return the relationships rId1, rId2, …: kind, target and, for a target outside the file, its mode."""
    lines = (
        f'<Relationship Id="rId{number}" Type="{office}/{kind}" Target="{target}" TargetMode="{"".join(mode) or "Internal"}"/>'
        for number, (kind, target, *mode) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{"".join(lines)}</Relationships>'


def sheet(rows: str = "", before: str = "", after: str = "") -> str:
    """Return a worksheet."""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def strings(*items: str) -> str:
    """Return shared strings, each the XML inside its ``<si>``."""
    return f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def styles(*formats: str) -> str:
    """Return styles 0, 1, 2, … with these number formats."""
    own = "".join(f"<numFmt numFmtId='{164 + number}' formatCode={quoteattr(code)}/>" for number, code in enumerate(formats))
    used = "".join(f'<xf numFmtId="{164 + number}"/>' for number in range(len(formats)))
    return f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'


def book(titles: Iterable[str] = (TITLE,), before: str = "") -> str:
    """Return a workbook's own part; the first sheet is rId1."""
    listed = "".join(f'<sheet name="{escape(title)}" sheetId="{place}" r:id="rId{place}"/>' for place, title in enumerate(titles, 1))
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheets>{listed}</sheets></workbook>'


def parts(rows: str = "", *, before: str = "", after: str = "", **others: str | bytes) -> dict[str, str | bytes]:
    """Return the parts of a workbook with one sheet.

    Args:
        rows: What stands in its ``<sheetData>``.
        before: What stands before it.
        after: What stands after it.
        others: Parts by the names above in small letters, such as ``strings``, instead of ordinary ones.
    """
    given = {SHEET: sheet(rows, before, after), BOOK: book(), OF_PACKAGE: relations(("officeDocument", "xl/workbook.xml"))}
    given[OF_BOOK] = relations(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml"))
    places = {"sheet": SHEET, "book": BOOK, "of_package": OF_PACKAGE, "of_book": OF_BOOK, "strings": STRINGS, "styles": STYLES}
    return {**given, **{places[name]: content for name, content in others.items()}}


def workbook(rows: str = "", **others: Any) -> bytes:
    """Return the bytes of a workbook with one sheet; see `parts`."""
    return packed(parts(rows, **others))


def cell(address: str, value: str, kind: str = "n", style: int | None = None) -> str:
    """Return a cell with a value."""
    styled = "" if style is None else f' s="{style}"'
    return f'<c r="{address}" t="{kind}"{styled}><v>{value}</v></c>'


def row(number: int, *cells: str) -> str:
    """Return a row of cells."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def many(number: int, text: str) -> str:
    """Return a text many times, ``#`` counting."""
    return "".join(text.replace("#", str(place)) for place in range(1, number + 1))


def values_of(sheet: SheetCells) -> dict[str, Any]:
    """Return a sheet's values by address."""
    return {
        f"{letter_of(column)}{number}": value
        for column, cells in sheet.columns.items()
        for number, value in zip(cells.rows, cells.values, strict=True)
    }


def read(rows: str = "", **others: Any) -> dict[str, Any]:
    """Return the values that are read from a workbook with one sheet; see `parts`."""
    return values_of(read_workbook(workbook(rows, **others)).sheets[0])
