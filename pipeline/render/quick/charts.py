"""Charts and signs are drawn from their lines, boxes, circles, paths and words as they stand in them.

Replaces `SVG.draw`, which makes a node of every element, looks for rules, clips, masks, filters and markers, and gives the PDF each colour, width,
dash, cap and join by a call of its own. Ours are one list of elements that say all by plain numbers: what is written before and after a shape
follows from four attributes, so WeasyPrint writes it once a report, and what stands between are the numbers. A drawing that holds anything else
goes the long way as a whole.
"""

from __future__ import annotations

import re
from math import inf, pi, sqrt
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw import text as drawing
from weasyprint.matrix import Matrix
from weasyprint.svg.text import Style, TextBox
from weasyprint.text import line_break

from pipeline.render.lettering import by_word
from pipeline.render.quick.page import DRAWING, MARK
from pipeline.render.quick.writing import to_bytes

Attributes = dict[str, str]

draw_long_way: Final = svg.SVG.draw
FIRST_SIZE: Final = 16.0  # of letters, in pixels, where a drawing begins
LOOK: Final = ("fill", "stroke", "stroke-width", "stroke-dasharray")
ROOT: Final = {MARK, "width", "height", "viewBox", "preserveAspectRatio", "font-family"}
NUMBER: Final = r"-?\d*\.?\d+"
NUMBERS: Final = re.compile(NUMBER)
COLOURS: Final = re.compile(r"none|#(?:[0-9A-Fa-f]{3}){1,2}")
PLAIN: Final = {
    **dict.fromkeys(("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "stroke-width"), NUMBERS),
    **dict.fromkeys(("fill", "stroke"), COLOURS),
    "stroke-dasharray": re.compile(rf"{NUMBER}(?: {NUMBER})*"),
    "d": re.compile(rf"(?:M{NUMBER} {NUMBER}(?: ?L{NUMBER} {NUMBER}|[HVhv]{NUMBER})+[Zz]?)+"),
    "font-size": re.compile(r"\d*\.?\d+"),
    "font-weight": re.compile(r"\d+"),
    "text-anchor": re.compile(r"start|middle|end"),
}
PLACE: Final = {"x", "y", "font-size"}
STEP: Final = re.compile(rf"([MLHVZhvz])({NUMBER})?(?: ({NUMBER}))?")
WORDS: Final = re.compile(r"[^ \n\r\t]+(?: [^ \n\r\t]+)*")


class _Look(NamedTuple):
    """What is written before a shape or words, how they are painted, and the opacities that this names."""

    before: bytes
    paint: bytes
    opacities: dict[str, Any]


def draw(self: Any, stream: Any, concrete_width: Any, concrete_height: Any, base_url: Any, context: Any) -> None:
    """Draw a drawing in this size."""
    shapes = None if context is None else _read(self.tree._etree_node)
    if not shapes or (shapes[0][0].tag != TITLE and _knows_colours(stream)):  # WeasyPrint forgets them at a title
        draw_long_way(self, stream, concrete_width, concrete_height, base_url, context)
        return
    self.stream, self.base_url, self.context = stream, base_url, context
    self.tree.set_svg_size(self, concrete_width, concrete_height)
    stream.push_state()
    svg.svg(self, self.tree, FIRST_SIZE)
    for element, steps in shapes:
        if element.tag == TEXT:
            _set(self, element, _look(self, element))
        elif element.tag != TITLE:
            look = _look(self, element)
            _name(stream, look)
            stream.stream.append(b"\n".join((b"q", look.before, *steps, look.paint, b"Q")))
    stream.pop_state()


def _knows_colours(stream: Any) -> bool:
    """Tell whether a colour is set that would not be set again."""
    return stream._current_alpha is not None or stream._current_alpha_stroke is not None


def _read(root: Element) -> list[tuple[Element, list[bytes]]] | None:
    """Return the elements of a drawing with the steps that draw them; None where it holds anything that ours do not."""
    if root.tag != SVG or not ROOT.issuperset(root.attrib):
        return None
    try:
        return [(element, _steps(element)) for element in root]
    except (KeyError, ValueError):
        return None


def _steps(element: Element) -> list[bytes]:
    """Return the steps that draw an element; none for titles, and for words, whose width is not known yet.

    Raises:
        KeyError, ValueError: it is none of ours.
    """
    attrib = element.attrib
    if len(element) or not all(PLAIN[name].fullmatch(value) for name, value in attrib.items()):
        raise ValueError
    if element.tag == TEXT and not (svg.text is by_word and attrib.keys() >= PLACE and WORDS.fullmatch(element.text or "")):
        raise ValueError
    return SHAPES[element.tag](attrib)


def _line(attrib: Attributes) -> list[bytes]:
    x1, y1, x2, y2 = (float(attrib.get(name, "0")) for name in ("x1", "y1", "x2", "y2"))
    return [_step(b"m", x1, y1), _step(b"l", x2, y2)]


def _rect(attrib: Attributes) -> list[bytes]:
    x, y, width, height = (float(attrib.get(name, "0")) for name in ("x", "y", "width", "height"))
    return [_step(b"re", x, y, width, height)] if width > 0 and height > 0 else []


def _circle(attrib: Attributes) -> list[bytes]:
    """Return four arcs, bent as WeasyPrint bends them."""
    x, y, r = (float(attrib.get(name, "0")) for name in ("cx", "cy", "r"))
    bend = r / sqrt(pi)
    steps = [
        _step(b"m", x + r, y),
        _step(b"c", x + r, y + bend, x + bend, y + r, x, y + r),
        _step(b"c", x - bend, y + r, x - r, y + bend, x - r, y),
        _step(b"c", x - r, y - bend, x - bend, y - r, x, y - r),
        _step(b"c", x + bend, y - r, x + r, y - bend, x + r, y),
        b"h",
    ]
    return steps if r else []


def _path(attrib: Attributes) -> list[bytes]:
    """Return straight lines; those across and down go on from where the last one ended."""
    steps, x, y = [b"0 0 m"], 0.0, 0.0
    for letter, first, second in STEP.findall(attrib["d"]):
        if letter in "Zz":
            steps.append(b"h")
            continue
        if letter in "Hh":
            x = float(first) + (x if letter == "h" else 0)
        elif letter in "Vv":
            y = float(first) + (y if letter == "v" else 0)
        else:
            x, y = float(first), float(second)
        steps.append(_step(b"m" if letter == "M" else b"l", x, y))
    return steps


def _step(operator: bytes, *numbers: float) -> bytes:
    return b" ".join((*map(to_bytes, numbers), operator))


def _look(chart: Any, element: Element) -> _Look:
    """Return the look of an element, which WeasyPrint writes once a report."""
    known: dict[Any, _Look] = chart.context.__dict__.setdefault("looks", {})
    words = element.tag == TEXT
    key = (words, *map(element.get, LOOK))
    if key not in known:
        stream, chart.stream = chart.stream, chart.stream.clone(resources={"ExtGState": {}})
        node = svg.Node(ElementWrapper.from_xml_root(element), chart.tree._style)
        paints = chart.set_graphical_state(node, FIRST_SIZE)
        before = b"\n".join(chart.stream.stream)
        chart.fill_stroke(*paints, text=words)
        known[key] = _Look(before, chart.stream.stream[-1], chart.stream._resources["ExtGState"])
        chart.stream = stream
    return known[key]


def _name(stream: Any, look: _Look) -> None:
    """Let a stream know the opacities of a look."""
    known = stream._resources["ExtGState"]
    for name, opacity in look.opacities.items():
        if name not in known:
            known[name] = pydyf.Dictionary(opacity)


def _set(chart: Any, element: Element, look: _Look) -> None:
    """Set words; those that end at their place or have it in their middle are drawn by a form, which is then moved."""
    stream, anchor = chart.stream, element.get("text-anchor", "start")
    x, y, size = (float(element.attrib[name]) for name in ("x", "y", "font-size"))
    style = _style(chart, size, int(element.get("font-weight", "400")))
    layout, _, _, width, height, baseline = line_break.split_first_line(element.text, style, chart.context, inf, 0)
    stream.push_state()
    target = stream if anchor == "start" else stream.add_group(0, 0, 0, 0)
    target.push_state()
    _name(target, look)
    target.stream.append(look.before)
    target.begin_text()
    target.stream.append(look.paint)
    layout.reactivate(style)
    box = TextBox(layout, style)
    box.baseline = baseline
    pictures = drawing.draw_first_line(target, box, "none", "none", Matrix(d=-1, e=x, f=y))
    target.end_text()
    target.pop_state()
    drawing.draw_emojis(target, style, x, y, pictures)
    if target is not stream:
        top, width = y - baseline, x + width - x
        target.extra["BBox"][:] = x - size, top - size, x + width + size, top + (top + height - top) + size
        stream.push_state()
        stream.transform(e=-(width / 2 if anchor == "middle" else width))
        stream.draw_x_object(target.id)
        stream.pop_state()
    stream.pop_state()


def _style(chart: Any, size: float, weight: int) -> Any:
    """Return the style of words, one for all of a size and weight."""
    known = chart.context.__dict__.setdefault("label_styles", {})
    family = chart.tree.get("font-family", "sans-serif")
    key = (family, size, weight)
    if key not in known:
        known[key] = style = Style(INITIAL_VALUES)
        style.font_config = chart.font_config
        style["font_family"] = [name.strip("\"'") for name in family.split(",")]
        style["font_size"], style["font_weight"] = size, weight
    return known[key]


SVG, TITLE, TEXT, LINE, RECT, CIRCLE, PATH = (f"{{{DRAWING}}}{name}" for name in ("svg", "title", "text", "line", "rect", "circle", "path"))
SHAPES: Final = {TITLE: lambda _: [], TEXT: lambda _: [], LINE: _line, RECT: _rect, CIRCLE: _circle, PATH: _path}
REPLACEMENTS: Final = ((svg.SVG, "draw", draw),)
