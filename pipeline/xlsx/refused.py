"""Why a file is not read, with the place where there is one."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.problems import Code


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
    return Refused(Code.FILE_DAMAGED, {"part": part, "reason": reason}, sheet, cell)
