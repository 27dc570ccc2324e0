"""Set the header references of table cells in a tagged PDF, also where headers span rows or columns.

WeasyPrint sets them too, but is a column off after a cell that spans two rows, so that a screen reader would announce the wrong
header. Here all are set anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pydyf

from pipeline.render.references import at, below
from pipeline.render.table_heads import SpannedCell, heads_of, place_cells

COLUMN: Final = "Column"
ROW: Final = "Row"


def name_heads(pdf: pydyf.PDF, elements: Sequence[pydyf.Dictionary]) -> None:
    """Mark each header as a column or row header (in a table's head as a column's), and give each cell its headers."""
    for table in elements:
        if table["S"] == "/Table":
            rows = list(_rows(pdf, table))
            for head in (cell for row in rows for cell in row if cell["S"] == "/TH"):
                head["A"]["Scope"] = f"/{_way(pdf, head)}"
            placed = place_cells([[_cell(pdf, cell) for cell in row] for row in rows])
            tags = {place.source: rows[place.source[0]][place.source[1]] for place in placed}
            for place in placed:
                if not place.cell.head:
                    tags[place.source]["A"]["Headers"] = pydyf.Array(tags[head.source]["ID"] for head in heads_of(place, placed))


def _rows(pdf: pydyf.PDF, table: pydyf.Dictionary) -> Iterator[list[pydyf.Dictionary]]:
    for element in below(pdf, table):
        if element["S"] == "/TR":
            yield [cell for cell in (at(pdf, kid) for kid in element["K"]) if cell["S"] in {"/TH", "/TD"}]


def _cell(pdf: pydyf.PDF, tag: pydyf.Dictionary) -> SpannedCell:
    return SpannedCell(tag["A"].get("ColSpan", 1), tag["A"].get("RowSpan", 1), _way(pdf, tag) if tag["S"] == "/TH" else "")


def _way(pdf: pydyf.PDF, head: pydyf.Dictionary) -> str:
    row = at(pdf, head["P"])
    return COLUMN if at(pdf, row["P"])["S"] == "/THead" else ROW
