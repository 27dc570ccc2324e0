"""Unit squares: one square is one activity or one steering group; a filled one covers several estates, or is this forum's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from pipeline.language.language import Language
from pipeline.render.charts.svg import INK, Drawing, Stroke, coordinate
from pipeline.report.model.organisation import ActivityRow, Organisation

PITCHES: Final = (5.0, 4.4, 4.0, 3.2, 2.6)
LEGIBLE: Final = PITCHES[:3]
FILLED_PART: Final = 0.78
LINE: Final = 0.6
BETWEEN: Final = 2.2


@dataclass(frozen=True, slots=True)
class Grid:
    """The layout of squares in a given width: the pitch, and the number per line."""

    pitch: float
    per_line: int

    def lines(self, count: int) -> int:
        """Return the number of lines for this many squares; at least one."""
        return max(1, -(-count // self.per_line))

    def paths(self, count: int, filled: int, top: float) -> tuple[str, str]:
        """Return the path of the filled squares, which come first, and of the open ones."""
        side = self.pitch * FILLED_PART
        inset = LINE / 2
        solid, hollow = [], []
        for number in range(count):
            x, y = number % self.per_line * self.pitch, top + number // self.per_line * self.pitch
            if number < filled:
                solid.append(f"M{coordinate(x)} {coordinate(y)}{_square(side)}")
            else:
                hollow.append(f"M{coordinate(x + inset)} {coordinate(y + inset)}{_square(side - LINE)}")
        return "".join(solid), "".join(hollow)


def _square(side: float) -> str:
    return f"h{coordinate(side)}v{coordinate(side)}h-{coordinate(side)}z"


def fitting_grid(most: int, width: float) -> Grid:
    """Return the largest pitch at which the squares fit on one line, or smaller ones on two; the smallest takes as many as needed."""
    grids = [Grid(pitch, max(1, int((width + pitch * (1 - FILLED_PART)) / pitch))) for pitch in PITCHES]
    in_one = [grid for grid in grids if grid.pitch in LEGIBLE and grid.lines(most) == 1]
    in_two = [grid for grid in grids if grid.lines(most) <= 2]
    return next(iter([*in_one, *in_two]), grids[-1])


def activity_squares(rows: tuple[ActivityRow, ...], language: Language, width: float) -> tuple[Markup, ...]:
    """Draw the activities of each row, before above and now below, all rows on one grid."""
    grid = fitting_grid(max((max(row.before, row.now) for row in rows), default=1), width)
    return tuple(_activities(row, grid, width, language) for row in rows)


def _activities(row: ActivityRow, grid: Grid, width: float, language: Language) -> Markup:
    words = language.ngettext(
        "{label}: {before} activity before, {across_before} of them for several estates; {now} now, {across_now} of them.",
        "{label}: {before} activities before, {across_before} of them for several estates; {now} now, {across_now} of them.",
        row.before,
    ).format(label=row.label, before=row.before, across_before=row.across_before, now=row.now, across_now=row.across_now)
    return _pair(words, grid, width, (row.before, row.across_before), (row.now, row.across_now))


def group_squares(organisation: Organisation, language: Language, *, own: bool, width: float) -> Markup:
    """Draw the city's steering groups, before above and now below.

    Args:
        own: Fill the forum's own; the city's overview has none.
    """
    sentence = (
        language.ngettext(
            "{before} steering group before, {own_before} of them this forum's; {now} now, {own_now} of them.",
            "{before} steering groups before, {own_before} of them this forum's; {now} now, {own_now} of them.",
            organisation.groups_before,
        )
        if own
        else language.ngettext(
            "{before} steering group before, {now} now.", "{before} steering groups before, {now} now.", organisation.groups_before
        )
    )
    words = sentence.format(
        before=organisation.groups_before,
        own_before=organisation.own_groups_before,
        now=organisation.groups_now,
        own_now=organisation.own_groups_now,
    )
    grid = fitting_grid(max(organisation.groups_before, organisation.groups_now), width)
    before = (organisation.groups_before, organisation.own_groups_before if own else 0)
    now = (organisation.groups_now, organisation.own_groups_now if own else 0)
    return _pair(words, grid, width, before, now)


def _pair(words: str, grid: Grid, width: float, before: tuple[int, int], now: tuple[int, int]) -> Markup:
    height = grid.lines(before[0]) * grid.pitch
    drawing = Drawing(width, height + BETWEEN + grid.lines(now[0]) * grid.pitch - grid.pitch * (1 - FILLED_PART), words)
    for (count, filled), top in ((before, 0.0), (now, height + BETWEEN)):
        solid, hollow = grid.paths(count, filled, top)
        drawing.path(solid, fill=INK)
        drawing.path(hollow, stroke=Stroke(width=LINE))
    return drawing.markup()
