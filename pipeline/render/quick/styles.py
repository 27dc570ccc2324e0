"""A property that no rule sets has its parent's value or its first one, without further ado.

Replaces `__missing__` of `ComputedStyle` and `AnonymousStyle`, which are asked for sixty thousand values of a report. The long way also looks
for variables, sums, and names by the direction of writing (`margin-inline-start`); a property that no rule sets under any name has none, and
everything else still goes the long way.
"""

from __future__ import annotations

from itertools import product
from typing import Any, Final

from weasyprint.css import AnonymousStyle, ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

LONG_WAY: Final = {"display", "float", "page", "position"} | {name for name in INITIAL_VALUES if name.startswith("text_decoration_")}
FIRST: Final = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if name not in INHERITED and name not in INITIAL_NOT_COMPUTED and name not in LONG_WAY and name[:2] != "__"
}
INHERIT: Final = frozenset(name for name in INHERITED if name not in LONG_WAY)
DIRECTED: Final = frozenset(
    function(block=block, inline=inline) for function, block, inline in product(PHYSICAL_FUNCTIONS.values(), ["ttb"], ["ltr", "rtl"])
)
UNSET: Final = object()
computed_long_way: Final = ComputedStyle.__missing__
anonymous_long_way: Final = AnonymousStyle.__missing__


def computed(self: Any, key: str) -> Any:
    """Return and keep the value of a property that is asked for the first time."""
    cascaded = self.cascaded
    if key not in cascaded:
        if key in INHERIT:
            if self.parent_style is not None and key not in PHYSICAL_FUNCTIONS:
                value = self[key] = self.parent_style[key]
                return value
        elif (value := FIRST.get(key, UNSET)) is not UNSET and (key not in PHYSICAL_FUNCTIONS or DIRECTED.isdisjoint(cascaded)):
            self[key] = value
            return value
    return computed_long_way(self, key)


def anonymous(self: Any, key: str) -> Any:
    """Return and keep the value of a property that is asked for the first time."""
    value = FIRST.get(key, UNSET)
    if value is UNSET:
        if key not in INHERIT:
            return anonymous_long_way(self, key)
        value = self.parent_style[key]
    self[key] = value
    return value


REPLACEMENTS: Final = ((ComputedStyle, "__missing__", computed), (AnonymousStyle, "__missing__", anonymous))
