"""Check a PDF's fonts: all are embedded, and every character can be copied and read aloud."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf


def find_font_faults(document: pikepdf.Pdf) -> Iterator[str]:
    """Yield the faults of the fonts."""
    dictionaries = [item for item in document.objects if isinstance(item, pikepdf.Dictionary) and not isinstance(item, pikepdf.Stream)]
    fonts = [item for item in dictionaries if item.get("/Type") == "/Font"]
    if not fonts:
        yield "there are no fonts, so there is no text"
    for font in fonts:
        name = str(font.get("/BaseFont", "/without a name"))[1:]
        composite = font.get("/Subtype") == "/Type0"
        if not composite and not _is_embedded(font.get("/FontDescriptor", pikepdf.Dictionary())):
            yield f"font {name} is not in the file"
        if composite and "/ToUnicode" not in font:
            yield f"font {name} does not say which letters it shows"


def _is_embedded(descriptor: pikepdf.Object) -> bool:
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
