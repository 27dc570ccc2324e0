"""Space is sought only where something stands in the way.

Replaces `avoid_collisions`, which is asked three times for every line and finds no float on most pages, and `shrink_to_fit`, which breaks a text at
every word to learn how narrow it could be before it looks whether the whole of it has room.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.layout import absolute, block, inline, preferred
from weasyprint.layout import float as floats
from weasyprint.layout.preferred import max_content_width

avoid_long_way: Final = floats.avoid_collisions
shrink_long_way: Final = preferred.shrink_to_fit


def avoid(context: Any, box: Any, containing_block: Any, outer: bool = True) -> tuple[Any, Any, Any]:
    """Return where a box may begin, and how much room it has there."""
    if context.excluded_shapes or containing_block.style["direction"] != "ltr" or box.style["float"] != "none":
        return avoid_long_way(context, box, containing_block, outer)  # type: ignore[no-any-return]  # because WeasyPrint carries no types
    left = containing_block.content_box_x()
    right = left + containing_block.width
    if outer:
        return left, box.position_y, right - left
    left += box.margin_left
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - box.margin_right - left


def shrink(context: Any, box: Any, available: Any) -> Any:
    """Return how wide a box is that is as wide as its content, where there is room for it."""
    wanted = max_content_width(context, box, outer=False)
    return wanted if wanted <= available else shrink_long_way(context, box, available)


REPLACEMENTS: Final = (
    *((module, "avoid_collisions", avoid) for module in (block, floats, inline)),
    *((module, "shrink_to_fit", shrink) for module in (absolute, floats, inline)),
)
