"""The same drawing in fewer bytes.

WeasyPrint puts every sign and every centred label of a chart into a form of its own, whose head is longer than what it draws: a report on
many areas has a thousand of them. Here they are drawn where they are used. Never: a change of what is seen, which the tests compare, and
nothing at all where something is translucent or has patterns of its own, since only there a form is more than what it draws.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pydyf

DRAWN: Final = re.compile(rb"/(\w+) Do")
OPAQUE: Final = ({"ca": 1}, {"CA": 1})


def draw_forms_in_place(pdf: pydyf.PDF) -> None:
    """Draw each form of a page where the page uses it; patterns keep theirs, as they are repeated."""
    pages = [_at(pdf, reference) for reference in pdf.page_references]
    shared = _at(pdf, pages[0]["Resources"])  # WeasyPrint gives all pages the same
    forms = list(_forms(pdf, shared))
    if not (_is_opaque(shared) and all(_is_plain(pdf, form) for form in forms)):
        return
    for page in pages:
        stream = _at(pdf, page["Contents"])
        stream.stream = list(_in_place(pdf, stream.stream, shared))
    for form in forms:
        own = _at(pdf, form.extra["Resources"])
        shared["ExtGState"].update(own["ExtGState"])
        _forget(pdf, own)
        _forget(pdf, form)
    shared["XObject"].clear()


def _at(pdf: pydyf.PDF, reference: bytes) -> pydyf.Object:
    return pdf.objects[int(reference.split()[0])]


def _forms(pdf: pydyf.PDF, resources: pydyf.Dictionary) -> Iterator[pydyf.Stream]:
    """Yield what can be drawn by its name, and what that can draw."""
    for reference in resources["XObject"].values():
        form = _at(pdf, reference)
        yield form
        if "Resources" in form.extra:
            yield from _forms(pdf, _at(pdf, form.extra["Resources"]))


def _is_plain(pdf: pydyf.PDF, form: pydyf.Stream) -> bool:
    """Whether a form is no more than what it draws: no picture, nothing translucent, no pattern or shading under a name of its own."""
    if form.extra["Subtype"] != "/Form":
        return False
    own = _at(pdf, form.extra["Resources"])
    return not own["Pattern"] and not own["Shading"] and _is_opaque(own)


def _is_opaque(resources: pydyf.Dictionary) -> bool:
    return all(state in OPAQUE for state in resources["ExtGState"].values())


def _in_place(pdf: pydyf.PDF, parts: list[object], resources: pydyf.Dictionary) -> Iterator[object]:
    """Yield a drawing in which the forms' own drawings, cut at their edges, stand instead of their names."""
    for part in parts:
        name = DRAWN.fullmatch(part) if isinstance(part, bytes) else None
        if name is None:
            yield part
            continue
        form = _at(pdf, resources["XObject"][name[1].decode()])
        left, bottom, right, top = form.extra["BBox"]
        box = pydyf.Stream()
        box.push_state()
        box.rectangle(left, bottom, right - left, top - bottom)
        box.clip()
        box.end()
        yield from box.stream
        yield from _in_place(pdf, form.stream, _at(pdf, form.extra["Resources"]))
        yield b"Q"


def _forget(pdf: pydyf.PDF, item: pydyf.Object) -> None:
    """Leave an empty place: the others are named by their numbers."""
    empty = pydyf.Array()
    empty.number = item.number
    pdf.objects[item.number] = empty
