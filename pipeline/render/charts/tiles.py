"""The schematic map: one tile a forum, with its number of deprived areas before and now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from pipeline.render.charts.svg import INK, TILE, WHITE, Drawing
from pipeline.report import Figure, Tile
from pipeline.report.figures import State
from pipeline.typeface import REGULAR, SEMIBOLD, text_width
from pipeline.wording import Language

WIDTH: Final = 156.5
GAP: Final = 3.4
PAD: Final = 3.6
SIZE: Final = 7.2
LEADING: Final = 8.2
LEAST_HEIGHT: Final = 40.2
SIGNS: Final = {State.HIDDEN: "•", State.MISSING: "–"}


def tile_map(tiles: Sequence[Tile], language: Language, before: int, now: int, width: float = WIDTH) -> Markup:
    """Draw the forums where they lie, north up."""
    if not tiles:
        return Markup()
    columns, rows = max(tile.column for tile in tiles), max(tile.row for tile in tiles)
    side = (width - GAP * (columns - 1)) / columns
    names = [wrap(tile.forum, side - 2 * PAD, SEMIBOLD if tile.own else REGULAR) for tile in tiles]
    height = max(LEAST_HEIGHT, max(len(lines) for lines in names) * LEADING + 18)
    drawing = Drawing(width, rows * height + (rows - 1) * GAP, _in_words(tiles, language, before, now))
    for tile, lines in zip(tiles, names, strict=True):
        left, top = (tile.column - 1) * (side + GAP), (tile.row - 1) * (height + GAP)
        weight, ink = (SEMIBOLD, WHITE) if tile.own else (REGULAR, INK)
        drawing.rect(left, top, side, height, fill=INK if tile.own else TILE)
        for number, line in enumerate(lines):
            drawing.text(left + PAD, top + 9.6 + number * LEADING, line, size=SIZE, weight=weight, fill=ink)
        change = f"{_sign(tile.deprived_before, language)} → {_sign(tile.deprived_now, language)}"
        drawing.text(left + PAD, top + height - 4.4, change, size=9.5, weight=SEMIBOLD, fill=ink)
    return drawing.markup()


def wrap(name: str, width: float, weight: int) -> list[str]:
    """Break a name into lines at its spaces, slashes and hyphens; a word that is too long for a line is broken where it must be."""
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
    """Return how many characters fit in front of a hyphen, at least one."""
    fitting = (count for count in range(len(word) - 1, 0, -1) if text_width(word[:count] + "-", SIZE, weight) <= width)
    return next(fitting, 1)


def _sign(figure: Figure, language: Language) -> str:
    return SIGNS[figure.state] if figure.value is None else language.number(figure.value)


def _in_words(tiles: Sequence[Tile], language: Language, before: int, now: int) -> str:
    places = []
    for tile in tiles:
        sentence = (
            language.gettext("{forum} {before} and {now} (this report)") if tile.own else language.gettext("{forum} {before} and {now}")
        )
        places.append(
            sentence.format(forum=tile.forum, before=_word(tile.deprived_before, language), now=_word(tile.deprived_now, language))
        )
    opening = language.gettext("Schematic map of the forums with the number of deprived areas in {before} and {now}:").format(
        before=before, now=now
    )
    return f"{opening} {', '.join(places)}."


def _word(figure: Figure, language: Language) -> str:
    if figure.value is not None:
        return language.number(figure.value)
    return language.gettext("hidden") if figure.state is State.HIDDEN else language.gettext("not stated")
