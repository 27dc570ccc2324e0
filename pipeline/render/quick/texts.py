"""A text is drawn as it was laid out, the same text in the same style once per document, and a glyph is looked at once in each size.

Replaces `draw_first_line`, and puts off what `Layout.reactivate` does until it is needed. Pango's line is kept from layout to drawing, and told
at once that it is one paragraph, which drawing says later. Tables repeat their figures; what is written for a text after its place is its font and
its glyphs, which follow from the values in the key. What is written for a glyph follows from the glyph, its width and the size of its font. Text
in several fonts, with letters that are pictures, raised, justified, cut short or underlined goes the long way, and so does a text with a letter
that the document has not had before.
"""

from __future__ import annotations

from struct import calcsize, iter_unpack
from typing import Any, Final

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

from pipeline.render.quick.fonts import setting

draw_long_way: Final = drawing.draw_first_line
reactivate_long_way: Final = Layout.reactivate
set_text_long_way: Final = Layout.set_text
GLYPH: Final = "IiiiI"  # its number, width, two offsets and a mark, as Pango keeps them
OLD: Final = pango.pango_version() < 14802  # tells sizes of its own, which WeasyPrint goes around
SEPARATORS: Final = ("\n", "\r", "\u2028", "\u2029")


def set_text(self: Any, text: str, justify: bool = False) -> None:
    """Give a layout its text."""
    pango.pango_layout_set_single_paragraph_mode(self.layout, not any(separator in text for separator in SEPARATORS))
    set_text_long_way(self, text, justify)


def reactivate(self: Any, style: Any) -> None:
    """Make a layout ready to be drawn."""
    if style["text_decoration_line"] == "none":
        self.style = style
    else:
        reactivate_long_way(self, style)


def deactivate(self: Any) -> None:
    """Keep the line that was laid out, and forget the rest of what is only needed to measure and draw."""
    own = self.__dict__
    if layout := own.pop("layout", None):
        own.setdefault("line", layout)
    own.pop("language", None)
    own.pop("style", None)


def draw(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
    """Draw a line of text, and return the pictures that are part of it."""
    layout, style = textbox.pango_layout, textbox.style
    if not textbox.text.strip() or style["font_size"] < 1e-6:
        return []
    if text_overflow == "ellipsis" or block_ellipsis != "none" or "layout" in layout.__dict__:
        if "layout" not in layout.__dict__:
            reactivate_long_way(layout, style)
        return draw_long_way(stream, textbox, text_overflow, block_ellipsis, matrix)
    known = _glyphs(style.font_config, stream._fonts)
    key = (layout.text, layout.justification_spacing, setting(style))
    if key in known:
        font, glyphs = known[key]
        stream.set_text_matrix(*matrix.values)
        stream.set_font_size(*font)
        stream.stream.append(glyphs)
        return []
    if _is_drawn_as_laid_out(layout):
        layout.layout = layout.line
    else:
        reactivate_long_way(layout, style)
    if (quickly := _set(stream, layout, known, matrix)) is not None:
        known[key] = quickly
        return []
    start = len(stream.stream)
    pictures = draw_long_way(stream, textbox, text_overflow, block_ellipsis, matrix)
    written = stream.stream[start:]
    if not pictures and written[-1].endswith(b" TJ") and [part[-3:] for part in written[1:-1]] in ([], [b" Tf"]):
        known[key] = stream._current_font, written[-1]
    return pictures


def _is_drawn_as_laid_out(layout: Any) -> bool:
    """Whether what was laid out is one whole line, and its spaces are as wide as they were."""
    line = layout.__dict__.get("line")
    if line is None or layout.justification_spacing:
        return False
    return pango.pango_layout_get_line_readonly(line, 1) == ffi.NULL  # type: ignore[no-any-return]  # because WeasyPrint carries no types


def _set(stream: Any, layout: Any, known: dict[Any, Any], matrix: Any) -> tuple[Any, bytes] | None:
    """Write a line whose letters the document has had before, and return its font and glyphs; write nothing where it has not."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    run = layout.get_first_line()[0].runs[0]
    if OLD or run == ffi.NULL or run.next != ffi.NULL:
        return None
    glyphs = run.data.glyphs
    font, size = stream.add_font(run.data.item.analysis.font)
    pieces = known.setdefault((font, size), {})
    written = ["<"]
    for glyph, width, *moved in iter_unpack(GLYPH, ffi.buffer(glyphs.glyphs, calcsize(GLYPH) * glyphs.num_glyphs)):
        piece = pieces.get((glyph, width))
        if piece is None:
            if glyph not in font.to_unicode or glyph not in font.widths or font.bitmap or font.svg or font.png or font.colr:
                return None
            kerning = font.widths[glyph] - width * 1000 * FROM_UNITS / size
            piece = pieces[glyph, width] = f"{glyph:04x}" + (f">{int(kerning)}<" if kerning else "")
        if moved[0] or moved[1]:
            return None
        written.append(piece)
    stream.set_text_matrix(*matrix.values)
    stream.set_font_size(font.hash, size)
    text = "".join(written)
    stream.show_text(text.removesuffix("<") if text[-1] == "<" else text + ">")
    return stream._current_font, stream.stream[-1]


def _glyphs(font_config: Any, fonts: Any) -> dict[Any, Any]:
    """Return what is known of the document that has these fonts, and forget what was known of the one before."""
    document, known = font_config.__dict__.get("glyphs", (None, {}))
    if document is not fonts:
        known = {}
        font_config.__dict__["glyphs"] = fonts, known
    return known  # type: ignore[no-any-return]  # because WeasyPrint carries no types


REPLACEMENTS: Final = (
    (Layout, "set_text", set_text),
    (Layout, "reactivate", reactivate),
    (Layout, "deactivate", deactivate),
    (drawing, "draw_first_line", draw),
)
