"""Run all checks of one PDF, in the order in which a reader would notice what they check."""

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
    """Return all faults of a PDF, with the page or the table; empty if it is sound.

    A fault is a bug of the program or a library, not an error in the input.

    Args:
        pdf: The PDF as it was rendered.
        imprint: The imprint that it must have.
        language: Code of the language that it must have, for example ``da``.
        pages: The allowed number of pages.
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
