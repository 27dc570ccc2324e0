"""A box that neither floats nor is placed is in the flow.

Replaces `Box.is_in_normal_flow`, which asks five questions of every box nineteen thousand times a report where two values answer them all.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.formatting_structure.boxes import Box

long_way: Final = Box.is_in_normal_flow


def in_flow(self: Any) -> bool:
    """Whether a box is in the normal flow."""
    style = self.style
    if style["float"] == "none" and style["position"] in ("static", "relative"):
        return True
    return bool(long_way(self))


REPLACEMENTS: Final = ((Box, "is_in_normal_flow", in_flow),)
