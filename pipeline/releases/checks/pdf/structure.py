"""Check a PDF's tags: figures have alternative text, headings skip no level, and every table cell has its headers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pikepdf

from pipeline.render.table_heads import SpannedCell, heads_of, place_cells, row_widths

LEVELS: Final = {f"H{level}": level for level in range(1, 7)}


@dataclass
class Element:
    """One tag.

    Attributes:
        kind: For example ``Table``.
        tag: The tag as in the file.
        children: The tags in it, in reading order.
    """

    kind: str
    tag: pikepdf.Object
    children: list[Element] = field(default_factory=list)

    def below(self) -> Iterator[Element]:
        """Yield all tags inside it, in reading order."""
        for child in self.children:
            yield child
            yield from child.below()


def read_structure(document: pikepdf.Pdf) -> Element | None:
    """Return the root of the tags; None if there are none. Keep the document open while reading them."""
    root = document.Root.get("/StructTreeRoot")
    if root is None or not document.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False):
        return None
    return _read("", root)


def _read(kind: str, tag: pikepdf.Object) -> Element:
    kids = tag.get("/K", pikepdf.Array())
    items = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    tags = [item for item in items if isinstance(item, pikepdf.Dictionary) and "/S" in item]
    return Element(kind, tag, [_read(str(item.S)[1:], item) for item in tags])


def find_structure_faults(root: Element) -> Iterator[str]:
    """Yield the faults of the tags."""
    elements = list(root.below())
    figures = [element for element in elements if element.kind == "Figure"]
    for number, figure in enumerate(figures, 1):
        if not str(figure.tag.get("/Alt", "")).strip():
            yield f"figure {number} is not told in words"
    yield from _find_heading_faults([LEVELS[element.kind] for element in elements if element.kind in LEVELS])
    for number, table in enumerate((element for element in elements if element.kind == "Table"), 1):
        yield from _find_table_faults(number, table)


def _find_heading_faults(levels: list[int]) -> Iterator[str]:
    for before, level in zip([0, *levels], levels, strict=False):
        if level > before + 1:
            yield f"a heading of level {level} follows one of level {before}" if before else f"the first heading is of level {level}"
    if not levels:
        yield "there are no headings"


def _find_table_faults(number: int, table: Element) -> Iterator[str]:
    rows = [[cell for cell in row.children if cell.kind in {"TH", "TD"}] for row in table.below() if row.kind == "TR"]
    placed = place_cells([[_cell(cell) for cell in row] for row in rows])
    names = {place.source: bytes(rows[place.source[0]][place.source[1]].tag.get("/ID", b"")) for place in placed}
    for place in placed:
        row, column = place.source
        where = f"table {number}, row {row + 1}, cell {column + 1}"
        if place.cell.head not in {"", "Row", "Column"} or (place.cell.head and not names[place.source]):
            yield f"{where}: the head does not say what it heads"
        if not place.cell.head:
            heads = heads_of(place, placed)
            named = {bytes(name) for name in _attributes(rows[row][column]).get("/Headers", pikepdf.Array())}
            if {head.cell.head for head in heads} != {"Row", "Column"}:
                yield f"{where}: the cell has no head in one direction"
            elif named != {names[head.source] for head in heads}:
                yield f"{where}: the cell names other heads than those of its row and its column"
    widths = row_widths(placed)
    if len(widths) != 1:
        yield f"table {number}: its rows have {' or '.join(map(str, sorted(widths)))} columns" if widths else f"table {number} has no rows"


def _cell(cell: Element) -> SpannedCell:
    attributes = _attributes(cell)
    head = str(attributes.get("/Scope", "/?"))[1:] if cell.kind == "TH" else ""
    return SpannedCell(int(attributes.get("/ColSpan", 1)), int(attributes.get("/RowSpan", 1)), head)


def _attributes(cell: Element) -> pikepdf.Object:
    return cell.tag.get("/A", pikepdf.Dictionary())
