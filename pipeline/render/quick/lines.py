"""The same text in the same style and space is broken into lines once per report.

Replaces `split_first_line`. Tables ask for the width of a text, and then for the text in that width; figures and signs recur. What comes out
follows from the values in the key, and what fits into one line is the same in every space it fits into; each text box gets a layout of its own,
since it may be changed later. Text with lines at it goes the long way.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.line_break import Layout, split_first_line

from pipeline.render.quick.fonts import setting

UNBROKEN: Final = frozenset({"nowrap", "pre"})
split_long_way: Final = split_first_line


def split(
    text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any, is_line_start: bool = True, minimum: bool = False
) -> tuple[Any, ...]:
    """Return the first line of a text and where the next one begins."""
    if context is None or style["text_decoration_line"] != "none":
        return split_long_way(text, style, context, max_width, justification_spacing, is_line_start, minimum)  # type: ignore[no-any-return]  # because WeasyPrint carries no types
    known = context.__dict__.setdefault("first_lines", {})
    unbroken = max_width is None or style["white_space"] in UNBROKEN
    whole = (text, justification_spacing, setting(style))
    found = known.get(whole)
    if found is None or not (unbroken or found[3] <= max_width):
        key = (*whole, max_width, is_line_start, minimum)
        found = known.get(key)
        if found is None:
            found = known[key] = split_long_way(text, style, context, max_width, justification_spacing, is_line_start, minimum)
            if found[2] is None and (unbroken or found[3] <= max_width):
                known[whole] = found
    layout, *rest = found
    copy = Layout.__new__(Layout)
    copy.__dict__.update(layout.__dict__)
    copy.max_width = max_width
    return copy, *rest


REPLACEMENTS: Final = tuple((module, "split_first_line", split) for module in (line_break, inline, preferred))
