"""Complete WeasyPrint's tags before the file is written.

Enters: a tagged PDF in WeasyPrint's own objects. Leaves: the same, with running headers marked as decoration, table headers marked as a
row's or column's, and the list that leads from a cell's reference to its header. Never: a visible change.
"""

from __future__ import annotations

from typing import Final

import pydyf

from pipeline.render.heads import name_heads
from pipeline.render.references import at, below

RUNNING: Final = pydyf.Dictionary({"Type": "/Pagination"})


def complete_structure(pdf: pydyf.PDF) -> None:
    """Complete the tags of a PDF before it is written."""
    root = at(pdf, pdf.catalog["StructTreeRoot"])
    elements = list(below(pdf, root))
    _release_running_heads(pdf, root, {element.reference for element in elements})
    name_heads(pdf, elements)
    _list_heads(pdf, root, elements)
    if "AF" in pdf.catalog:  # WeasyPrint lists each attachment twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _release_running_heads(pdf: pydyf.PDF, root: pydyf.Dictionary, reachable: set[bytes]) -> None:
    """Mark text of the page margins, whose tags belong to no tree, as decoration repeated on each page."""
    numbers = at(pdf, root["ParentTree"])["Nums"]
    for page_number, reference in enumerate(pdf.page_references):
        owners = numbers[2 * page_number + 1]
        loose = {mark for mark, owner in enumerate(owners) if owner not in reachable}
        stream = at(pdf, at(pdf, reference)["Contents"]).stream
        for place, part in enumerate(stream):
            if isinstance(part, pydyf.Dictionary) and part.get("MCID") in loose:
                stream[place - 1 : place + 1] = ["/Artifact", RUNNING]
        numbers[2 * page_number + 1] = pydyf.Array("null" if mark in loose else owner for mark, owner in enumerate(owners))


def _list_heads(pdf: pydyf.PDF, root: pydyf.Dictionary, elements: list[pydyf.Dictionary]) -> None:
    """Write the name tree from a header's identifier to the header, which PDF requires wherever identifiers are used."""
    heads = sorted(((element["ID"].data, element) for element in elements if "ID" in element), key=lambda head: head[0])
    if heads:
        names = pydyf.Array()
        for _, element in heads:
            names.extend([element["ID"], element.reference])
        tree = pydyf.Dictionary({"Names": names})
        pdf.add_object(tree)
        root["IDTree"] = tree.reference
