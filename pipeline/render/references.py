"""Follow references between the objects of a PDF before it is written."""

from __future__ import annotations

from collections.abc import Iterator

import pydyf


def at(pdf: pydyf.PDF, reference: bytes) -> pydyf.Object:
    """Return the object of a reference such as ``12 0 R``."""
    return pdf.objects[int(reference.split()[0])]


def below(pdf: pydyf.PDF, parent: pydyf.Dictionary) -> Iterator[pydyf.Dictionary]:
    """Yield the tags below another, in reading order; numbers are marks in the page, not tags."""
    for kid in parent["K"]:
        if isinstance(kid, bytes) and "S" in (element := at(pdf, kid)):
            yield element
            yield from below(pdf, element)
