"""What WeasyPrint's tags lack, added before the file is written.

Enters: a tagged PDF in WeasyPrint's own objects. Leaves: the same, with running heads as decoration, heads of tables that say which way they
head, and the list by which a reader finds a head from the cell that names it. Never: a change of what is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pydyf

RUNNING: Final = pydyf.Dictionary({"Type": "/Pagination"})


def complete_structure(pdf: pydyf.PDF) -> None:
    """Complete the tags of a PDF that is about to be written."""
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    elements = list(_below(pdf, root))
    _release_running_heads(pdf, root, {element.reference for element in elements})
    _say_which_way(pdf, elements)
    _list_heads(pdf, root, elements)
    if "AF" in pdf.catalog:  # WeasyPrint names each attachment twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _at(pdf: pydyf.PDF, reference: bytes) -> pydyf.Dictionary:
    return pdf.objects[int(reference.split()[0])]


def _below(pdf: pydyf.PDF, parent: pydyf.Dictionary) -> Iterator[pydyf.Dictionary]:
    """Yield the structure elements under another, in reading order; numbers are marks in the page, not elements."""
    for kid in parent["K"]:
        if isinstance(kid, bytes) and "S" in (element := _at(pdf, kid)):
            yield element
            yield from _below(pdf, element)


def _release_running_heads(pdf: pydyf.PDF, root: pydyf.Dictionary, reachable: set[bytes]) -> None:
    """Turn text whose tag hangs in no tree, which is that of the page margins, into what it is: decoration that comes with each page."""
    numbers = _at(pdf, root["ParentTree"])["Nums"]
    for page_number, reference in enumerate(pdf.page_references):
        owners = numbers[2 * page_number + 1]
        loose = {mark for mark, owner in enumerate(owners) if owner not in reachable}
        stream = _at(pdf, _at(pdf, reference)["Contents"]).stream
        for place, part in enumerate(stream):
            if isinstance(part, pydyf.Dictionary) and part.get("MCID") in loose:
                stream[place - 1 : place + 1] = ["/Artifact", RUNNING]
        numbers[2 * page_number + 1] = pydyf.Array("null" if mark in loose else owner for mark, owner in enumerate(owners))


def _say_which_way(pdf: pydyf.PDF, elements: list[pydyf.Dictionary]) -> None:
    """Write whether a head is one of a column or one of a row: those in a table's head are of columns."""
    for element in elements:
        if element["S"] == "/TH":
            row = _at(pdf, element["P"])
            element["A"]["Scope"] = "/Column" if _at(pdf, row["P"])["S"] == "/THead" else "/Row"


def _list_heads(pdf: pydyf.PDF, root: pydyf.Dictionary, elements: list[pydyf.Dictionary]) -> None:
    """Write the name tree from a head's identifier to the head, which the format asks for as soon as there are identifiers."""
    heads = sorted(((element["ID"].data, element) for element in elements if "ID" in element), key=lambda head: head[0])
    if heads:
        names = pydyf.Array()
        for _, element in heads:
            names.extend([element["ID"], element.reference])
        tree = pydyf.Dictionary({"Names": names})
        pdf.add_object(tree)
        root["IDTree"] = tree.reference
