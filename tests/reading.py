"""The text that a reader sees: every text of a frozen report, and the visible text of a page with its text alternatives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from html.parser import HTMLParser
from typing import Final

READ_ALOUD: Final = {"alt", "title", "aria-label", "aria-description", "content"}
SILENT: Final = {"style", "script"}
JINJA: Final = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
CSS_TEXT: Final = re.compile(r"content:\s*([^;}]*)")


def texts_in(value: object) -> Iterator[str]:
    """Yield every text of a report; names of states and verdicts are the program's, not a reader's."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from texts_in(item)


class Page(HTMLParser):
    """A page as it is read: its texts, and its tables with their column heads and row heads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tables: list[tuple[list[str], list[str]]] = []
        self._open: list[str] = []
        self._head: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the texts of a tag's attributes, a table, and the head of a column or row."""
        values = dict(attrs)
        self.texts += [str(value) for name, value in attrs if name in READ_ALOUD or name.startswith("data-")]
        self._open.append(tag)
        if tag == "table":
            self.tables.append(([], []))
        elif tag == "th" and self.tables:  # a part of a template may hold rows alone
            self._head = self.tables[-1][values.get("scope") == "row"]
            self._head.append("")

    def handle_endtag(self, tag: str) -> None:
        """Close a tag, and those in it that have no end of their own."""
        while tag in self._open and self._open.pop() != tag:
            pass
        if tag == "th":
            self._head = None

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if not SILENT & set(self._open):
            self.texts.append(data)
            if self._head is not None:
                self._head[-1] += data


def read_template(source: str) -> list[str]:
    """Return the texts that stand in a template itself, outside its catalogued ones; of a style sheet the texts that it writes."""
    if "<" not in source:
        return CSS_TEXT.findall(source)
    return Page(JINJA.sub(" ", source)).texts
