"""Why a file is not read, with the place where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.problems.model import Code

LONGEST: Final = 100


class Refused(Exception):
    """The file cannot be read, or must not be.

    Attributes:
        code: What kind.
        facts: Values for its wording.
        sheet: The sheet that it stands in, where one can be named.
        cell: The cell, where one can be named.
    """

    def __init__(self, code: Code, facts: Mapping[str, object] | None = None, sheet: str | None = None, cell: str | None = None) -> None:
        self.code = code
        self.facts = dict(facts or {})
        self.sheet = sheet
        self.cell = cell
        super().__init__(code, self.facts, sheet, cell)  # so that it can be pickled


def damaged(part: str, reason: str, sheet: str | None = None, cell: str | None = None) -> Refused:
    """Return the refusal of a part of a workbook that does not say what it should."""
    return Refused(Code.FILE_DAMAGED, {"part": in_a_line(part), "reason": in_a_line(reason)}, sheet, cell)


def in_a_line(text: str) -> str:
    """Return what a file says as it can be told: not long, and without what would move a terminal's cursor."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:LONGEST])
