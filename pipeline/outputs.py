"""Every file of a release, made from the composed reports: PDFs, tables, the index page, the letters, what was told, the manifest."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.compose import CITY_SLUG, compose_index, compose_since, note_revision, record_published
from pipeline.datasets import TableBook
from pipeline.failed_checks import record_exposed, record_pdf
from pipeline.inspect import find_faults
from pipeline.intake import Intake
from pipeline.letter import LETTERS, write_letters
from pipeline.manifest import MANIFEST, Facts, build_manifest
from pipeline.published import PUBLISHED_FILE, Value, count_flips, write_published
from pipeline.render import RenderingFailed, render_index, render_letter, render_report
from pipeline.report import CityReport, DistrictReport
from pipeline.revision import Revision
from pipeline.tabulate import TABLES_FILE, attach_tables, write_tables
from pipeline.unmade import ReportUnmade
from pipeline.wording import Language, load_language
from pipeline.wording.failed_checks import say_failed

INDEX: Final = "index.html"
PAGES: Final = range(1, 41)  # a report of more would be one that nobody reads, and of none no report
MOST_LOGGED: Final = 20

log = logging.getLogger(__name__)

Report = DistrictReport | CityReport
Track = Callable[[list[Report]], Iterable[Report]]


@dataclass(frozen=True)
class Composed:
    """What a release says, before it is any revision.

    Attributes:
        reports: The forums' in the order of the workbook, then the city's.
        book: The tables behind them.
        inputs: Input file → its fingerprint.
    """

    intake: Intake
    reports: tuple[Report, ...]
    book: TableBook
    inputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """A rendered report.

    Attributes:
        faults: Why it is not a PDF that everyone can read and an archive can keep; empty where it is.
    """

    pdf: bytes
    faults: tuple[str, ...]


def make_files(composed: Composed, revision: Revision, exposed: int | None = 0, track: Track = iter) -> dict[str, bytes]:
    """Render a release as a revision: every file of it, the manifest last.

    Args:
        composed: What it says.
        revision: Which revision it is.
        exposed: How many hidden numbers can be worked out; None where that could not be checked.
        track: Wraps the list of reports while they are rendered.

    Raises:
        ReportUnmade: a report could not be rendered as it must be.
    """
    intake, language = composed.intake, load_language(composed.intake.settings.language)
    published = record_published(composed.reports, language)
    noted = note_revision(composed.reports, published.values, revision, language)
    made = {file_name(report): make_pdf(report, composed.book, language) for report in track(noted)}
    failed = list_failed(made, exposed)
    districts = {file_name(report): report for report in noted if isinstance(report, DistrictReport)}
    told = tuple(say_failed(check, language) for check in failed)
    since = compose_since(revision.before, published, language)
    index = compose_index([(file_name(report), report) for report in noted], TABLES_FILE, since, told)
    day = intake.settings.periods.present_day
    files = {file: one.pdf for file, one in made.items()} | {
        TABLES_FILE: write_tables(composed.book, language),
        INDEX: render_index(index, language),
        LETTERS: write_letters(render_letter(report, file, day, language) for file, report in districts.items()),
        PUBLISHED_FILE: write_published(published),
    }
    forums = {file: report.forum_id for file, report in districts.items()}
    facts = find_facts(intake, published.values, revision, failed)
    return {**files, MANIFEST: build_manifest(composed.inputs, files, forums, intake.policy, intake.settings, facts, revision)}


def make_pdf(report: Report, book: TableBook, language: Language) -> Made:
    """Render one report with the tables behind it, and inspect it.

    Raises:
        ReportUnmade: it could not be rendered as it must be.
    """
    own = book.of_forum(report.forum_id) if isinstance(report, DistrictReport) else book
    try:
        pdf = render_report(report, language, attach_tables(own, language))
    except RenderingFailed as failed:
        raise ReportUnmade(file_name(report), failed.messages) from failed
    return Made(pdf, tuple(find_faults(pdf, report.imprint, language.code, PAGES)))


def list_failed(made: Mapping[str, Made], exposed: int | None) -> tuple[str, ...]:
    """Return the checks that failed, and log them: a release is published with them, and sent to nobody."""
    for file, one in made.items():
        if one.faults:
            log.error("the PDF check failed", extra={"stage": "inspect", "report": file, "faults": one.faults[:MOST_LOGGED]})
    pdfs = tuple(record_pdf(file, one.faults) for file, one in made.items() if one.faults)
    return pdfs if exposed == 0 else (*pdfs, record_exposed(exposed))


def find_facts(intake: Intake, values: tuple[Value, ...], revision: Revision, failed: tuple[str, ...]) -> Facts:
    """Return what the gates before sending look at."""
    areas, flipped = count_flips(revision.before.values if revision.before else (), values, intake.settings.periods.now)
    comparable = revision.number == 1 or revision.before is not None
    findings = Counter(problem.code.value for problem in intake.tables.findings)
    return Facts(intake.tables.sample, findings, areas, flipped, comparable, failed)


def file_name(report: Report) -> str:
    """Return a report's file name: ``rapport_noerrebro.pdf``, ``rapport_hele-byen.pdf``."""
    return f"rapport_{report.slug}.pdf" if isinstance(report, DistrictReport) else f"rapport_{CITY_SLUG}.pdf"
