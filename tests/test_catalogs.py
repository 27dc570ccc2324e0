"""The catalogs are complete: every text of the program has a Danish translation with the same placeholders, and none is unused."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.build import ROOT

KEYWORDS = {"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "N_": None, "_": None, "text": None}
METHODS = {"pipeline": [("**.py", "python")], "templates": [("**.j2", "jinja2")]}
DANISH = ROOT / "pipeline" / "language" / "da"


def texts_in_use() -> set[str]:
    """Return every text of the program and the templates (the singular of those with a plural)."""
    texts = set()
    for folder, methods in METHODS.items():
        for _, _, message, _, _ in extract_from_dir(str(ROOT / folder), method_map=methods, keywords=KEYWORDS):
            texts.add(message[0] if isinstance(message, tuple | list) else message)
    return texts


def translations() -> dict[str, Message]:
    """Return every message of the Danish catalogs."""
    found: dict[str, Message] = {}
    for path in sorted(DANISH.glob("*.po")):
        for message in read_po(BytesIO(path.read_bytes()), locale="da", abort_invalid=True):
            if message.id:
                found[message.id if isinstance(message.id, str) else message.id[0]] = message
    return found


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_text_has_its_danish_and_no_danish_is_left_over() -> None:
    """What the program says and what the catalogs hold are the same set."""
    in_use, translated = texts_in_use(), translations()
    assert in_use - set(translated) == set()
    assert set(translated) - in_use == set()
    assert not [text for text, message in translated.items() if message.fuzzy or not all(strings(message))]


def strings(message: Message) -> tuple[str, ...]:
    """Return a message's translations, singular and plural."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_english_has_one_word_for_a_limit() -> None:
    """Page 1 says »limit 2025« of what the sentences beside it call a limit."""
    assert [text for text in texts_in_use() if "threshold" in text.lower()] == []


def test_translations_keep_the_placeholders() -> None:
    """A placeholder that got lost in translation would be a number missing in a sentence."""
    for text, message in translations().items():
        sources = (message.id,) if isinstance(message.id, str) else message.id
        wanted = set().union(*(placeholders(source) for source in sources))
        for string in strings(message):
            assert placeholders(string) <= wanted, text
            if not message.pluralizable:
                assert placeholders(string) == wanted, text


@pytest.mark.parametrize("path", sorted(DANISH.glob("*.po")), ids=lambda path: path.name)
def test_no_text_is_in_two_catalogs(path: Path) -> None:
    """The same text twice could be translated in two ways."""
    own = {str(message.id) for message in read_po(BytesIO(path.read_bytes()), locale="da") if message.id}
    others = {
        str(m.id) for other in DANISH.glob("*.po") if other != path for m in read_po(BytesIO(other.read_bytes()), locale="da") if m.id
    }
    assert own & others == set()
