"""A box without background, shadow and rounded corners is seen to have none.

Replaces `layout_box_backgrounds`, which looks at three thousand boxes of a report, most of them text and lines, property by property. Whether there is
anything to lay out follows from the style, and many boxes have the same; where there is, and for the page itself, it goes the long way.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.draw.color import get_color
from weasyprint.layout import background

CORNERS: Final = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
SQUARE: Final = (0, "px")
lay_out_long_way: Final = background.layout_box_backgrounds


def lay_out(page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None) -> None:
    """Find the backgrounds of a box and of all boxes in it."""
    if style is not None or box is page:
        lay_out_long_way(page, box, get_image, layout_children, style)
        return
    known = box.style.__dict__
    if "bare" not in known:
        known["bare"] = _is_bare(box.style)
    if not known["bare"]:
        lay_out_long_way(page, box, get_image, layout_children)
        return
    box.border_top_left_radius = box.border_top_right_radius = box.border_bottom_right_radius = box.border_bottom_left_radius = (0, 0)
    box.background = None
    for child in box.all_children():
        lay_out(page, child, get_image)


def _is_bare(style: Any) -> bool:
    """Whether a style has neither background nor pictured border, shadow or rounded corner."""
    return (
        all(SQUARE in style[corner] for corner in CORNERS)
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and not style["box_shadow"]
        and all(kind == "none" for kind, _ in style["background_image"])
        and get_color(style, "background_color").alpha == 0
    )


REPLACEMENTS: Final = ((background, "layout_box_backgrounds", lay_out),)
