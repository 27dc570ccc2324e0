"""Reports that could not be made, as data: what the command line tells without the renderer having been loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unmade:
    """One report that could not be made.

    Attributes:
        forum: The forum's name; None for the city overview.
        file: The name that its PDF would have.
        reasons: What went wrong, one line each; empty where the process was killed from outside, twice.
        trace: Where the program failed; empty where the reasons say it all.
    """

    forum: str | None
    file: str
    reasons: tuple[str, ...]
    trace: str


class ReportsFailed(Exception):
    """One or more reports could not be made: a fault of the program or the machine, or a sign that the typeface lacks.

    Attributes:
        reports: All of them, in the order of the workbook.
    """

    def __init__(self, reports: Sequence[Unmade]) -> None:
        super().__init__("; ".join(f"{one.file}: {'; '.join(one.reasons) or 'killed'}" for one in reports))
        self.reports = tuple(reports)


class ClusterFailed(Exception):
    """A cluster cannot make reports, whichever they are.

    Attributes:
        place: Address of the scheduler; of the worker where its program is another one.
        reason: What Dask says, or what differs, such as ``weasyprint 70.0 ≠ 70.1``.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)  # as it is pickled: a worker may raise it
        self.place = place
        self.reason = reason
