"""Fit a report's parts on pages: a part begins on a new page, unless that leaves a page nearly empty.

Enters: a function that lays the report out with extra rules. Leaves: the chosen layout. Most reports are laid out once.
Never: smaller type to save a page; only spacing is reduced, and only if that saves a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

TIGHT: Final = "tight.css"
RUN_ON_UNDER: Final = 0.5  # fraction of a page: if less is used, the next part begins below
SPILL: Final = 0.4  # fraction of a page: so little on an extra page may fit with less spacing
RUN_ON: Final = ".{part} {{ break-before: auto; margin-top: 8mm; border-top: .8pt solid #17202A; padding-top: 3mm }}"

Layout = Any  # WeasyPrint's document, which has no type hints
Draw = Callable[[Sequence[str]], Layout]


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One part of a report and its pages.

    Attributes:
        name: Its CSS class, for example ``areas``.
        first: Number of its first page; `last` of its last one.
        start: Where it begins on its first page, as a fraction of the page; `end` where it ends on its last one.
    """

    name: str
    first: int
    last: int
    start: float
    end: float

    @property
    def pages(self) -> float:
        """Its number of pages."""
        return self.last - self.first + self.end - self.start


def fit(draw: Draw, tight: str) -> Layout:
    """Return the layout with the fewest pages.

    Args:
        draw: Lays the report out with these additional style sheets.
        tight: The style sheet that reduces spacing.
    """
    layout = draw([])
    parts = find_parts(layout)
    if not parts:
        return layout  # a page without parts has none to move
    if any(part.last > part.first and part.end < SPILL for part in parts):
        denser = draw([tight])
        if len(denser.pages) < len(layout.pages):
            return _run_on(draw, denser, [tight])
    loose = _run_on(draw, layout, [])
    if any(part.end < SPILL for part in find_parts(loose)[-1:]):
        denser = _run_on(draw, draw([tight]), [tight])
        return denser if len(denser.pages) < len(loose.pages) else loose
    return loose


def _run_on(draw: Draw, layout: Layout, rules: list[str]) -> Layout:
    """Return the layout with every part beginning where it should."""
    while running_on := find_running_on(find_parts(layout)):
        rules = [*rules, *(RUN_ON.format(part=name) for name in running_on)]
        layout = draw(rules)
    return layout


def find_running_on(parts: Sequence[ReportPart]) -> list[str]:
    """Return further parts that should begin on the page where the previous part ends.

    Moving a part changes where it ends, which decides on the next one; that end is calculated, not laid out.
    """
    names: list[str] = []
    end = parts[0].end if parts else 0.0
    for before, part in pairwise(parts):
        runs_on = part.first == before.last
        if runs_on or end < RUN_ON_UNDER:
            if not runs_on:
                names.append(part.name)
            end = (end + part.pages) % 1 if names else part.end
        else:
            end = part.end
    return names


def find_parts(layout: Layout) -> list[ReportPart]:
    """Return the parts of a laid-out report in order: the sections directly below its body."""
    found: dict[str, ReportPart] = {}
    for number, page in enumerate(layout.pages):
        box = page._page_box  # noqa: SLF001 - the public interface has the beginning of an element, not its end
        for section in box.children[0].children[0].children:
            if section.element is not None and section.element.tag == "section":
                name = section.element.get("class").split()[-1]
                start, end = (
                    (y - box.content_box_y()) / box.height for y in (section.position_y, section.position_y + section.margin_height())
                )
                known = found.get(name)
                found[name] = replace(known, last=number, end=end) if known else ReportPart(name, number, number, start, end)
    return list(found.values())
