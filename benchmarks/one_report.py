"""One district report as PDF: ours, and the same by others, in turns."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.look import Look
from benchmarks.peers import has_chromium, lay_out_for_chromium, print_plainly, print_with_chromium
from benchmarks.row import Row, time_row
from benchmarks.turns import Work, take_turns
from pipeline.input.check_input import check_input
from pipeline.language.language import load_language
from pipeline.render.document import render_html
from pipeline.render.pdf import render_report
from pipeline.report.model.district import DistrictReport
from pipeline.report.tables.files.attachments import attach_tables
from pipeline.run import compose_reports, compose_tables

INPUT = Path(__file__).parents[1] / "input"
NAME = "one report"
NOTES = {
    "WeasyPrint": "the same HTML in the same process, for PDF/UA-1 alone and with nothing attached; ours fills its templates, attaches the tables "
    "and meets PDF/A-3a too.",
    "Chromium": "a new process from finished HTML each time; it keeps neither standard.",
}


def measure_one_report(look: Look) -> list[Row]:
    """Measure ours against every peer that is installed."""
    language = load_language("da")
    intake = check_input(INPUT)
    report = next(report for report in compose_reports(intake) if isinstance(report, DistrictReport))
    attached = attach_tables(compose_tables(intake).of_forum(report.forum_id), language)
    html = render_html(report, language)
    with TemporaryDirectory() as folder:
        works: dict[str, Work] = {
            NAME: lambda: render_report(report, language, attached),
            "WeasyPrint": partial(print_plainly, html),
        }
        if has_chromium():
            works["Chromium"] = partial(print_with_chromium, lay_out_for_chromium(html, Path(folder)))
        taken = take_turns(works, look.rounds)
    return [
        time_row(NAME, taken[NAME], peer, taken.get(peer), note if peer in taken else "not installed, so not measured.")
        for peer, note in NOTES.items()
    ]
