"""Workbooks as written by common programs, each of which the reader must understand.

Enters: nothing. Leaves: `SAMPLES`, by name, and the one table that all but openpyxl's hold. Never: a damaged one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from pipeline.input.excel.cells import ErrorValue, PercentNumber
from tests.xlsx_parts import HEAD, MAIN, OFFICE, STRICT, packed, parts, parts_of, relations, row, strings, styles, workbook

TABLE: dict[str, Any] = {
    "B3": "Område",
    "C3": "Andel",
    "D3": "Dato",
    "B5": "Tingbjerg & Husum",
    "C5": PercentNumber(0.125),
    "D5": datetime(2011, 1, 1),  # noqa: DTZ001
    "B6": "fed og kursiv",
    "C6": ErrorValue("#DIV/0!"),
    "D6": True,
}
FORMATS = ("General", "0.0%", "dd-mm-yyyy")
TEXTS = ("<t>Område</t>", "<t>Andel</t>", "<t xml:space='preserve'> Dato </t>", "<t>Tingbjerg &amp; Husum</t>")
RICH = '<r><rPr><b/></rPr><t>fed</t></r><r><t xml:space="preserve"> og kursiv</t></r><rPh sb="0" eb="1"><t>uden lyd</t></rPh>'
SHARED = (
    row(3, '<c r="B3" t="s"><v>0</v></c>', '<c r="C3" t="s"><v>1</v></c>', '<c r="D3" t="s"><v>2</v></c>')
    + row(5, '<c r="B5" t="s"><v>3</v></c>', '<c r="C5" s="1"><v>0.125</v></c>', '<c r="D5" s="2"><v>40544</v></c>')
    + row(6, '<c r="B6" t="s"><v>4</v></c>', '<c r="C6" t="e"><f>1/0</f><v>#DIV/0!</v></c>', '<c r="D6" t="b"><v>1</v></c>')
)
AROUND = {
    "before": '<cols><col min="4" max="5" width="0"/></cols>',
    "after": '<mergeCells count="1"><mergeCell ref="B1:D2"/></mergeCells><extLst><ext uri="x"><x14:a xmlns:x14="x"/></ext></extLst>',
}


def excel() -> bytes:
    """Shared strings, rich text, phonetic text, a link to another workbook, custom properties."""
    links = relations(("externalLinkPath", "file:///C:/fælles/tal.xlsx", "External"))
    given = parts(SHARED, **AROUND, strings=strings(*TEXTS, RICH), styles=styles(*FORMATS))
    own = relations(
        ("worksheet", "worksheets/sheet1.xml"),
        ("sharedStrings", "sharedStrings.xml"),
        ("styles", "/xl/styles.xml"),
        ("externalLink", "externalLinks/externalLink1.xml"),
    )
    properties = (
        f'{HEAD}<Properties><property fmtid="x" pid="2" name="kontrol"><vt:lpwstr xmlns:vt="x">ja</vt:lpwstr></property></Properties>'
    )
    return packed(
        {
            **given,
            "xl/_rels/workbook.xml.rels": own,
            "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>',
            "xl/externalLinks/_rels/externalLink1.xml.rels": links,
            "docProps/custom.xml": properties,
        }
    )


def prefixed() -> bytes:
    """The same with a prefix on every element, as the Open XML SDK writes."""
    changed = {}
    for name, content in parts_of(excel()).items():
        text = content.decode()
        if MAIN in text:
            text = (
                text.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("<x:?", "<?").replace("<x:x14:", "<x14:")
            )
            text = text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
        changed[name] = text
    return packed(changed)


def strict() -> bytes:
    """The same in the namespaces of Strict Open XML, with the date as a text."""
    changed = {}
    for name, content in parts_of(excel()).items():
        text = content.decode().replace(MAIN, STRICT).replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
        changed[name] = text.replace('<c r="D5" s="2"><v>40544</v>', '<c r="D5" s="2" t="d"><v>2011-01-01T00:00:00Z</v>')
    return packed(changed)


def utf16() -> bytes:
    """The same in UTF-16."""
    return packed(
        {
            name: content.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
            for name, content in parts_of(excel()).items()
        }
    )


def without_references() -> bytes:
    """Cells and rows without addresses, texts in the cells, no styles but one, no shared strings."""
    texts = [f'<c t="inlineStr"><is>{text}</is></c>' for text in (*TEXTS, RICH)]
    rows = f"<row/><row/><row><c/>{''.join(texts[:3])}</row><row/>"
    rows += f'<row><c/>{texts[3]}<c s="1"><v>0.125</v></c><c s="2"><v>40544</v></c></row>'
    rows += f'<row><c/>{texts[4]}<c t="e"><v>#DIV/0!</v></c><c t="b"><v>1</v></c></row>'
    return workbook(rows, **AROUND, styles=styles(*FORMATS))


def openpyxl() -> bytes:
    """What openpyxl writes: dates, times, percents, formulas, rich text, merged and hidden cells, three sheets."""
    book = Workbook()
    first = book.worksheets[0]
    first.append(["Område", 1, 2.5, True, datetime(2020, 2, 29, 12, 30), time(7, 30), timedelta(hours=30)])  # noqa: DTZ001
    first.append(["=A1", "=1/0", "#N/A", CellRichText("fed ", TextBlock(InlineFont(b=True), "tekst")), "", None, "  å  "])
    first["H9"] = 0.5
    first["H9"].number_format = "0.00%"
    first.merge_cells("A12:C13")
    first.row_dimensions[9].hidden = True
    first.column_dimensions["B"].hidden = True
    book.create_sheet("Skjult").sheet_state = "veryHidden"
    book.create_chartsheet("Figur")
    whole = BytesIO()
    book.save(whole)
    return whole.getvalue()


SAMPLES: dict[str, Callable[[], bytes]] = {
    "Excel": excel,
    "prefixes": prefixed,
    "Strict": strict,
    "UTF-16": utf16,
    "no references": without_references,
    "openpyxl": openpyxl,
}
