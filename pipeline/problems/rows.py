"""Problems as rows of a table, shared by the screen, the page and the marked copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.language.language import N_, Language
from pipeline.language.printable import printable
from pipeline.problems.describe import describe_parts
from pipeline.problems.model import Problem
from pipeline.problems.ranges import show_ranges

COLUMNS: Final = (
    ("place", N_("Place")),
    ("area", N_("Concerns")),
    ("period", N_("Period")),
    ("found", N_("Found")),
    ("expected", N_("Expected")),
    ("action", N_("What to do")),
)
"""Columns of a table of rows: name of the attribute and its heading in English."""


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem in words.

    Attributes:
        finding: It is a finding, not an error.
        file: The file as shown to the analyst.
        sheet: The sheet, or empty.
        addresses: The cell or cells, a row, a column, or a key of a settings file; none for the sheet or file itself.
        area: The area, plan or other row that it concerns, or empty.
        period: Its year, or empty.
        found: What was found.
        expected: What was expected, or empty.
        action: What to do, or empty.
    """

    finding: bool
    file: str
    sheet: str
    addresses: tuple[str, ...]
    area: str
    period: str
    found: str
    expected: str
    action: str

    @property
    def cells(self) -> str:
        """The cells, for people."""
        return show_ranges(self.addresses)

    @property
    def place(self) -> str:
        """The place within the file, as in Excel."""
        return "!".join(part for part in (self.sheet, self.cells) if part)


def make_rows(problems: Iterable[Problem], language: Language) -> list[ProblemRow]:
    """Return the problems in words, in order."""
    rows = []
    for problem in problems:
        told = describe_parts(problem, language)
        place = problem.place
        file, sheet, *words = map(
            printable, (place.file, place.sheet or "", problem.area, problem.period, told.found, told.expected, told.action)
        )
        rows.append(ProblemRow(problem.is_finding, file, sheet, tuple(map(printable, place.cells)), *words))
    return rows


def by_file(rows: Iterable[ProblemRow]) -> dict[str, list[ProblemRow]]:
    """Return the rows of each file, files in the order of their first row."""
    files: dict[str, list[ProblemRow]] = {}
    for row in rows:
        files.setdefault(row.file, []).append(row)
    return files


def filled_columns(rows: Sequence[ProblemRow]) -> list[tuple[str, str]]:
    """Return the columns that are filled in at least one row."""
    return [(name, head) for name, head in COLUMNS if any(getattr(row, name) for row in rows)]
