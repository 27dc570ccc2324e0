"""Set a key in the text of a TOML file without changing its other lines and comments.

Possible lines are tried in turn, and tomllib decides: the right one gives the old content with the new value.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from contextlib import suppress


class NoPlace(ValueError):
    """The table is not written with its keys on lines of their own, so no key can be added."""


def set_value(text: str, table: str, key: str, value: str | int) -> str:
    """Return the text with a key of a table set to a value; the table is added if it is missing.

    Raises:
        NoPlace: there is no line for the key.
    """
    wanted = tomllib.loads(text)
    wanted[table] = {**wanted.get(table, {}), key: value}
    for tried in _tries(text.removesuffix("\n").split("\n"), table, key, _write(value)):
        written = "\n".join(tried) + "\n"
        with suppress(tomllib.TOMLDecodeError):
            if tomllib.loads(written) == wanted:
                return written
    raise NoPlace(table)


def _tries(lines: list[str], table: str, key: str, value: str) -> Iterator[list[str]]:
    """Yield the possible texts: with the key on its own line, even if commented out, below each line, and in a new table."""
    entry = f"{key if key.isascii() and key.isidentifier() else _write(key)} = {value}"
    for at, line in enumerate(lines):
        before, sign, comment = line.lstrip("# ").partition("#")
        if before.partition("=")[0].strip() == key:
            yield [*lines[:at], f"{entry:{len(before)}}{sign}{comment}", *lines[at + 1 :]]
    below = range(1, len(lines) + 1)
    yield from ([*lines[:at], entry, *lines[at:]] for at in below)
    yield [*lines, "", f"[{table}]", entry]
    yield from ([*lines[:at], f"{table}.{entry}", *lines[at:]] for at in below)


def _write(value: str | int) -> str:
    """Return a value in TOML, which is JSON except for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
