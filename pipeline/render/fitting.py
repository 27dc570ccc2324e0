"""How a report's parts share the pages: a part begins on a page of its own, unless that leaves paper nearly empty.

Enters: a way to lay the report out with further rules. Leaves: the layout that is kept. Most reports are laid out once.
Never: smaller type to save a page; only air is taken, and only where it saves one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

TIGHT: Final = "tight.css"
RUN_ON_UNDER: Final = 0.5  # part of a page: with less on it, the next part begins below
SPILL: Final = 0.4  # part of a page: so little on a further page may find room by taking air
RUN_ON: Final = ".{part} {{ break-before: auto; margin-top: 8mm; border-top: .8pt solid #17202A; padding-top: 3mm }}"

Layout = Any  # WeasyPrint's document, which carries no types
Draw = Callable[[Sequence[str]], Layout]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a report on its pages.

    Attributes:
        name: The class that sets it apart, such as ``areas``.
        first: Number of its first page; `last` of its last one.
        end: Where it ends on its last page, as a fraction of what a page holds.
    """

    name: str
    first: int
    last: int
    end: float


def fit(draw: Draw, tight: str) -> Layout:
    """Return the layout on the fewest pages.

    Args:
        draw: Lays the report out with these style sheets behind its own.
        tight: The style sheet that takes air.
    """
    rules: list[str] = []
    layout = draw(rules)
    if any(_spills(part) for part in find_parts(layout)):
        denser = draw([tight])
        if len(denser.pages) < len(layout.pages):
            rules, layout = [tight], denser
    for number in range(1, len(find_parts(layout))):
        before, part = find_parts(layout)[number - 1 : number + 1]
        if before.end < RUN_ON_UNDER and part.first > before.last:
            rules = [*rules, RUN_ON.format(part=part.name)]
            layout = draw(rules)
    return layout


def _spills(part: Part) -> bool:
    return part.last > part.first and part.end < SPILL


def find_parts(layout: Layout) -> list[Part]:
    """Return the parts of a laid out report in order: the sections that are children of its body."""
    found: dict[str, Part] = {}
    for number, page in enumerate(layout.pages):
        box = page._page_box  # noqa: SLF001 - the public interface tells where an element begins, not where it ends
        top, height = box.content_box_y(), box.height
        for section in box.children[0].children[0].children:
            if section.element is not None and section.element.tag == "section":
                name = section.element.get("class").split()[-1]
                end = (section.position_y + section.margin_height() - top) / height
                first = found[name].first if name in found else number
                found[name] = Part(name, first, number, end)
    return list(found.values())
