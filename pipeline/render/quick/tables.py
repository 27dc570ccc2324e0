"""Where cells meet, most have no border that could win.

Replaces `collapse_table_borders`, which compares the borders of every cell, row, column and table with their neighbours', six thousand a report,
though most are not there. A border of no width and no style never wins; what the others weigh follows from the style, and many have the same.
A table that is written from right to left goes the long way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import TableCellBox
from weasyprint.layout.table import TRANSPARENT

SIDES: Final = ("top", "right", "bottom", "left")
RANKS: Final = {
    style: rank
    for rank, style in enumerate(["none", "inset", "groove", "outset", "ridge", "dotted", "dashed", "solid", "double", "hidden"])
}
DRAWN_AS: Final = {"inset": "ridge", "outset": "groove"}
ABSENT: Final = ((0, 0, RANKS["none"]), ("none", 0, TRANSPARENT))
FORBIDDEN: Final = ((1, 0, RANKS["hidden"]), ("hidden", 0, TRANSPARENT))
collapse_long_way: Final = build.collapse_table_borders


def collapse(table: Any, width: int, height: int) -> Any:
    """Give every box of a table its borders, and return those between columns and those between rows."""
    if not (width and height) or table.style["direction"] != "ltr":
        return collapse_long_way(table, width, height)
    upright = [[ABSENT] * (width + 1) for _ in range(height)]
    level = [[ABSENT] * width for _ in range(height + 1)]
    known: dict[int, Any] = {}
    for box, x, y, columns, rows in _by_strength(table, width, height):
        if columns > 1 or rows > 1:
            _clear(box, upright[y : y + rows], level[y + 1 : y + rows], x, columns)
        if (borders := known.get(id(box.style))) is None:
            borders = known[id(box.style)] = _borders(box.style)
        if borders:
            _compete(borders, upright[y : y + rows], (level[y], level[y + rows]), x, columns)
    _share(table, upright, level)
    return upright, level


def _by_strength(table: Any, width: int, height: int) -> Iterator[tuple[Any, int, int, int, int]]:
    """Yield the boxes of a table and where they are: column, row, columns, rows. Of equal borders the first one wins."""
    rows = list(enumerate(row for group in table.children for row in group.children))
    for y, row in rows:
        for cell in row.children:
            yield cell, cell.grid_x, y, cell.colspan, cell.rowspan
    for y, row in rows:
        yield row, 0, y, width, 1
    y = 0
    for group in table.children:
        yield group, 0, y, width, len(group.children)
        y += len(group.children)
    for group in table.column_groups:
        for column in group.children:
            yield column, column.grid_x, 0, 1, height
    for group in table.column_groups:
        yield group, group.grid_x, 0, group.span, height
    yield table, 0, 0, width, height


def _clear(box: Any, upright: Any, level: Any, x: int, columns: int) -> None:
    """Let no border be inside a cell that spans several columns or rows."""
    if isinstance(box, TableCellBox):
        for line in upright:
            line[x + 1 : x + columns] = [FORBIDDEN] * (columns - 1)
        for line in level:
            line[x : x + columns] = [FORBIDDEN] * columns


def _compete(borders: Any, upright: Any, level: Any, x: int, columns: int) -> None:
    """Let the borders of a box win over the weaker ones around it."""
    for side, border in borders:
        places = (
            [(line, x if side == "left" else x + columns) for line in upright]
            if side in ("left", "right")
            else [(level[side == "bottom"], at) for at in range(x, x + columns)]
        )
        for line, at in places:
            if line[at][0] < border[0]:
                line[at] = border


def _share(table: Any, upright: Any, level: Any) -> None:
    """Give cells and table the inner half of the widest border on each side, and the other boxes none."""
    for group in (*table.children, *table.column_groups):
        for box in (group, *group.children):
            _set(box, 0, 0, 0, 0)
    for y, row in enumerate(row for group in table.children for row in group.children):
        for cell in row.children:
            x, end, below = cell.grid_x, cell.grid_x + cell.colspan, y + cell.rowspan
            _set(cell, _widest(level[y][x:end]), _across(upright[y:below], end), _widest(level[below][x:end]), _across(upright[y:below], x))
    _set(table, _widest(level[0]), _across(upright[:1], len(level[0])), _widest(level[-1]), _across(upright[:1], 0))


def _borders(style: Any) -> list[tuple[str, Any]]:
    """Return the borders of a style that are there: on which side, what they weigh, and how they look."""
    borders = []
    for side in SIDES:
        look, width = style[f"border_{side}_style"], style[f"border_{side}_width"]
        weight = (int(look == "hidden"), width, RANKS[look])
        if weight > ABSENT[0]:
            borders.append((side, (weight, (DRAWN_AS.get(look, look), width, get_color(style, f"border_{side}_color")))))
    return borders


def _widest(borders: Any) -> Any:
    return max(width for _, (_, width, _) in borders)


def _across(lines: Any, x: int) -> Any:
    return max(line[x][1][1] for line in lines)


def _set(box: Any, *widths: Any) -> None:
    """Give a box half of these widths: top, right, bottom, left."""
    for side, width in zip(SIDES, widths, strict=True):
        setattr(box, f"border_{side}_width", width / 2)


REPLACEMENTS: Final = ((build, "collapse_table_borders", collapse),)
