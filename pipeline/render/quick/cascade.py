"""Elements that match the same rules share the styles of their pseudo-elements, as they share their own, and so do those of later reports.

Replaces `StyleFor.__init__`. An element's style follows from the style of its parent, the rules that it matches and a few of its attributes, and
from nothing that a report says; the styles of its pseudo-elements follow from that style and the same rules. The stylesheet of all reports keeps
those that it has led to, a few hundred, with all that was found out about them. What a drawing consists of gets no style: the drawing is
a picture. Lengths by the size of the first page are taken to be the same in all reports, which have one size of page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from types import SimpleNamespace
from typing import Any, Final

from weasyprint.css import StyleFor, declaration_precedence, find_style_attributes, preprocess_declarations

DRAWING: Final = "{http://www.w3.org/2000/svg}svg"
UNSEEN: Final = {"display": ("none",)}
TELLING: Final = ("style", "lang", "id", "name", "width", "height")  # attributes that become declarations
MOST: Final = 5_000  # styles are kept; a report has three hundred
Styles = dict[str | None, Any]
style_long_way: Final = StyleFor.__init__


def style_elements(
    self: Any, html: Any, sheets: Sequence[tuple[Any, str, Any]], presentational_hints: bool, font_config: Any, target_collector: Any
) -> None:
    """Compute the styles of a document's elements and pseudo-elements."""
    if presentational_hints:
        style_long_way(self, html, sheets, presentational_hints, font_config, target_collector)
        return
    computed: dict[Any, Any] = {}
    self._cascaded_styles, self._computed_styles = {}, computed
    self.initial_page_sizes = {"box": None, "area": None}
    self._sheets = sheets
    self.font_config = font_config
    known = _known(sheets, font_config, html.base_url)
    for wrapper in _outside_drawings(html.wrapper_element):
        element, parent = wrapper.etree_element, wrapper.parent and wrapper.parent.etree_element
        if element.tag == DRAWING:
            computed.update(((child, None), UNSEEN) for child in element)
        matches = [(number, *match) for number, (sheet, _, _) in enumerate(sheets) for match in sheet.matcher.match(wrapper)]
        rules = tuple((number, specificity, pseudo, id(rule[0])) for number, specificity, _, pseudo, rule in matches)
        key = (id(computed[parent, None]) if wrapper.parent else None, tuple(map(element.get, TELLING)), rules)
        if key in known:
            styles = known[key]
            computed.update(((element, pseudo), style) for pseudo, style in styles.items())
            if styles[None]["anchor"]:
                target_collector.collect_anchor(styles[None]["anchor"])
        else:
            _cascade(self._cascaded_styles, element, matches, sheets, html.base_url)
            fixed = {"root": html.etree_element, "base_url": html.base_url, "target_collector": target_collector}
            self.set_computed_styles(element, parent=parent, **fixed)
            pseudos = [pseudo for _, pseudo in self._cascaded_styles if pseudo]
            for pseudo in pseudos:
                self.set_computed_styles(element, parent=element, pseudo_type=pseudo, **fixed)
            known[key] = {pseudo: computed[element, pseudo] for pseudo in (None, *pseudos)}
            self._cascaded_styles.clear()


def _known(sheets: Sequence[tuple[Any, str, Any]], font_config: Any, base_url: str) -> dict[Any, Styles]:
    """Return the styles that documents with the same sheets led to, by parent's style, attributes and rules."""
    of = [*(sheet for sheet, _, _ in sheets), font_config, base_url]
    last = of[len(sheets) - 1].__dict__
    if last.get("known_of") != of or len(last["known"]) > MOST:
        last["known_of"], last["known"] = of, {}
    return last["known"]  # type: ignore[no-any-return]  # because WeasyPrint carries no types


def _outside_drawings(wrapper: Any) -> Iterator[Any]:
    """Yield an element and all in it, but not what a drawing consists of."""
    yield wrapper
    if wrapper.etree_element.tag != DRAWING:
        for child in wrapper.iter_children():
            yield from _outside_drawings(child)


def _cascade(cascades: dict[Any, Any], element: Any, matches: Sequence[Any], sheets: Sequence[Any], base_url: str) -> None:
    """Put the declarations that hold for an element and its pseudo-elements into a cascade each."""
    alone = SimpleNamespace(iter=lambda: [element])
    for specificity, _, declarations, _ in find_style_attributes(alone, base_url=base_url):
        prepared = preprocess_declarations(base_url, declarations)
        _declare(cascades.setdefault((element, None), {}), prepared, "author", (inf, specificity))
    for number, specificity, _, pseudo, (declarations, layer) in matches:
        sheet, origin, sheet_specificity = sheets[number]
        order = inf if layer is None else sheet.layers.index(layer)
        _declare(cascades.setdefault((element, pseudo), {}), declarations, origin, (order, sheet_specificity or specificity))


def _declare(cascade: dict[str, tuple[Any, Any]], declarations: Any, origin: str, order: tuple[Any, Any]) -> None:
    """Put declarations into a cascade where none that weighs more is in it."""
    for name, values, important in declarations:
        weight = (declaration_precedence(origin, important), *order)
        known = cascade.get(name)
        if known is None or known[1] <= weight:
            cascade[name] = values, weight


REPLACEMENTS: Final = ((StyleFor, "__init__", style_elements),)
