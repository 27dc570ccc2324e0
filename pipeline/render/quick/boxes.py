"""What boxes are asked again and again has a short answer.

Replaces `is_in_normal_flow`, which asks five questions fourteen thousand times a report, and `page_values`, which asks both ends of every box for
both their ends, for boxes that stand in the text like any other.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.formatting_structure.boxes import Box, ParentBox, TableBox

flows_long_way: Final = Box.is_in_normal_flow


def flows(self: Any) -> bool:
    """Whether a box stands in the text like any other."""
    style = self.style
    if style["float"] == "none" and style["position"] == "static":
        return True
    return flows_long_way(self)  # type: ignore[no-any-return]  # because WeasyPrint carries no types


def pages(self: Any) -> tuple[str, str]:
    """Return the names of the pages that a box begins and ends on."""
    return _page(self, iter), _page(self, reversed)


def _page(box: Any, order: Any) -> Any:
    """Return the name of the page at one end of a box: that of the innermost box there that names one."""
    if isinstance(box, ParentBox) and not isinstance(box, TableBox):
        for child in order(box.children):
            if child.is_in_normal_flow() or child.is_floated():
                return _page(child, order) or box.style["page"]
    return box.style["page"]


REPLACEMENTS: Final = ((Box, "is_in_normal_flow", flows), (ParentBox, "page_values", pages))
