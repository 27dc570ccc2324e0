"""Check a PDF's page content: each text and shape belongs to a tag that a screen reader reads, or is marked as decoration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pikepdf

from pipeline.releases.checks.pdf.structure import Element

SHOWS: Final = frozenset({"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"})
MARKS: Final = frozenset({"BMC", "BDC", "EMC"})
DECORATION: Final = "/Artifact"


def find_content_faults(document: pikepdf.Pdf, root: Element) -> Iterator[str]:
    """Yield what is drawn outside the tags, per page."""
    reached = {element.tag.objgen for element in root.below()}
    owners = _read_owners(root.tag)
    for number, page in enumerate(document.pages, 1):
        known = {mark for mark, tag in enumerate(owners.get(int(page.obj.get("/StructParents", -1)), ())) if tag in reached}
        bare, lost, mixed = _count_faults(page, known)
        if bare:
            yield f"page {number}: {bare} drawings are neither tagged nor decoration"
        if lost:
            yield f"page {number}: {lost} pieces of content belong to a tag that no reader meets"
        if mixed:
            yield f"page {number}: {mixed} times decoration and content are in one another"


def _read_owners(root: pikepdf.Object) -> dict[int, list[tuple[int, int]]]:
    """Return the tag of each mark, by the page's own key; a mark without a tag has (0, 0)."""
    numbers = list(root.ParentTree.Nums)
    return {
        int(key): [tag.objgen if isinstance(tag, pikepdf.Dictionary) else (0, 0) for tag in tags]
        for key, tags in zip(numbers[::2], numbers[1::2], strict=True)
        if isinstance(tags, pikepdf.Array)
    }


def _count_faults(page: pikepdf.Page, known: set[int]) -> tuple[int, int, int]:
    """Return how much of a page is drawn outside marks, in marks without a tag, and in nested marks of both kinds."""
    bare, lost, mixed = 0, 0, 0
    open_marks: list[str] = []  # names of the open marks, outermost first
    for instruction in pikepdf.parse_content_stream(page):
        action, operands = str(instruction.operator), instruction.operands
        if action in SHOWS:
            bare += not open_marks
        elif action == "EMC":
            open_marks.pop()
        elif action in MARKS:
            name = str(operands[0])
            mixed += any((DECORATION in {name, outer}) and name != outer for outer in open_marks)
            if name != DECORATION:
                mark = operands[1].get("/MCID", -1) if action == "BDC" and isinstance(operands[1], pikepdf.Dictionary) else -1
                lost += int(mark) not in known
            open_marks.append(name)
    return bare, lost, mixed
