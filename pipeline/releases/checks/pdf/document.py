"""Check a PDF's metadata: title, language, imprint, declared standards, bookmarks, number of pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pikepdf

from pipeline.report.imprint import Imprint

MARKS: Final = {"pdfuaid:part": "1", "pdfaid:part": "3", "pdfaid:conformance": "A"}


def find_document_faults(document: pikepdf.Pdf, imprint: Imprint, language: str, pages: range) -> Iterator[str]:
    """Yield the faults of the document as a whole."""
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        described = {name: str(metadata.get(name, "")) for name in (*MARKS, "dc:title", "pdf:Keywords")}
    title, keywords = (str(document.docinfo.get(name, "")) for name in ("/Title", "/Keywords"))
    found_language = str(document.Root.get("/Lang", ""))

    if not title.strip() or described["dc:title"] != title:
        yield f"the title is {title!r} for readers and {described['dc:title']!r} for archives"
    if not document.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False):
        yield "readers would show the file name instead of the title"
    if found_language != language:
        yield f"the language is {found_language!r}, not {language!r}"
    if not keywords == described["pdf:Keywords"] == imprint.keywords:
        yield f"the keywords are {keywords!r} for readers and {described['pdf:Keywords']!r} for archives, not {imprint.keywords!r}"
    for name, value in MARKS.items():
        if described[name] != value:
            yield f"{name} is {described[name]!r}, not {value!r}"
    if "/Outlines" not in document.Root or "/First" not in document.Root.Outlines:
        yield "there are no bookmarks"
    if len(document.pages) not in pages:
        yield f"{len(document.pages)} pages, not {pages.start} to {pages.stop - 1}"
