"""Say why a line of a TOML file cannot be read: what people write there who are used to Danish numbers, Word and Excel."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from pipeline.language.printable import one_line
from pipeline.problems.model import Phrase

LONGEST_SHOWN: Final = 60
ENTRY: Final = re.compile(r"\s*(?P<key>[^=]*?)\s*=\s*(?P<value>.*?)\s*")
CURLY: Final = str.maketrans("“”„‟»«’‘‚", '"' * 9)
FORMS: Final = (
    ("toml_comma", r"[-+]?\d+,\d+"),
    ("toml_percent", r"[-+]?\d+([.,]\d+)?\s*%"),
    ("toml_thousands", r"[1-9]\d{0,2}([. ]\d{3})+"),
    ("toml_unit", r"\d+([.,]\d+)?\s*[^\W\d_].*"),
    ("toml_true", r"ja|nej|yes|no|sand|falsk|True|False|TRUE|FALSE|SAND|FALSK"),
    ("toml_date", r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})"),
    ("toml_backslash", r'"[^"]*\\[^"]*"'),
    ("toml_unclosed", r"\"[^\"]*|'[^']*|\[[^]]*"),
    ("toml_text", r"[^\W\d_].*"),
)
"""Phrase → the form of a value that TOML does not take."""


def explain_line(text: str, line: int, error: str) -> Phrase:
    """Return what is wrong with a line.

    Args:
        text: The file's text.
        line: The number of the line that cannot be read.
        error: What tomllib says of it.
    """
    lines = text.splitlines()
    written = lines[line - 1] if line <= len(lines) else ""
    written = written.partition("#")[0]
    entry = ENTRY.fullmatch(written)
    key, value = (entry["key"], entry["value"]) if entry else ("", "")
    facts = {"line": line, "key": key, "found": one_line(written)[:LONGEST_SHOWN]}
    if re.search(r"twice|overwrite|mutate|Duplicate", error):
        return Phrase("toml_twice", facts)
    if value.translate(CURLY) != value:
        return Phrase("toml_quotes", facts | {"wanted": value.translate(CURLY)})
    name = next((name for name, form in FORMS if re.fullmatch(form, value)), "toml_line")
    if entry is None and not written.lstrip().startswith("[") and written.strip():
        name = "toml_equals"
    return Phrase(name, facts | {"wanted": _correct(name, value)})


def _correct(name: str, value: str) -> str:
    """Return the value as it should be written; empty where that depends on what is meant."""
    if name == "toml_comma":
        return value.replace(",", ".")
    if name == "toml_percent":
        return f"{Decimal(value.rstrip(' %').replace(',', '.')) / 100:f}"
    if name == "toml_unit":
        return re.split(r"[^\d.,]", value, maxsplit=1)[0].rstrip(".").replace(",", ".")
    if name == "toml_thousands":
        return re.sub(r"\D", "", value)
    if name == "toml_date":
        day, month, year = re.split(r"[-./]", value)
        return f"{year}-{int(month):02}-{int(day):02}"
    return f'"{value}"' if name == "toml_text" else ""
