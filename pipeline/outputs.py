"""Every file of a release, made from the composed reports: PDFs, tables, the index page, the letters, what was told, the manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from pipeline.compose import CITY_SLUG, compose_index, compose_since, list_values, note_revision, record_printed
from pipeline.datasets import TableBook
from pipeline.intake import Intake
from pipeline.letter import LETTERS, write_letters
from pipeline.manifest import MANIFEST, Facts, FileRecord, build_manifest, record_file
from pipeline.printed_file import PRINTED_FILE, write_printed
from pipeline.published import VALUES, Value, count_flips, write_values
from pipeline.render import render_index, render_letter
from pipeline.report import CityReport, DistrictReport, Printed
from pipeline.report_job import Failed, Made, Outcome, Report, ReportJob
from pipeline.revision import Revision
from pipeline.storage import write_file
from pipeline.tabulate import TABLES_FILE, attach_tables, write_tables
from pipeline.unmade import ReportsFailed, Unmade
from pipeline.wording import Language, load_language
from pipeline.workers import make_all

INDEX: Final = "index.html"

Track: TypeAlias = Callable[[Iterable[Outcome], int], Iterable[Outcome]]
"""Passes on what became of the reports, so many in all; shows meanwhile how many there are."""


def untracked(outcomes: Iterable[Outcome], _: int) -> Iterable[Outcome]:
    """Show nothing."""
    return outcomes


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


def write_outputs(composed: Composed, revision: Revision, earlier: Printed | None, folder: Path, track: Track = untracked) -> bytes:
    """Render a release as a revision into a folder: every file of it, the manifest last. Return the manifest.

    Args:
        composed: What it says.
        revision: Which revision it is.
        earlier: What the release before it printed; None for the first.
        folder: A folder that is being built.
        track: Watches the reports as they are made.

    Raises:
        ReportsFailed: reports could not be made, or are no PDFs that everyone can read and an archive can keep; all of them are told.
        OSError: a file cannot be written.
    """
    intake, language = composed.intake, load_language(composed.intake.settings.language)
    values = list_values(composed.reports)
    noted = note_revision(composed.reports, values, revision, language)
    pdfs = make_pdfs(noted, composed.book, language, folder, track)
    districts = {file_name(report): report for report in noted if isinstance(report, DistrictReport)}
    (city,) = (report for report in noted if isinstance(report, CityReport))
    printed = record_printed(city, tuple(districts.values()), language)
    index = compose_index([(file_name(report), report) for report in noted], intake.tables, TABLES_FILE, compose_since(earlier, printed))
    day = intake.settings.periods.present_day
    files = {
        TABLES_FILE: write_tables(composed.book, language),
        INDEX: render_index(index, language),
        LETTERS: write_letters(render_letter(report, file, day, language) for file, report in districts.items()),
        VALUES: write_values(values),
        PRINTED_FILE: write_printed(printed),
    }
    forums = {file: report.forum_id for file, report in districts.items()}
    records = [*pdfs, *(record_file(name, content) for name, content in files.items())]
    facts = find_facts(intake, values, revision)
    manifest = build_manifest(composed.inputs, records, forums, intake.policy, intake.settings, facts, revision)
    for name, content in (files | {MANIFEST: manifest}).items():
        write_file(folder / name, content)
    return manifest


def make_pdfs(reports: Sequence[Report], book: TableBook, language: Language, folder: Path, track: Track) -> list[FileRecord]:
    """Make the reports' PDFs, each with the tables behind it.

    Raises:
        ReportsFailed: one or more could not be made, or are not sound; the others were made all the same.
        OSError: a file cannot be written.
    """
    outcomes = list(track(make_all(_jobs(reports, book, language), len(reports), folder), len(reports)))
    names = {file_name(report): report.forum if isinstance(report, DistrictReport) else None for report in reports}
    unmade = [found for one in outcomes if (found := _unmade(names[one.file], one))]
    if unmade:
        raise ReportsFailed(sorted(unmade, key=lambda one: list(names).index(one.file)))
    return [FileRecord(one.file, one.size, one.sha256) for one in outcomes if isinstance(one, Made)]


def _unmade(forum: str | None, outcome: Outcome) -> Unmade | None:
    """Return why a report is not there; None where it is."""
    if isinstance(outcome, Failed):
        return Unmade(forum, outcome.file, outcome.trace, ())
    return Unmade(forum, outcome.file, "", outcome.faults) if outcome.faults else None


def _jobs(reports: Sequence[Report], book: TableBook, language: Language) -> Iterator[ReportJob]:
    for report in reports:
        own = book.of_forum(report.forum_id) if isinstance(report, DistrictReport) else book
        yield ReportJob(file_name(report), report, language.code, attach_tables(own, language))


def find_facts(intake: Intake, values: tuple[Value, ...], revision: Revision) -> Facts:
    """Return what the gates before sending look at. A PDF that is not sound ends the run before there is a release."""
    areas, flipped = count_flips(revision.before or (), values, intake.settings.periods.now)
    comparable = revision.number == 1 or revision.before is not None
    findings = Counter(problem.code.value for problem in intake.tables.findings)
    return Facts(intake.tables.sample, findings, areas, flipped, comparable)


def file_name(report: Report) -> str:
    """Return a report's file name: ``rapport_noerrebro.pdf``, ``rapport_hele-byen.pdf``."""
    return f"rapport_{report.slug}.pdf" if isinstance(report, DistrictReport) else f"rapport_{CITY_SLUG}.pdf"
