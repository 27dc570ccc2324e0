"""Share computed styles between reports.

An element's style follows from its parent's style, the rules that it matches and three of its attributes, and from nothing else in a
report; the styles of its pseudo-elements follow from that style and the same rules. So a process keeps the styles it has computed, a
few hundred, for the next reports, with all values derived from them. A report's elements and texts are discarded with it.
Lengths relative to the page size are those of the first report: all have the same page size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, partial
from math import inf
from typing import Any, Final

from weasyprint import CSS
from weasyprint.css import StyleFor, declaration_precedence, find_style_attributes, find_stylesheets, preprocess_declarations
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Document
from weasyprint.html import UA_COUNTER_STYLE
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext

from pipeline.render.assets import TEMPLATES

ATTRIBUTES: Final = ("style", "lang", "id")  # attributes that become declarations
Sheets = Sequence[tuple[CSS, str, Any]]


class KnownStyles:
    """The styles of an element and its pseudo-elements, and below them those of its children by matched rules."""

    def __init__(self) -> None:
        self.styles: dict[str | None, Any] = {}
        self.below: defaultdict[tuple[object, ...], KnownStyles] = defaultdict(KnownStyles)


class SharedStyles(StyleFor):  # type: ignore[misc]  # because WeasyPrint carries no types
    """The styles of one report's elements, computed only if no earlier report had them."""

    def __init__(self, html: Any, sheets: Sheets, font_config: Any, target_collector: TargetCollector, known: KnownStyles) -> None:
        self._cascaded_styles: dict[Any, dict[str, Any]] = {}
        self._computed_styles: dict[Any, Any] = {}
        self.initial_page_sizes = {"box": None, "area": None}
        self._sheets, self.font_config = sheets, font_config
        own = defaultdict(list)
        for specificity, element, declarations, _ in find_style_attributes(html.etree_element, base_url=html.base_url):
            found = list(preprocess_declarations(html.base_url, declarations))  # warns of each, even if known
            own[element].append((specificity, found))
        places = {None: known}
        for wrapper in html.wrapper_element.iter_subtree():
            element, parent = wrapper.etree_element, wrapper.parent and wrapper.parent.etree_element
            matches = [(number, *match) for number, (sheet, _, _) in enumerate(sheets) for match in sheet.matcher.match(wrapper)]
            place = places[parent].below[tuple((number, order) for number, _, order, _, _ in matches), *map(element.get, ATTRIBUTES)]
            places[element] = place
            if not place.styles:
                self._cascade(element, own[element], matches)
                for pseudo in (None, *(pseudo for _, pseudo in self._cascaded_styles if pseudo)):
                    self.set_computed_styles(element, element if pseudo else parent, html.etree_element, pseudo, html.base_url)
                    place.styles[pseudo] = self._computed_styles[element, pseudo]
                self._cascaded_styles.clear()
            for pseudo, style in place.styles.items():
                self._computed_styles[element, pseudo] = style
                if style["anchor"]:
                    target_collector.collect_anchor(style["anchor"])

    def _cascade(self, element: Any, own: Sequence[Any], matches: Sequence[Any]) -> None:
        """Collect the declarations for an element and its pseudo-elements into a cascade each."""
        for specificity, declarations in own:
            self._declare((element, None), declarations, "author", (inf, specificity))
        for number, specificity, _, pseudo, (declarations, layer) in matches:
            sheet, origin, sheet_specificity = self._sheets[number]
            order = inf if layer is None else sheet.layers.index(layer)
            self._declare((element, pseudo), declarations, origin, (order, sheet_specificity or specificity))

    def _declare(self, whose: Any, declarations: Any, origin: str, order: tuple[Any, Any]) -> None:
        """Add declarations to a cascade unless it has one with more weight."""
        cascade = self._cascaded_styles.setdefault(whose, {})
        for name, values, important in declarations:
            weight = (declaration_precedence(origin, important), *order)
            if name not in cascade or cascade[name][1] <= weight:
                cascade[name] = values, weight


class SharingDocument(Document):  # type: ignore[misc]  # because WeasyPrint carries no types
    """A document whose elements reuse the styles of earlier ones."""

    @classmethod
    def _build_layout_context(cls, html: Any, font_config: Any, counter_style: Any, color_profiles: Any, options: Any) -> LayoutContext:
        counter_style.update(UA_COUNTER_STYLE.copy())
        fetcher, targets = html.url_fetcher, TargetCollector()
        place = html.wrapper_element, html.media_type, fetcher, html.base_url, font_config, counter_style, color_profiles
        own = list(find_stylesheets(*place, page_rules=[], layers=[]))  # a report has none; an added one would still use our fetcher
        given = tuple(options["stylesheets"])
        sheets = [
            (elements(), "user agent", None),
            *((sheet, "author", None) for sheet in own),
            *((sheet, "user", None) for sheet in given),
        ]
        styles = SharedStyles(html, sheets, font_config, targets, KnownStyles() if own else html.known_styles[given])
        images = partial(get_image_from_uri, cache={}, url_fetcher=fetcher, options=options)
        return LayoutContext(styles, images, font_config, counter_style, targets)


@cache
def elements() -> CSS:
    """Return the browser defaults for HTML elements; list counters are returned separately."""
    return CSS(string=(TEMPLATES / "elements.css").read_text(encoding="utf-8"), counter_style=CounterStyle())
