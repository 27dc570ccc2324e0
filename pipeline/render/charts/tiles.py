"""The schematic map: one tile per forum, with the share of its residents in deprived areas before and now.

With too many forums for names, each tile keeps its place and shows a sign: a lower, a higher or the same share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from pipeline.language.language import Language
from pipeline.language.rounding import round_printed
from pipeline.language.typeface import REGULAR, SEMIBOLD, text_width
from pipeline.render.charts.svg import INK, TILE, WHITE, Drawing, TextStyle, coordinate
from pipeline.report.model.figures import Figure
from pipeline.report.model.overview import Tile

WIDTH: Final = 156.5
GAP: Final = 3.4
PAD: Final = 3.6
SIZE: Final = 7.2
LEADING: Final = 8.2
NUMBER_SIZE: Final = 9.5
LEAST_HEIGHT: Final = 40.2
MOST_LINES: Final = 5
LEAST_SIDE: Final = 34.0  # narrower tiles fit neither a name nor two numbers
SMALL_GAP: Final = 1.2
LARGEST_SMALL: Final = 16.0
TALLEST_SMALL: Final = 118.0
MISSING_SIGN: Final = "–"


def tile_map(tiles: Sequence[Tile], language: Language, before: int, now: int) -> Markup:
    """Draw the forums at their positions, north up."""
    if not tiles:
        return Markup()
    if are_small(tiles):
        return _small_map(tiles, language, before, now)
    columns, rows = _size(tiles)
    side = _side(columns)
    names = [shorten(wrap(tile.forum, room, weight), room, weight) for tile, room, weight in _rooms(tiles, side)]
    height = max(LEAST_HEIGHT, max(len(lines) for lines in names) * LEADING + 18)
    drawing = Drawing(WIDTH, rows * height + (rows - 1) * GAP, _in_words(tiles, language, before, now))
    for tile, lines in zip(tiles, names, strict=True):
        left, top = (tile.column - 1) * (side + GAP), (tile.row - 1) * (height + GAP)
        weight, ink = (SEMIBOLD, WHITE) if tile.own else (REGULAR, INK)
        drawing.rect(left, top, side, height, fill=INK if tile.own else TILE)
        for number, line in enumerate(lines):
            drawing.text(left + PAD, top + 9.6 + number * LEADING, line, TextStyle(SIZE, weight, ink))
        change = _change(tile, language)
        size = min(NUMBER_SIZE, (side - 2 * PAD) / text_width(change, 1.0, SEMIBOLD))
        drawing.text(left + PAD, top + height - 4.4, change, TextStyle(size, SEMIBOLD, ink))
    return drawing.markup()


def are_small(tiles: Sequence[Tile]) -> bool:
    """Return whether there are too many tiles for names and numbers."""
    return bool(tiles) and _side(_size(tiles)[0]) < LEAST_SIDE


def _size(tiles: Sequence[Tile]) -> tuple[int, int]:
    """Return the map's number of columns and rows."""
    return max(tile.column for tile in tiles), max(tile.row for tile in tiles)


def _side(columns: int) -> float:
    return (WIDTH - GAP * (columns - 1)) / columns


def _rooms(tiles: Sequence[Tile], side: float) -> list[tuple[Tile, float, int]]:
    """Return each tile with the width and the weight of its name."""
    return [(tile, side - 2 * PAD, SEMIBOLD if tile.own else REGULAR) for tile in tiles]


def shorten(lines: list[str], width: float, weight: int) -> list[str]:
    """Return a name on at most five lines, with an ellipsis if it is longer. The text alternative has the whole name."""
    if len(lines) <= MOST_LINES:
        return lines
    last = lines[MOST_LINES - 1].rstrip("-/ ")
    while text_width(f"{last}…", SIZE, weight) > width:
        last = last[:-1]
    return [*lines[: MOST_LINES - 1], f"{last}…"]


def _small_map(tiles: Sequence[Tile], language: Language, before: int, now: int) -> Markup:
    """Draw tiles without text; the report's own forum is named below them."""
    columns, rows = _size(tiles)
    pitch = min((WIDTH + SMALL_GAP) / columns, TALLEST_SMALL / rows, LARGEST_SMALL)
    own = [f"{tile.forum}: {_change(tile, language)}" for tile in tiles if tile.own]
    lines = [line for words in own for line in wrap(words, WIDTH, SEMIBOLD)]
    words = language.gettext(
        "Schematic map of {forums} forums. Each square shows whether a lower, a higher or the same share of residents live in deprived areas in {now} as in {before}."
    ).format(forums=len(tiles), before=before, now=now)
    places = [_place(tile, language) for tile in tiles if tile.own]
    drawing = Drawing(WIDTH, rows * pitch + len(lines) * LEADING + 0.4, " ".join([words, *(f"{place}." for place in places)]))
    for tile in tiles:
        left, top, side = (tile.column - 1) * pitch, (tile.row - 1) * pitch, pitch - SMALL_GAP
        drawing.rect(left, top, side, side, fill=INK if tile.own else TILE)
        drawing.path(_small_sign(tile, left + side / 2, top + side / 2, side * 0.28), fill=WHITE if tile.own else INK)
    for number, line in enumerate(lines, 1):
        drawing.text(0, rows * pitch + number * LEADING - 1, line, TextStyle(SIZE, SEMIBOLD, INK))
    return drawing.markup()


def _small_sign(tile: Tile, x: float, y: float, half: float) -> str:
    """Return a triangle down or up, a square, or nothing if a number is missing."""
    if tile.residents_before.value is None or tile.residents_now.value is None:
        return ""
    before, now = (round_printed(100 * share, 1) for share in (tile.residents_before.value, tile.residents_now.value))
    if before == now:
        half *= 0.45
        corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    else:
        down = half if now < before else -half
        corners = [(x - half, y - down), (x + half, y - down), (x, y + down)]
    return f"M{'L'.join(f'{coordinate(a)} {coordinate(b)}' for a, b in corners)}z"


def wrap(name: str, width: float, weight: int) -> list[str]:
    """Break a name into lines at spaces, slashes and hyphens; a word longer than a line is broken anywhere."""
    lines = [""]
    for part in re.findall(r"[^\s/-]+[/-]?\s*|\S\s*", name):
        if lines[-1] and text_width((lines[-1] + part).rstrip(), SIZE, weight) > width:
            lines.append("")
        lines[-1] += part
        while text_width(lines[-1].rstrip(), SIZE, weight) > width:
            cut = _cut(lines[-1], width, weight)
            lines[-1:] = [lines[-1][:cut] + "-", lines[-1][cut:]]
    return [line.rstrip() for line in lines if line.strip()]


def _cut(word: str, width: float, weight: int) -> int:
    """Return how many characters fit before a hyphen, at least one."""
    fitting = (count for count in range(len(word) - 1, 0, -1) if text_width(word[:count] + "-", SIZE, weight) <= width)
    return next(fitting, 1)


def _change(tile: Tile, language: Language) -> str:
    return f"{_sign(tile.residents_before, language)} → {_sign(tile.residents_now, language)}"


def _sign(figure: Figure, language: Language) -> str:
    return MISSING_SIGN if figure.value is None else language.share(figure.value)


def _in_words(tiles: Sequence[Tile], language: Language, before: int, now: int) -> str:
    places = [_place(tile, language) for tile in tiles]
    opening = language.gettext("Schematic map of the forums with the share of residents in deprived areas in {before} and {now}:").format(
        before=before, now=now
    )
    return f"{opening} {', '.join(places)}."


def _place(tile: Tile, language: Language) -> str:
    sentence = language.gettext("{forum} {before} and {now} (this report)") if tile.own else language.gettext("{forum} {before} and {now}")
    return sentence.format(forum=tile.forum, before=_word(tile.residents_before, language), now=_word(tile.residents_now, language))


def _word(figure: Figure, language: Language) -> str:
    if figure.value is not None:
        return language.percent(figure.value)
    return language.gettext("not stated")
