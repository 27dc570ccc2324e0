"""One report as a piece of work: all that a process needs to make its PDF, and the little that it says when it is done.

A process of its own does it, here or anywhere (`make_report`): nothing in a job leads to a file. Here only small values come back, from
elsewhere the PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pipeline.report.attachment import Attachment
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport

Report: TypeAlias = DistrictReport | CityReport


@dataclass(frozen=True, slots=True)
class ReportJob:
    """One report to be made.

    Attributes:
        file: Name of its PDF.
        language: Code of the language, such as ``da``.
        attachments: The tables that travel in it.
    """

    file: str
    report: Report
    language: str
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A PDF that was made.

    Attributes:
        file: Its name; `size` in bytes.
        faults: What the inspection found wrong, a line each.
    """

    file: str
    size: int
    sha256: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A PDF that could not be made.

    Attributes:
        file: Its name.
        reasons: What went wrong, one line each; empty where its process was killed from outside.
        trace: Where the program failed, for who looks after it; empty where the reasons say it all.
    """

    file: str
    reasons: tuple[str, ...] = ()
    trace: str = ""


JobResult: TypeAlias = Made | Failed
Make: TypeAlias = Callable[[Iterable[ReportJob], int, Path], Iterable[JobResult]]
"""Makes the PDFs of jobs, so many in all, in a folder, and says what became of each: `processes.make_all`, or something around it or in its place."""
