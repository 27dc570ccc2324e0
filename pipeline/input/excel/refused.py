"""The refusal of a file: why it is not read, and the sheet and cell if known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.problems.model import Code, Phrase

LONGEST: Final = 100


class Refused(Exception):
    """The file cannot be read, or must not be.

    Attributes:
        code: The kind of refusal.
        facts: Values for its message.
        sheet: The sheet, if known.
        cell: The cell, if known.
    """

    def __init__(self, code: Code, facts: Mapping[str, object] | None = None, sheet: str | None = None, cell: str | None = None) -> None:
        self.code = code
        self.facts = dict(facts or {})
        self.sheet = sheet
        self.cell = cell
        super().__init__(code, self.facts, sheet, cell)  # for pickling


def damaged(part: str, reason: str | Phrase, sheet: str | None = None, cell: str | None = None) -> Refused:
    """Return the refusal of a damaged part of a workbook."""
    said = in_a_line(reason) if isinstance(reason, str) else reason
    return Refused(Code.FILE_DAMAGED, {"part": in_a_line(part), "reason": said}, sheet, cell)


def in_a_line(text: str) -> str:
    """Return text from a file for display on one line: shortened, and without characters that move a terminal's cursor."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:LONGEST])
