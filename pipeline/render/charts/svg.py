"""Build an SVG drawing: shapes in points, escaped text, and the text alternative as first child, for screen readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from pipeline.language.typeface import REGULAR

INK: Final = "#17202A"
SECONDARY: Final = "#45505C"
CONTEXT: Final = "#87919C"
LINE_GREY: Final = "#C6CCD3"
HAIR: Final = "#DDE1E6"
BAND: Final = "#E6E9ED"
TILE: Final = "#EEF0F3"
LBF: Final = "#D3D9E0"
WHITE: Final = "#FFF"
WORSE: Final = "#A63F0A"
BETTER: Final = "#0B5A8C"
FAMILY: Final = "Report"
SMALLEST_TEXT: Final = 7.0


def coordinate(value: float) -> str:
    """Return a length with at most two decimals, the same on every machine."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn; `dash` as in ``stroke-dasharray``."""

    colour: str = INK
    width: float = 0.6
    dash: str = ""

    def attributes(self) -> str:
        """Return it as attributes of a shape, with a space before each."""
        dashes = f' stroke-dasharray="{self.dash}"' if self.dash else ""
        return f' stroke="{self.colour}" stroke-width="{coordinate(self.width)}"{dashes}'


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set."""

    size: float = SMALLEST_TEXT
    weight: int = REGULAR
    colour: str = SECONDARY


THIN: Final = Stroke()
SMALL: Final = TextStyle()


class Drawing:
    """One inline SVG under construction; `markup` closes it."""

    def __init__(self, width: float, height: float, title: str) -> None:
        self.width = width
        self.height = height
        self._title = title
        self._parts: list[str] = []

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: Stroke = THIN) -> None:
        """Draw a straight line."""
        ends = f'x1="{coordinate(x1)}" y1="{coordinate(y1)}" x2="{coordinate(x2)}" y2="{coordinate(y2)}"'
        self._parts.append(f"<line {ends}{stroke.attributes()}/>")

    def polyline(self, points: list[tuple[float, float]], stroke: Stroke = THIN) -> None:
        """Draw a line through points; nothing for fewer than two."""
        self.polylines([points], stroke)

    def polylines(self, lines: list[list[tuple[float, float]]], stroke: Stroke = THIN) -> None:
        """Draw several lines of one look as one path; those of fewer than two points are left out."""
        drawn = ("M" + " L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points) for points in lines if len(points) > 1)
        self.path("".join(drawn), stroke=stroke)

    def rect(self, x: float, y: float, width: float, height: float, *, fill: str = "none", stroke: Stroke | None = None) -> None:
        """Draw a rectangle."""
        box = f'x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(width)}" height="{coordinate(height)}"'
        self._parts.append(f'<rect {box} fill="{fill}"{_edge(stroke)}/>')

    def circle(self, x: float, y: float, radius: float, *, fill: str = "none", stroke: Stroke | None = None) -> None:
        """Draw a circle."""
        self._parts.append(f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="{coordinate(radius)}" fill="{fill}"{_edge(stroke)}/>')

    def path(self, d: str, *, fill: str = "none", stroke: Stroke | None = None) -> None:
        """Draw a path; an empty one is left out."""
        if d:
            self._parts.append(f'<path d="{d}" fill="{fill}"{_edge(stroke)}/>')

    def text(self, x: float, y: float, words: str, style: TextStyle = SMALL, *, anchor: str = "start") -> None:
        """Set one line of text on a baseline; `anchor` is start, middle or end."""
        place = f'x="{coordinate(x)}" y="{coordinate(y)}" font-size="{coordinate(style.size)}" font-weight="{style.weight}"'
        self._parts.append(f'<text {place} fill="{style.colour}" text-anchor="{anchor}">{escape(words)}</text>')

    def markup(self) -> Markup:
        """Return the finished SVG."""
        size = f'width="{coordinate(self.width)}pt" height="{coordinate(self.height)}pt"'
        box = f'viewBox="0 0 {coordinate(self.width)} {coordinate(self.height)}"'
        opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} font-family="{FAMILY}"><title>{escape(self._title)}</title>'
        return Markup(opening + "".join(self._parts) + "</svg>")  # noqa: S704 - built from numbers, constants and escaped text


def _edge(stroke: Stroke | None) -> str:
    return "" if stroke is None else stroke.attributes()


def hatch(x: float, y: float, width: float, height: float, step: float = 2.8) -> str:
    """Return the path of diagonal lines that fill a rectangle, clipped at its edges."""
    lines = []
    offset = step
    while offset < width + height:
        x1, y1 = (x, y + offset) if offset <= height else (x + offset - height, y + height)
        x2, y2 = (x + offset, y) if offset <= width else (x + width, y + offset - width)
        lines.append(f"M{coordinate(x1)} {coordinate(y1)}L{coordinate(x2)} {coordinate(y2)}")
        offset += step
    return "".join(lines)
