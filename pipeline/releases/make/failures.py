"""Failures to make reports, as data, so that the command line can show them without loading the renderer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unmade:
    """One report that could not be made.

    Attributes:
        forum: The forum's name; None for the city overview.
        file: The name that its PDF would have had.
        reasons: What went wrong, one line each; empty if the process was killed from outside, twice.
        trace: The traceback; empty if the reasons say everything.
    """

    forum: str | None
    file: str
    reasons: tuple[str, ...]
    trace: str


class ReportsFailed(Exception):
    """One or more reports could not be made: a fault of the program or the machine, or a character missing in the font.

    Attributes:
        reports: All of them, in the order of the workbook.
    """

    def __init__(self, reports: Sequence[Unmade]) -> None:
        super().__init__("; ".join(f"{one.file}: {'; '.join(one.reasons) or 'killed'}" for one in reports))
        self.reports = tuple(reports)


class ClusterFailed(Exception):
    """A cluster cannot make any report.

    Attributes:
        place: Address of the scheduler, or of the worker whose program differs.
        reason: Dask's message, or the difference, for example ``weasyprint 70.0 ≠ 70.1``.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)  # the arguments are pickled: a worker may raise it
        self.place = place
        self.reason = reason
