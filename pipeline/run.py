"""The run, stage by stage: the table of contents of the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.compare import compare_years
from pipeline.comparison import Comparison
from pipeline.compose import CITY_SLUG, Material, compose_city, compose_districts, compose_index, gather_material
from pipeline.compose.datasets import compose_datasets
from pipeline.datasets import TableBook
from pipeline.inspect import inspect_pdf
from pipeline.intake import Intake, check_input
from pipeline.ledger import Ledger
from pipeline.letter import LETTERS, write_letters
from pipeline.manifest import MANIFEST, build_manifest
from pipeline.publish import publish_release
from pipeline.register import read_ledger, read_secret, write_ledger, write_secret
from pipeline.release import Release
from pipeline.render import render_index, render_letter, render_report
from pipeline.report import CityReport, DistrictReport, InputFile
from pipeline.score import score_areas
from pipeline.scores import Scores
from pipeline.secret import OPEN, Secret
from pipeline.suppress import suppress_small_counts
from pipeline.tabulate import TABLES_FILE, attach_tables, write_tables
from pipeline.wording import Language, load_language

PAGES = range(1, 41)  # a report of more would be one that nobody reads, and of none no report

INDEX: Final = "index.html"
Track = Callable[[list[DistrictReport | CityReport]], Iterable[DistrictReport | CityReport]]


@dataclass(frozen=True)
class Published:
    """What a run leaves: the folder, its PDFs, and how many findings the reports print."""

    folder: Path
    pdfs: tuple[str, ...]
    findings: int
    sample: bool


def make_reports(input_folder: Path, output_folder: Path, track: Track = iter) -> Published:
    """Turn an input folder into a release: one PDF per forum, the city overview, the tables behind them, the index page, the manifest.

    Args:
        input_folder: Workbooks, settings and policies.
        output_folder: Where the release's folder is put.
        track: Wraps the list of reports while they are rendered; the command line shows a progress bar with it.

    Raises:
        InputRejected: the input or the ledger holds errors; nothing was written.
        StorageFailed: the release could not be written; the last one stands.
    """
    intake = check_input(input_folder)
    ledger, secret = read_ledger(output_folder), read_secret(output_folder)
    cleared = clear_release(intake, ledger, secret)
    reports = compose_reports(intake, cleared, secret)
    language = load_language(intake.settings.language)
    book = compose_tables(intake, cleared, secret)
    pdfs = {file_name(report): make_pdf(report, book, language) for report in track(reports)}
    index = compose_index([(file_name(report), report) for report in reports], intake.tables, TABLES_FILE)
    forums = {file_name(report): report for report in reports if isinstance(report, DistrictReport)}
    letters = write_letters(render_letter(report, file, intake.settings.periods.present_day, language) for file, report in forums.items())
    outputs = {**pdfs, TABLES_FILE: write_tables(book, language), INDEX: render_index(index, language), LETTERS: letters}
    findings = len(intake.tables.findings)
    sample = intake.tables.sample
    addressed = {file: report.forum_id for file, report in forums.items()}
    manifest = build_manifest(
        fingerprints(intake, secret), outputs, addressed, intake.policy, intake.settings, sample=sample, findings=findings
    )
    write_secret(secret, output_folder)
    write_ledger(ledger.joined(cleared.entry), output_folder)  # first: nothing is ever published that the ledger does not know
    folder = publish_release({**outputs, MANIFEST: manifest}, output_folder, period_name(intake))
    return Published(folder, tuple(pdfs), findings, sample)


def compare_input(intake: Intake) -> tuple[Scores, Comparison]:
    """Score and compare: what an analyst may see, and nobody else."""
    scores = score_areas(intake.tables, intake.policy, intake.settings.periods)
    return scores, compare_years(scores, intake.tables, intake.policy, intake.settings)


def clear_release(intake: Intake, ledger: Ledger, secret: Secret) -> Release:
    """Score, compare and suppress: what may be published beside all that has been."""
    scores, comparison = compare_input(intake)
    return suppress_small_counts(scores, comparison, intake.tables, intake.policy, intake.settings, ledger, secret)


def compose_reports(intake: Intake, cleared: Release | None = None, secret: Secret = OPEN) -> list[DistrictReport | CityReport]:
    """Compose the frozen reports of all forums, then the city's; without a release, those of a first one."""
    material = gather(intake, cleared, secret)
    districts = list(compose_districts(material))
    return [*districts, compose_city(material, districts)]


def compose_tables(intake: Intake, cleared: Release | None = None, secret: Secret = OPEN) -> TableBook:
    """Compose the tables behind all reports; without a release, those of a first one."""
    return compose_datasets(gather(intake, cleared, secret))


def gather(intake: Intake, cleared: Release | None, secret: Secret) -> Material:
    """Index a release for composing; without one, a first release."""
    release = cleared or clear_release(intake, Ledger(), secret)
    files = tuple(InputFile(name, fingerprint) for name, fingerprint in fingerprints(intake, secret).items())
    return gather_material(release, intake.tables, intake.policy, intake.settings, load_language(intake.settings.language), files)


def fingerprints(intake: Intake, secret: Secret) -> dict[str, str]:
    """Return input file → fingerprint."""
    return {record.name: secret.fingerprint(record.sha256) for record in intake.files}


def make_pdf(report: DistrictReport | CityReport, book: TableBook, language: Language) -> bytes:
    """Render one report with the tables behind it, and inspect it.

    Raises:
        RenderingFailed: it could not be rendered as it must be.
        InspectionFailed: it was, but it is not a PDF that everyone can read and an archive can keep.
    """
    own = book.of_forum(report.forum_id) if isinstance(report, DistrictReport) else book
    return inspect_pdf(render_report(report, language, attach_tables(own, language)), report.imprint, language.code, PAGES)


def file_name(report: DistrictReport | CityReport) -> str:
    """Return a report's file name: ``rapport_noerrebro.pdf``, ``rapport_hele-byen.pdf``."""
    return f"rapport_{report.slug}.pdf" if isinstance(report, DistrictReport) else f"rapport_{CITY_SLUG}.pdf"


def period_name(intake: Intake) -> str:
    """Return the name of a release's folder, such as ``2011-2025``."""
    return f"{intake.settings.periods.before}-{intake.settings.periods.now}"
