"""Make one PDF: render the report, inspect the PDF, write it. The run imports this only if it makes the reports itself."""

from __future__ import annotations

import errno
import hashlib
import traceback
from pathlib import Path
from typing import Final

from pipeline.language.language import load_language
from pipeline.releases.checks.pdf.inspection import find_faults
from pipeline.releases.make.job import Failed, JobResult, Made, ReportJob
from pipeline.render.pdf import RenderingFailed, render_report
from pipeline.storage import write_file

PAGES: Final = range(1, 41)  # a report outside these bounds is a bug
OF_THE_DISK: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG}
)  # also raised when the renderer's font files are written


def make_pdf(job: ReportJob) -> tuple[bytes, tuple[str, ...]]:
    """Render a report with the tables behind it, and inspect it; return the PDF and its faults.

    Raises:
        RenderingFailed: it could not be rendered correctly.
    """
    language = load_language(job.language)
    pdf = render_report(job.report, language, job.attachments)
    return pdf, tuple(find_faults(pdf, job.report.imprint, language.code, PAGES))


def try_pdf(job: ReportJob) -> tuple[bytes, tuple[str, ...]] | Failed:
    """Make a report's PDF and return its faults, or why it could not be made.

    Raises:
        OSError: the disk is full or broken, which affects every report.
    """
    try:
        return make_pdf(job)
    except RenderingFailed as failed:
        return Failed(job.file, failed.messages)
    except Exception as error:  # any error stops only this report; the run lists all failures with their traces
        if isinstance(error, OSError) and error.errno in OF_THE_DISK:
            raise
        return Failed(job.file, (f"{type(error).__name__}: {error}",), traceback.format_exc())


def make_file(job: ReportJob, folder: Path) -> JobResult:
    """Make a report's PDF in a folder; it is on disk when this returns.

    Raises:
        OSError: it cannot be written, which affects every report.
    """
    made = try_pdf(job)
    return made if isinstance(made, Failed) else keep_pdf(job.file, *made, folder)


def keep_pdf(file: str, pdf: bytes, faults: tuple[str, ...], folder: Path) -> Made:
    """Write a PDF into a folder; it is on disk when this returns.

    Raises:
        OSError: it cannot be written.
    """
    write_file(folder / file, pdf)
    return Made(file, len(pdf), hashlib.sha256(pdf).hexdigest(), faults)
