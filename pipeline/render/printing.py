"""Serialise each object of a PDF only once.

pydyf serialises every object when writing it, and again to compute the file's identifier. Here complete objects are replaced
by their bytes. Never: before the last change to an object.
"""

from __future__ import annotations

import pydyf


class Printed(pydyf.Object):  # type: ignore[misc]  # because pydyf carries no types
    """A PDF object that will not change any more, in serialised form."""

    data = b""
    compressible = False

    def __init__(self, complete: pydyf.Object) -> None:
        self.number, self.generation, self.offset, self.free = complete.number, complete.generation, complete.offset, complete.free
        self.data, self.compressible = complete.data, complete.compressible


def print_objects(pdf: pydyf.PDF) -> None:
    """Replace the objects of a complete PDF by their bytes, except the page list, which pydyf reads."""
    pdf.objects[1:] = [Printed(item) for item in pdf.objects[1:]]
