"""Each object of a PDF becomes bytes once.

pydyf makes the bytes of every object when it writes it, and again for the identifier of the file. Here objects that are complete are replaced
by their bytes. Never: before the last change of an object.
"""

from __future__ import annotations

import pydyf


class Printed(pydyf.Object):  # type: ignore[misc]  # because pydyf carries no types
    """An object that will not change any more, as it is written."""

    data = b""
    compressible = False

    def __init__(self, complete: pydyf.Object) -> None:
        self.number, self.generation, self.offset, self.free = complete.number, complete.generation, complete.offset, complete.free
        self.data, self.compressible = complete.data, complete.compressible


def print_objects(pdf: pydyf.PDF) -> None:
    """Replace the objects of a complete PDF by their bytes; the list of pages stays as it is, as pydyf reads it."""
    pdf.objects[1:] = [Printed(item) for item in pdf.objects[1:]]
