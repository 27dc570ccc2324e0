"""Lengths in pixels are taken as they are.

Replaces `resolve_percentages`, which asks of seventeen properties of every box, each in a call of its own, whether they are a share of
something. A style none of whose lengths is says the same to every box that has it; the others go the same way as before.
"""

from __future__ import annotations

from math import inf
from typing import Any, Final

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import absolute, block, column, grid, inline, page, percent, table
from weasyprint.layout import float as floats
from weasyprint.layout.percent import adjust_box_sizing, check_math, percentage

ACROSS: Final = ("margin_left", "margin_right", "padding_left", "padding_right", "width", "min_width", "max_width")
UP: Final = ("height", "min_height", "max_height")
DOWN: Final = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
BORDERS: Final = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")


def resolve(box: Any, containing_block: Any) -> None:
    """Set the used margins, paddings, sizes and borders of a box."""
    style, used = box.style, box.__dict__
    known = style.__dict__.get("used")
    if known is None:
        known = style.__dict__["used"] = _lengths(style)
    if known:
        used.update(known)
    else:
        cb_width, cb_height = (containing_block.width, containing_block.height) if isinstance(containing_block, Box) else containing_block
        _set(used, style, ACROSS, cb_width)
        _set(used, style, DOWN, cb_height if isinstance(box, PageBox) else cb_width)
        if cb_height == "auto":
            height = style["height"]
            used["height"] = "auto" if height == "auto" or check_math(height) or height.unit == "%" else height.value
            _set(used, style, ("min_height",), 0)
            _set(used, style, ("max_height",), inf)
        else:
            _set(used, style, UP, cb_height)
        for name in ("min_width", "min_height"):
            if used[name] == "auto":
                used[name] = 0
    collapse = style["border_collapse"] == "collapse"
    for name in BORDERS:
        if not (collapse and hasattr(box, name)):
            used[name] = style[name]
    if style["box_sizing"] != "content-box":
        adjust_box_sizing(box, "width")
        adjust_box_sizing(box, "height")


def _lengths(style: Any) -> dict[str, Any]:
    """Return the used lengths of a style that has no share in its containing block, and nothing of any other."""
    lengths = {}
    for name in (*ACROSS, *DOWN, *UP):
        value = style[name]
        if type(value) is Dimension and value[1] == "px":
            lengths[name] = value[0]
        elif value == "auto":
            lengths[name] = 0 if name in ("min_width", "min_height") else "auto"
        else:
            return {}
    return lengths


def _set(used: dict[str, Any], style: Any, names: tuple[str, ...], whole: Any) -> None:
    for name in names:
        value = style[name]
        used[name] = value[0] if type(value) is Dimension and value[1] == "px" else percentage(value, style, whole)


USERS: Final = (absolute, block, column, floats, grid, inline, page, percent, table)
REPLACEMENTS: Final = tuple((module, "resolve_percentages", resolve) for module in USERS)
