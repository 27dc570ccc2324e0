"""A sign that is drawn often is drawn once, and its strokes are repeated.

Replaces `SVGImage.draw` where a sign gets a form of its own, as every background has. What is put into a form that is still empty follows from
the picture and its size, so the same picture in the same size puts the same into the next one. Pictures with text, patterns, shades, cut-outs or other
forms in them are drawn anew. A picture lives as long as its report, and so do its strokes.
"""

from __future__ import annotations

from typing import Any, Final

import pydyf
from weasyprint.images import SVGImage

draw_long_way: Final = SVGImage.draw
NAMED: Final = ("XObject", "Pattern", "Shading")


def draw(self: Any, stream: Any, concrete_width: Any, concrete_height: Any, style: Any) -> None:
    """Draw a picture in this size."""
    resources = stream._resources
    states = resources["ExtGState"]
    if states or any(resources[kind] for kind in NAMED):
        draw_long_way(self, stream, concrete_width, concrete_height, style)
        return
    known = self.__dict__.setdefault("strokes", {})
    key = (concrete_width, concrete_height)
    if key in known:
        strokes, used = known[key]
        stream.stream.extend(strokes)
        states.update({name: pydyf.Dictionary(state) for name, state in used.items()})
        return
    start = len(stream.stream)
    draw_long_way(self, stream, concrete_width, concrete_height, style)
    strokes = stream.stream[start:]
    if b"BT" not in strokes and not self._svg.paths._data and not any(resources[kind] for kind in NAMED):
        known[key] = strokes, dict(states)


REPLACEMENTS: Final = ((SVGImage, "draw", draw),)
