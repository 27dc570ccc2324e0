"""All checks of one PDF, in the order in which a reader would meet what they check."""

from __future__ import annotations

from io import BytesIO

import pikepdf

from pipeline.releases.checks.pdf.attachments import find_attachment_faults
from pipeline.releases.checks.pdf.content import find_content_faults
from pipeline.releases.checks.pdf.document import find_document_faults
from pipeline.releases.checks.pdf.fonts import find_font_faults
from pipeline.releases.checks.pdf.structure import find_structure_faults, read_structure
from pipeline.report.imprint import Imprint


def find_faults(pdf: bytes, imprint: Imprint, language: str, pages: range) -> list[str]:
    """Return what is wrong with a PDF, all of it, with the page or the table; nothing where it is sound.

    A fault is one of the program or of a library, not of the input.

    Args:
        pdf: The PDF as it was rendered.
        imprint: Whose report it has to be.
        language: Code of the language that it has to be in, such as ``da``.
        pages: How many pages it may have.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        faults = list(find_document_faults(document, imprint, language, pages))
        structure = read_structure(document)
        if structure is None:
            return [*faults, "the PDF has no tags"]
        return [
            *faults,
            *find_structure_faults(structure),
            *find_content_faults(document, structure),
            *find_font_faults(document),
            *find_attachment_faults(document),
        ]
