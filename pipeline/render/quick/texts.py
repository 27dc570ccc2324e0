"""A text is drawn as it was shaped when it was laid out, and the same text in the same style once per document.

Replaces `draw_first_line`, and puts off what `Layout.reactivate` does until it is needed: Pango's line is kept from layout to drawing, and told at
once that it is one paragraph, which drawing says later. What is written for a text after its place is its font and its glyphs, which follow from
the values in the key. Text in several fonts, in pictures of its own, in two paragraphs, justified, cut short or underlined goes the long way.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.line_break import Layout

from pipeline.render.quick.fonts import setting

draw_long_way: Final = drawing.draw_first_line
reactivate_long_way: Final = Layout.reactivate
set_text_long_way: Final = Layout.set_text
SEPARATORS: Final = ("\n", "\r", "\u2028", "\u2029")


def set_text(self: Any, text: str, justify: bool = False) -> None:
    """Give a layout its text."""
    self.one_paragraph = not any(separator in text for separator in SEPARATORS)
    pango.pango_layout_set_single_paragraph_mode(self.layout, self.one_paragraph)
    set_text_long_way(self, text, justify)


def reactivate(self: Any, style: Any) -> None:
    """Make a layout ready to be drawn."""
    if style["text_decoration_line"] == "none":
        self.style = style
    else:
        reactivate_long_way(self, style)


def deactivate(self: Any) -> None:
    """Keep the line, and forget the rest of what is only needed to measure and draw."""
    own = self.__dict__
    if layout := own.pop("layout", None):
        own["line"] = layout
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
    start = len(stream.stream)
    pictures = draw_long_way(stream, textbox, text_overflow, block_ellipsis, matrix)
    written = stream.stream[start:]
    if not pictures and written[-1].endswith(b" TJ") and [part[-3:] for part in written[1:-1]] in ([], [b" Tf"]):
        known[key] = stream._current_font, written[-1]
    return pictures


def _is_drawn_as_laid_out(layout: Any) -> bool:
    """Whether what was laid out is one whole line, and its spaces are as wide as they were."""
    line = layout.__dict__.get("line")
    if line is None or layout.justification_spacing or not layout.one_paragraph:
        return False
    return pango.pango_layout_get_line_readonly(line, 1) == ffi.NULL  # type: ignore[no-any-return]  # because WeasyPrint carries no types


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
