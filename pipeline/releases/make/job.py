"""One report as a job: all that a process needs to make its PDF, and the small result that it returns.

A separate process does it, here or elsewhere (`make_report`): nothing in a job refers to a file. On this machine only small values are
returned, from elsewhere the PDF.
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
        language: Code of the language, for example ``da``.
        attachments: The tables attached to it.
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
        faults: The faults found by the inspection, one line each.
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
        reasons: What went wrong, one line each; empty if its process was killed from outside.
        trace: The traceback, for developers; empty if the reasons say everything.
    """

    file: str
    reasons: tuple[str, ...] = ()
    trace: str = ""


JobResult: TypeAlias = Made | Failed
Make: TypeAlias = Callable[[Iterable[ReportJob], int, Path], Iterable[JobResult]]
"""Makes the PDFs of a number of jobs in a folder, and yields each result: `processes.make_all`, a wrapper around it, or a substitute."""
