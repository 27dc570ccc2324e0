"""Reports that could not be made, as data; `wording.unmade` puts them into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unmade:
    """One report that could not be made.

    Attributes:
        forum: The forum's name; None for the city overview.
        file: The name that its PDF would have.
        trace: Where the program failed; empty where the process was killed from outside, or the PDF is not sound.
        faults: What is wrong with the PDF, a line each; empty where there is none.
    """

    forum: str | None
    file: str
    trace: str
    faults: tuple[str, ...]


class ReportsFailed(Exception):
    """One or more reports could not be made, so there is no release. A fault of the program or of the machine, not of the input.

    Attributes:
        reports: All of them, in the order of the workbook.
    """

    def __init__(self, reports: Sequence[Unmade]) -> None:
        super().__init__("\n".join(f"{one.file}: {one.trace or '; '.join(one.faults) or 'killed'}" for one in reports))
        self.reports = tuple(reports)
