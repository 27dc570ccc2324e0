"""Draw one report to look at: stamped as a trial on every page, and part of no release."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.language.language import Language
from pipeline.releases.content_hash import date_report
from pipeline.releases.make.job import Report
from pipeline.render.pdf import render_report


def draw_preview(report: Report, inputs: Mapping[str, str], language: Language) -> bytes:
    """Return a report's PDF.

    Args:
        report: The report.
        inputs: Input file → the fingerprint to print.
        language: Its language.

    Raises:
        RenderingFailed: it cannot be drawn.
    """
    return render_report(date_report(report, None, inputs), language, preview=True)
