"""Check a PDF's attachments: each has a name, a description, a file type, and is declared as data of the report."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf


def find_attachment_faults(document: pikepdf.Pdf) -> Iterator[str]:
    """Yield the faults of the attachments."""
    tree = document.Root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles", pikepdf.Dictionary())
    named = list(tree.get("/Names", pikepdf.Array()))
    listed = [file.objgen for file in document.Root.get("/AF", pikepdf.Array())]
    if sorted(listed) != sorted(file.objgen for file in named[1::2]):
        yield "the attachments that the report lists are not those that it holds"
    for name, file in zip(named[::2], named[1::2], strict=True):
        if not str(file.get("/Desc", "")).strip():
            yield f"attachment {name} is not described"
        if file.get("/AFRelationship") != "/Data":
            yield f"attachment {name} is not marked as data"
        if "/Subtype" not in file.EF.F:
            yield f"attachment {name} does not say what kind of file it is"
