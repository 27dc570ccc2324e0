"""The same text in the same style and space is broken into lines once per report.

Replaces `split_first_line`. Tables ask for the width of a text, and then for the text in that width; figures and signs recur, and drawings set
every letter by itself. What comes out follows from the values in the key; each text box gets a layout of its own, since it may be changed later.
Text with lines at it goes the long way.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any, Final

from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.line_break import Layout, split_first_line

from pipeline.render.quick.fonts import told_of

SPACING: Final = itemgetter(
    "white_space",
    "letter_spacing",
    "word_spacing",
    "overflow_wrap",
    "word_break",
    "hyphens",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
    "tab_size",
)
split_long_way: Final = split_first_line


def split(
    text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any, is_line_start: bool = True, minimum: bool = False
) -> tuple[Any, ...]:
    """Return the first line of a text and where the next one begins."""
    if context is None or style["text_decoration_line"] != "none":
        return split_long_way(text, style, context, max_width, justification_spacing, is_line_start, minimum)  # type: ignore[no-any-return]  # because WeasyPrint carries no types
    known = context.__dict__.setdefault("first_lines", {})
    key = (text, max_width, justification_spacing, is_line_start, minimum, tuple(style["font_family"]), told_of(style), SPACING(style))
    if key not in known:
        known[key] = split_long_way(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    layout, *rest = known[key]
    copy = Layout.__new__(Layout)
    copy.__dict__.update(layout.__dict__)
    return copy, *rest


REPLACEMENTS: Final = tuple((module, "split_first_line", split) for module in (line_break, inline, preferred))
