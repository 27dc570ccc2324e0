"""A line that is one text, and has room for it, is set straight away.

Replaces `get_next_linebox`, which is ready for floats, boxes in the line, letters and lines of their own style, and text that begins or ends with
a space; two thirds of a report's lines are the content of a table cell and nothing of the kind. All others go the long way.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.css import AnonymousStyle
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.layout import inline

long_way: Final = inline.get_next_linebox


def next_line(
    context: Any,
    linebox: Any,
    position_y: Any,
    bottom_space: Any,
    skip_stack: Any,
    containing_block: Any,
    absolute_boxes: Any,
    fixed_boxes: Any,
    first_letter_style: Any,
    first_line_style: Any,
) -> tuple[Any, Any]:
    """Return the next line, and where the one after it begins."""
    if skip_stack is None and not (context.excluded_shapes or first_letter_style or first_line_style) and _is_one_text(linebox):
        linebox.position_y = position_y
        if (line := _set(context, linebox, containing_block)) is not None:
            return line, None
    return long_way(  # type: ignore[no-any-return]  # because WeasyPrint carries no types
        context,
        linebox,
        position_y,
        bottom_space,
        skip_stack,
        containing_block,
        absolute_boxes,
        fixed_boxes,
        first_letter_style,
        first_line_style,
    )


def _is_one_text(linebox: Any) -> bool:
    """Whether a line is a text from left to right that stands on the line and has no space around it that could go."""
    if len(linebox.children) != 1 or type(linebox.style) is not AnonymousStyle or linebox.style["direction"] != "ltr":
        return False
    child = linebox.children[0]
    if type(child) is not TextBox or type(child.style) is not AnonymousStyle or not child.text:
        return False
    return child.style["white_space"] == "pre" or " " not in (child.text[0], child.text[-1])


def _set(context: Any, linebox: Any, containing_block: Any) -> Any:
    """Return a line with all of the text, or nothing where it has no room."""
    linebox.width = linebox.height = 0
    start, position_y, available = inline.avoid_collisions(context, linebox, containing_block, outer=False)
    linebox.position_x, linebox.position_y = start, position_y
    child = linebox.children[0]
    inline.resolve_percentages(child, containing_block)
    child.position_x, child.position_y = start + linebox.text_indent, position_y
    end = (start + available) * (1 + 1e-9)
    text, resume, _ = inline.split_text_box(context, child, end - child.position_x, 0)
    if text is None or resume is not None or text.position_x + text.margin_width() > end:
        return None
    line = linebox.copy_with_children([text])
    line.width = text.position_x + text.margin_width() - line.content_box_x()
    inline._adjust_line_height(line)
    linebox.width, linebox.height = line.width, line.height
    offset = inline.text_align(context, line, available, last=True)
    above, text.position_y = 0 - line.baseline, 0 - text.baseline
    top, bottom = min(text.position_y, above), max(text.position_y + text.margin_height(), above + line.margin_height())
    line.baseline, line.position_y, line.height = -top, top, bottom - top
    line.margin_top = line.margin_bottom = 0
    line.translate(offset, position_y - top)
    line.position_y = position_y
    return line


REPLACEMENTS: Final = ((inline, "get_next_linebox", next_line),)
