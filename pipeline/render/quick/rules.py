"""Only rules that may match are asked of an element.

`rules_for` stands for the stylesheet of HTML that WeasyPrint gives every document: it has rules for right-to-left lists, forms and hidden
columns, which are asked of each of a report's elements and match none. What is left of it decides as before, since a selector that names
something the document does not have never matches.

And replaces `Matcher.match`, which gathers and sorts the rules that may match for every element anew: they follow from its names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

import tinycss2
from cssselect2 import Matcher, parser
from cssselect2.compiler import ascii_lower
from weasyprint import CSS
from weasyprint.css.counters import CounterStyle
from weasyprint.html import UA

MOST: Final = 5_000  # sets of names are kept; a report has two hundred


@lru_cache(maxsize=16)  # reports share a few templates, and so a few sets of names
def rules_for(names: frozenset[str]) -> CSS:
    """Return the stylesheet of HTML, as far as it is about elements and attributes of these names."""
    rules = tinycss2.parse_stylesheet(UA, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        if rule.type == "qualified-rule":
            kept = [selector for selector in _split(rule.prelude) if _can_match(next(iter(parser.parse(selector))), names)]
            rule.prelude = [token for selector in kept for token in (*selector, tinycss2.ast.LiteralToken(0, 0, ","))][:-1]
    kept_rules = [rule for rule in rules if rule.type != "qualified-rule" or rule.prelude]
    return CSS(string=tinycss2.serialize(kept_rules), counter_style=CounterStyle())  # the counters of HTML are given apart


def _split(prelude: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield the selectors of a rule."""
    selector: list[Any] = []
    for part in prelude:
        if part == ",":
            yield selector
            selector = []
        else:
            selector.append(part)
    yield selector


def _can_match(selector: Any, names: frozenset[str]) -> bool:
    """Whether a selector, or a part of one, names only what is there; what is said of other than names may hold."""
    match selector:
        case parser.Selector(parsed_tree=part) | parser.RelativeSelector(selector=part):
            return _can_match(part, names)
        case parser.CombinedSelector(left=left, right=right):
            return _can_match(left, names) and _can_match(right, names)
        case parser.CompoundSelector(simple_selectors=parts):
            return all(_can_match(part, names) for part in parts)
        case parser.LocalNameSelector(lower_local_name=name) | parser.AttributeSelector(lower_name=name):
            return name in names
        case (
            parser.MatchesAnySelector(selector_list=parts)
            | parser.SpecificityAdjustmentSelector(selector_list=parts)
            | parser.RelationalSelector(selector_list=parts)
        ):
            return any(_can_match(part, names) for part in parts)
    return True


def match(self: Any, element: Any) -> list[tuple[Any, ...]]:
    """Return what belongs to the selectors that match an element, the weightiest last."""
    attributes = element.etree_element.attrib
    names = (element.id, attributes.get("class"), element.local_name, element.namespace_url, "lang" in attributes)
    known = self.__dict__.setdefault("candidates", {})
    if names not in known:
        if len(known) > MOST:
            known.clear()
        known[names] = _candidates(self, element)
    return [found for test, found in known[names] if test(element)]


def _candidates(matcher: Any, element: Any) -> list[tuple[Any, tuple[Any, ...]]]:
    """Return the selectors that may match an element of these names, with what belongs to them, the weightiest last."""
    selectors = [
        *matcher.id_selectors.get(element.id, ()),
        *(selector for name in element.classes for selector in matcher.class_selectors.get(name, ())),
        *matcher.lower_local_name_selectors.get(ascii_lower(element.local_name), ()),
        *matcher.namespace_selectors.get(element.namespace_url, ()),
        *(matcher.lang_attr_selectors if "lang" in element.etree_element.attrib else ()),
        *matcher.other_selectors,
    ]
    selectors.sort(key=lambda selector: selector[1:3])
    return [(test, tuple(found)) for test, *found in selectors]


REPLACEMENTS: Final = ((Matcher, "match", match),)
