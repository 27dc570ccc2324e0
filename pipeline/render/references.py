"""Ways through a PDF that is about to be written: its objects name one another by number."""

from __future__ import annotations

from collections.abc import Iterator

import pydyf


def at(pdf: pydyf.PDF, reference: bytes) -> pydyf.Object:
    """Return what a reference such as ``12 0 R`` names."""
    return pdf.objects[int(reference.split()[0])]


def below(pdf: pydyf.PDF, parent: pydyf.Dictionary) -> Iterator[pydyf.Dictionary]:
    """Yield the tags under another, in reading order; numbers are marks in the page, not tags."""
    for kid in parent["K"]:
        if isinstance(kid, bytes) and "S" in (element := at(pdf, kid)):
            yield element
            yield from below(pdf, element)
