"""The same text in the same style is shaped for drawing once per document.

Replaces `draw_first_line`, and puts off what `Layout.reactivate` does until it is needed. Drawings set every letter by itself, and tables repeat
their figures; what is written for a text after its place is its font and its glyphs, which follow from the values in the key. Text in several
fonts, in pictures of its own, cut short or underlined goes the long way.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.draw import text as drawing
from weasyprint.text.line_break import Layout

from pipeline.render.quick.fonts import setting

draw_long_way: Final = drawing.draw_first_line
reactivate_long_way: Final = Layout.reactivate
ACTIVE: Final = ("layout", "language", "style")


def reactivate(self: Any, style: Any) -> None:
    """Make a layout ready to be drawn."""
    if style["text_decoration_line"] == "none":
        self.style = style
    else:
        reactivate_long_way(self, style)


def deactivate(self: Any) -> None:
    """Forget what is only needed to measure and draw."""
    for name in ACTIVE:
        self.__dict__.pop(name, None)


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
    reactivate_long_way(layout, style)
    start = len(stream.stream)
    pictures = draw_long_way(stream, textbox, text_overflow, block_ellipsis, matrix)
    written = stream.stream[start:]
    if not pictures and written[-1].endswith(b" TJ") and [part[-3:] for part in written[1:-1]] in ([], [b" Tf"]):
        known[key] = stream._current_font, written[-1]
    return pictures


def _glyphs(font_config: Any, fonts: Any) -> dict[Any, Any]:
    """Return what is known of the document that has these fonts, and forget what was known of the one before."""
    document, known = font_config.__dict__.get("glyphs", (None, {}))
    if document is not fonts:
        known = {}
        font_config.__dict__["glyphs"] = fonts, known
    return known  # type: ignore[no-any-return]  # because WeasyPrint carries no types


REPLACEMENTS: Final = ((Layout, "reactivate", reactivate), (Layout, "deactivate", deactivate), (drawing, "draw_first_line", draw))
