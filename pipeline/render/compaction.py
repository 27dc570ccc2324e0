"""Make a PDF's drawings smaller without changing them.

WeasyPrint puts every glyph and every centred label of a chart into a form XObject, whose header is longer than its content: a report on
many areas has a thousand of them. Here they are inlined where they are used, and patterns that repeat the same glyph share it.
Never: a visible change, which the tests check. The PDF is left as it is if any form has transparency or a pattern of its own, since only
such a form is more than its content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pydyf

from pipeline.render.references import at

DRAWN: Final = re.compile(rb"/(\w+) Do")
OPAQUE: Final = ({"ca": 1}, {"CA": 1})


def compact_drawings(pdf: pydyf.PDF) -> None:
    """Inline each form where a page uses it, and keep one copy of each form repeated by patterns."""
    pages = [at(pdf, reference) for reference in pdf.page_references]
    shared = at(pdf, pages[0]["Resources"])  # WeasyPrint gives all pages the same resources
    _share_repeated(pdf, shared)
    forms = list(_forms(pdf, shared))
    if not (_is_opaque(shared) and all(_is_plain(pdf, form) for form in forms)):
        return
    for page in pages:
        stream = at(pdf, page["Contents"])
        stream.stream = list(_in_place(pdf, stream.stream, shared))
    for form in forms:
        own = at(pdf, form.extra["Resources"])
        shared["ExtGState"].update(own["ExtGState"])
        _forget(pdf, own)
        _forget(pdf, form)
    shared["XObject"].clear()


def _share_repeated(pdf: pydyf.PDF, shared: pydyf.Dictionary) -> None:
    """Let patterns that repeat the same drawing refer to the same form."""
    first: dict[tuple[bytes, ...], bytes] = {}
    for pattern in shared["Pattern"].values():
        drawings = at(pdf, at(pdf, pattern).extra["Resources"])["XObject"]
        for name, reference in drawings.items():
            form = at(pdf, reference)
            own = at(pdf, form.extra["Resources"])
            drawings[name] = first.setdefault((pydyf.Stream(form.stream).data, form.extra["BBox"].data, own.data), reference)
            if drawings[name] != reference:
                _forget(pdf, own)
                _forget(pdf, form)


def _forms(pdf: pydyf.PDF, resources: pydyf.Dictionary) -> Iterator[pydyf.Stream]:
    """Yield the forms that can be drawn by name, and those that they can draw."""
    for reference in resources["XObject"].values():
        form = at(pdf, reference)
        yield form
        if "Resources" in form.extra:
            yield from _forms(pdf, at(pdf, form.extra["Resources"]))


def _is_plain(pdf: pydyf.PDF, form: pydyf.Stream) -> bool:
    """Return whether a form is no more than its content: no picture, transparency, pattern or shading of its own."""
    if form.extra["Subtype"] != "/Form":
        return False
    own = at(pdf, form.extra["Resources"])
    return not own["Pattern"] and not own["Shading"] and _is_opaque(own)


def _is_opaque(resources: pydyf.Dictionary) -> bool:
    return all(state in OPAQUE for state in resources["ExtGState"].values())


def _in_place(pdf: pydyf.PDF, parts: list[object], resources: pydyf.Dictionary) -> Iterator[object]:
    """Yield a drawing with the forms' content, clipped at their edges, in place of their names."""
    for part in parts:
        name = DRAWN.fullmatch(part) if isinstance(part, bytes) else None
        if name is None:
            yield part
            continue
        form = at(pdf, resources["XObject"][name[1].decode()])
        left, bottom, right, top = form.extra["BBox"]
        box = pydyf.Stream()
        box.push_state()
        box.rectangle(left, bottom, right - left, top - bottom)
        box.clip()
        box.end()
        yield from box.stream
        yield from _in_place(pdf, form.stream, at(pdf, form.extra["Resources"]))
        yield b"Q"


def _forget(pdf: pydyf.PDF, item: pydyf.Object) -> None:
    """Leave an empty object: the others are referred to by number."""
    empty = pydyf.Array()
    empty.number = item.number
    pdf.objects[item.number] = empty
