"""Elements that match the same rules share the styles of their pseudo-elements, as they share their own.

Replaces `StyleFor.__init__`. The stylesheet of HTML gives every element six pseudo-elements, and a style is made for each of them: ten
thousand of them in a report with a third as many different ones. An element's own style is shared by those with the same parent style and the
same rules; the style of a pseudo-element follows from that style and the same rules, and from nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import inf
from typing import Any, Final

from weasyprint.css import PROGRESS_LOGGER, StyleFor, declaration_precedence, find_style_attributes, preprocess_declarations

Cascade = dict[str, tuple[Any, Any]]


def style_elements(
    self: Any, html: Any, sheets: Sequence[tuple[Any, str, Any]], presentational_hints: bool, font_config: Any, target_collector: Any
) -> None:
    """Compute the styles of a document's elements and pseudo-elements."""
    cascades: dict[Any, Cascade] = {}
    computed: dict[Any, Any] = {}
    self._cascaded_styles, self._computed_styles = cascades, computed
    self.initial_page_sizes = {"box": None, "area": None}
    self._sheets = sheets
    self.font_config = font_config
    PROGRESS_LOGGER.info("Step 3 - Applying CSS")
    fixed = {"root": html.etree_element, "base_url": html.base_url, "target_collector": target_collector}
    own: dict[Any, tuple[Any, ...]] = {}
    for specificity, element, declarations, base_url in find_style_attributes(html.etree_element, presentational_hints, html.base_url):
        own[element] = tuple(declarations)
        prepared = preprocess_declarations(base_url, declarations)
        _declare(cascades.setdefault((element, None), {}), prepared, "author", (inf, specificity))

    first: dict[Any, Any] = {}
    alike: list[tuple[Any, Any]] = []
    for wrapper in html.wrapper_element.iter_subtree():
        element, parent = wrapper.etree_element, wrapper.parent and wrapper.parent.etree_element
        matches = [(number, *match) for number, (sheet, _, _) in enumerate(sheets) for match in sheet.matcher.match(wrapper)]
        rules = tuple((number, specificity, pseudo, id(rule[0])) for number, specificity, _, pseudo, rule in matches)
        key = (id(computed[parent, None]) if wrapper.parent else None, own.get(element), rules)
        model = first.setdefault(key, element)
        if model is not element:
            computed[element, None] = computed[model, None]
            alike.append((element, model))
            continue
        for number, specificity, _, pseudo, (declarations, layer) in matches:
            sheet, origin, sheet_specificity = sheets[number]
            order = inf if layer is None else sheet.layers.index(layer)
            _declare(cascades.setdefault((element, pseudo), {}), declarations, origin, (order, sheet_specificity or specificity))
        self.set_computed_styles(element, parent=parent, **fixed)

    pseudos = defaultdict(list)
    for element, pseudo in cascades:
        if pseudo:
            self.set_computed_styles(element, parent=element, pseudo_type=pseudo, **fixed)
            pseudos[element].append(pseudo)
    for element, model in alike:
        for pseudo in pseudos[model]:
            computed[element, pseudo] = computed[model, pseudo]
    cascades.clear()


def _declare(cascade: Cascade, declarations: Any, origin: str, order: tuple[Any, Any]) -> None:
    """Put declarations into a cascade where none that weighs more is in it."""
    for name, values, important in declarations:
        weight = (declaration_precedence(origin, important), *order)
        known = cascade.get(name)
        if known is None or known[1] <= weight:
            cascade[name] = values, weight


REPLACEMENTS: Final = ((StyleFor, "__init__", style_elements),)
