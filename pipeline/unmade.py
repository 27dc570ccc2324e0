"""A report that could not be made, as data: what the command line tells without the renderer having been loaded."""

from __future__ import annotations

from collections.abc import Sequence


class ReportUnmade(Exception):
    """A report could not be rendered as it must be: a fault of the program, or a sign that its typeface lacks.

    Attributes:
        report: The file that it would have been.
        reasons: What went wrong, one line each.
    """

    def __init__(self, report: str, reasons: Sequence[str]) -> None:
        super().__init__(report, tuple(reasons))  # what another process raises is built anew from these
        self.report = report
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        return f"{self.report}: {'; '.join(self.reasons)}"
