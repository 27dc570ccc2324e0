"""The tags: figures in words, headings without a gap, and tables whose every cell knows its heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pikepdf

LEVELS: Final = {f"H{level}": level for level in range(1, 7)}


@dataclass
class Element:
    """One tag.

    Attributes:
        kind: Such as ``Table``.
        tag: As it stands in the file.
        children: The tags in it, in reading order.
    """

    kind: str
    tag: pikepdf.Object
    children: list[Element] = field(default_factory=list)

    def below(self) -> Iterator[Element]:
        """Yield all tags in it, in reading order."""
        for child in self.children:
            yield child
            yield from child.below()


def read_structure(document: pikepdf.Pdf) -> Element | None:
    """Return the root of the tags; None where there are none. Open the document as long as they are read."""
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
    """Yield what is wrong with the tags."""
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
    heads = {bytes(cell.tag.ID) for row in rows for cell in row if cell.kind == "TH" and "/ID" in cell.tag}
    for row_number, row in enumerate(rows, 1):
        for cell_number, cell in enumerate(row, 1):
            place = f"table {number}, row {row_number}, cell {cell_number}"
            attributes = cell.tag.get("/A", pikepdf.Dictionary())
            if cell.kind == "TH" and not ("/ID" in cell.tag and "/Scope" in attributes):
                yield f"{place}: the head does not say what it heads"
            if cell.kind == "TD":
                named = {bytes(head) for head in attributes.get("/Headers", pikepdf.Array())}
                if not named or not named <= heads:
                    yield f"{place}: the cell names no head of its table"
    widths = {sum(int(cell.tag.get("/A", pikepdf.Dictionary()).get("/ColSpan", 1)) for cell in row) for row in rows}
    if len(widths) != 1:
        yield f"table {number}: its rows have {' or '.join(map(str, sorted(widths)))} columns" if widths else f"table {number} has no rows"
