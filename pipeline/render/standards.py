"""Make one file conform to two standards: PDF/UA-1 for screen readers and PDF/A-3a for archives.

WeasyPrint's option takes only one. PDF/A-3a requires more of the file (colour profile, identifier, embedded fonts, relations of
attachments), so that one is chosen, and the metadata get what PDF/UA-1 requires: its identifier, and the schema of that identifier,
without which PDF/A does not allow unknown ones.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

from weasyprint.css import ColorProfile
from weasyprint.document import Document, DocumentMetadata

VARIANT: Final = "pdf/a-3a"
COLOURS: Final = "report"
END: Final = b"</rdf:RDF>"
ACCESSIBLE: Final = """\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
LANGUAGE: Final = """\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language></rdf:Description>
"""


class BothStandards(DocumentMetadata):  # type: ignore[misc]  # because WeasyPrint carries no types
    """A document's metadata with the identifiers of both standards and its language."""

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        """Return the XMP metadata's RDF element."""
        rdf = bytes(super().generate_rdf_metadata(variant, version, conformance))
        added = ACCESSIBLE + (LANGUAGE.format(escape(self.lang)) if self.lang else "")
        return rdf.removesuffix(END) + added.encode() + END


@cache
def _screen_colours() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def colour_profiles() -> dict[str, ColorProfile]:
    """Return the colour profile under our own name: otherwise WeasyPrint opens the file again and never closes it."""
    return {COLOURS: ColorProfile(BytesIO(_screen_colours()), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))}


def mark_standards(document: Document) -> None:
    """Give a laid-out document the metadata of both standards."""
    document.metadata = BothStandards(**vars(document.metadata))
