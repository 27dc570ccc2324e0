"""A report's own HTML is read as XML.

Stands for `weasyprint.HTML`, whose parser is written in Python and mends whatever it is given. Our templates need no mending: they close every
element but those that HTML leaves open, and give no character a name. What is no XML all the same is read by WeasyPrint as before. And what
selectors ask of an element again and again, its name and its classes, is found out when the element is met.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, fromstring

from cssselect2 import ElementWrapper
from cssselect2.compiler import split_whitespace
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

from pipeline.render.quick.rules import rules_for

OPEN: Final = re.compile(r"(<(?:br|col|meta)\b[^<>]*)(?<!/)>")
DRAWING: Final = "http://www.w3.org/2000/svg"
MARK: Final = "{http://www.w3.org/2000/xmlns/}xmlns"


class Page(HTML):  # type: ignore[misc]  # because WeasyPrint carries no types
    """One report's HTML as WeasyPrint takes it."""

    def __init__(self, html: str, base_url: str, fetcher: URLFetcher) -> None:
        try:
            tree = read(html)
        except ParseError:
            super().__init__(string=html, base_url=base_url, url_fetcher=fetcher)
            self._rules = None
            return
        self.base_url, self.url_fetcher, self.media_type = base_url, fetcher, "print"
        self.wrapper_element = _Wrapper.from_html_root(tree, content_language=None)
        self.etree_element = tree
        names = {name for element in tree.iter() for name in (element.tag, *element.attrib)}
        self._rules = rules_for(frozenset(name.rpartition("}")[2].lower() for name in names))

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return super()._ua_stylesheets(forms) if forms or not self._rules else [self._rules]


class _Wrapper(ElementWrapper):  # type: ignore[misc]  # because cssselect2 carries no types
    """An element as selectors see it, with plain attributes where it has properties that are guarded by a lock."""

    def __init__(self, etree_element: Element, *args: Any, **kwargs: Any) -> None:
        super().__init__(etree_element, *args, **kwargs)
        space, _, self.local_name = etree_element.tag.rpartition("}")
        self.namespace_url = space[1:]
        self.id = etree_element.get("id")
        self.classes = set(split_whitespace(etree_element.get("class", "")))
        self.etree_children = list(etree_element)

    def query_all(self, *selectors: str) -> Iterator[ElementWrapper]:
        """Yield the elements of these names: WeasyPrint looks for style sheets and metadata, and at nothing around them."""
        for element in self.etree_element.iter():
            if element.tag in selectors:
                yield type(self)(element, None, 0, None, in_html_document=True)


def read(html: str) -> Element:
    """Return the tree of a report as a browser would build it.

    Raises:
        ParseError: it is no XML, or no report.
    """
    tree = fromstring(OPEN.sub(r"\1/>", html))  # noqa: S314 - our own templates, which escape what they are given
    if [child.tag for child in tree] != ["head", "body"] or not len(tree[1]):
        raise ParseError
    for drawing in tree.iter(f"{{{DRAWING}}}svg"):
        drawing.attrib = {MARK: DRAWING, **drawing.attrib}
    body = tree[1]
    last = body[-1]
    last.tail = (last.tail or "") + (body.tail or "")  # what follows the body belongs to it
    tree.text = body.tail = None  # and what precedes the head belongs to nothing
    return tree
