"""Reads catalogs: the `.po` files of a language, as texts. Babel reads them too, and takes a fifth of a run that has nothing to do.

Enters: a folder. Leaves: each text with its translation, or with one for each plural. Never: a line that is skipped because it is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Final, TypeAlias

Catalog: TypeAlias = dict[str, tuple[str, ...]]
"""Text → its translation; a text with a plural → singular and plural."""

PLURALS: Final = "plural=(n != 1)"  # the only rule that `Language.ngettext` knows
LINE: Final = re.compile(r'(?:(msgid|msgid_plural|msgstr|msgstr\[0\]|msgstr\[1\]) )?"([^"\\]*(?:\\[\\"nt][^"\\]*)*)"')
SIGN: Final = re.compile(r"\\(.)")
SIGNS: Final = {"n": "\n", "t": "\t"}
SHAPES: Final = (["msgid", "msgstr"], ["msgid", "msgid_plural", "msgstr[0]", "msgstr[1]"])


def read_catalog(folder: Traversable) -> Catalog:
    """Return the texts of all `.po` files of a folder.

    Raises:
        ValueError: a line is none of those that our catalogs are made of, or the language has other plurals.
        FileNotFoundError: there is no such folder.
    """
    found: Catalog = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".po"):
            for entry in file.read_text(encoding="utf-8").split("\n\n"):
                found.update(_read_entry(entry, file.name))
            if PLURALS not in "".join(found.pop("", ())):  # the head of the file
                raise ValueError(f"{file.name}: {PLURALS}")
    return found


def _read_entry(entry: str, file: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    parts: dict[str, str] = {}
    last = ""
    for line in entry.splitlines():
        if not line or (line.startswith("#") and not line.startswith(("#,", "#~"))):
            continue
        read = LINE.fullmatch(line)
        if read is None or not (last or read[1]) or read[1] in parts:
            raise ValueError(f"{file}: {line}")
        last = read[1] or last
        parts[last] = parts.get(last, "") + SIGN.sub(lambda found: SIGNS.get(found[1], found[1]), read[2])
    if parts and list(parts) not in SHAPES:
        raise ValueError(f"{file}: {entry}")
    if parts:
        yield parts["msgid"], tuple(parts.values())[len(parts) // 2 :]
