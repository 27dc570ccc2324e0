"""A report's HTML as a flat list of headings, texts, tables and drawings: the same content for a typesetter that reads no HTML.

Enters: the HTML of `render_html`. Leaves: blocks that JSON can hold. Never: words for listeners alone, which no page shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree as ET

import tinyhtml5

Block = dict[str, Any]

SVG: Final = "{http://www.w3.org/2000/svg}"
DECLARED: Final = "{http://www.w3.org/2000/xmlns/}xmlns"
HEADINGS: Final = {f"h{level}": level for level in range(1, 5)}
TEXTS: Final = frozenset({"p", "li", "figcaption"})
BREAKS: Final = frozenset({"br", "p", "li", "figcaption", "div"})
SPOKEN: Final = "vh"  # the class of words for listeners

ET.register_namespace("", SVG.strip("{}"))


def read_blocks(html: str) -> list[Block]:
    """Return a report's content in the order of its pages."""
    body = tinyhtml5.parse(html, namespace_html_elements=False).find("body")
    return list(_blocks(body))


def _blocks(element: ET.Element) -> Iterator[Block]:
    for child in element:
        if child.tag in HEADINGS:
            yield {"kind": "heading", "level": HEADINGS[child.tag], "text": _text(child)}
        elif child.tag == "table":
            yield _table(child)
        elif child.tag == f"{SVG}svg":
            yield {"kind": "drawing", **_drawing(child)}
        elif child.tag in TEXTS and not any(inner.tag in TEXTS for inner in child.iter() if inner is not child):
            if text := _text(child):
                yield {"kind": "text", "text": text}
            yield from ({"kind": "drawing", **_drawing(drawing)} for drawing in child.iter(f"{SVG}svg"))
        else:
            yield from _blocks(child)


def _table(table: ET.Element) -> Block:
    """Return a table's rows, those of its head apart; every cell with its spans, and its drawing where it has one."""
    heads = [_row(row) for row in table.iterfind("thead/tr")]
    rows = [_row(row) for row in (*table.iterfind("tbody/tr"), *table.iterfind("tr"))]
    return {"kind": "table", "columns": sum(cell["colspan"] for cell in (heads or rows)[0]), "heads": heads, "rows": rows}


def _row(row: ET.Element) -> list[Block]:
    return [
        {
            "text": _text(cell),
            "colspan": int(cell.get("colspan", "1")),
            "rowspan": int(cell.get("rowspan", "1")),
            "number": "n" in cell.get("class", "").split(),
            "drawings": [_drawing(drawing) for drawing in cell.iter(f"{SVG}svg")],
        }
        for cell in row
    ]


def _drawing(svg: ET.Element) -> Block:
    """Return a drawing as text, with its name; the document's typeface has another name outside the document."""
    title = svg.find(f"{SVG}title")
    svg.attrib.pop(DECLARED, None)  # the parser keeps it beside the namespace itself, and once is enough
    code = ET.tostring(svg, encoding="unicode").replace('font-family="Report"', 'font-family="Source Sans Pro"')
    return {"svg": code, "alt": "" if title is None else title.text or ""}


def _text(element: ET.Element) -> str:
    return re.sub(r"\s+", " ", "".join(_texts(element))).strip()


def _texts(element: ET.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if not child.tag.startswith(SVG) and SPOKEN not in child.get("class", "").split():
            apart = child.tag in BREAKS or "sub" in child.get("class", "").split()
            yield " " if apart else ""
            yield from _texts(child)
            yield " " if apart else ""
        yield child.tail or ""
