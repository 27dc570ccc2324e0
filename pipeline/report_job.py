"""One report as a piece of work: all that a process needs to make its PDF, and the little that it says when it is done.

A process of its own does it, here or anywhere: nothing in a job leads to a file. Here only small values come back, from elsewhere the PDF.
"""

from __future__ import annotations

import errno
import hashlib
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from pipeline.attachment import Attachment
from pipeline.inspect import find_faults
from pipeline.render import RenderingFailed, render_report
from pipeline.report import CityReport, DistrictReport
from pipeline.storage import write_file
from pipeline.wording import load_language

PAGES: Final = range(1, 41)  # a report of more would be one that nobody reads, and of none no report
OF_THE_DISK: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG}
)  # where fonts are laid out for the renderer

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


Outcome: TypeAlias = Made | Failed


def make_pdf(job: ReportJob) -> tuple[bytes, tuple[str, ...]]:
    """Render a report with the tables behind it, and inspect it; return the PDF and its faults.

    Raises:
        RenderingFailed: it could not be rendered as it must be.
    """
    language = load_language(job.language)
    pdf = render_report(job.report, language, job.attachments)
    return pdf, tuple(find_faults(pdf, job.report.imprint, language.code, PAGES))


def try_pdf(job: ReportJob) -> tuple[bytes, tuple[str, ...]] | Failed:
    """Make a report's PDF and say its faults, or say why it could not be made.

    Raises:
        OSError: the disk is full or broken; that is nothing of this report alone.
    """
    try:
        return make_pdf(job)
    except RenderingFailed as failed:
        return Failed(job.file, failed.messages)
    except Exception as error:  # whatever it is, it stops no other report; the run tells all of them, with their traces
        if isinstance(error, OSError) and error.errno in OF_THE_DISK:
            raise
        return Failed(job.file, (f"{type(error).__name__}: {error}",), traceback.format_exc())


def make_file(job: ReportJob, folder: Path) -> Outcome:
    """Make a report's PDF in a folder, on the disk when this returns.

    Raises:
        OSError: it cannot be written; that is nothing of this report alone.
    """
    made = try_pdf(job)
    return made if isinstance(made, Failed) else keep_pdf(job.file, *made, folder)


def keep_pdf(file: str, pdf: bytes, faults: tuple[str, ...], folder: Path) -> Made:
    """Write a PDF into a folder, on the disk when this returns.

    Raises:
        OSError: it cannot be written.
    """
    write_file(folder / file, pdf)
    return Made(file, len(pdf), hashlib.sha256(pdf).hexdigest(), faults)
