"""The run, stage by stage: the table of contents of the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.compare import compare_years
from pipeline.comparison import Comparison
from pipeline.compose import CITY_SLUG, compose_city, compose_districts, gather_material
from pipeline.intake import Intake, check_input
from pipeline.ledger import Ledger
from pipeline.letter import LETTERS, write_letters
from pipeline.manifest import MANIFEST, build_manifest
from pipeline.publish import publish_release
from pipeline.register import read_ledger, write_ledger
from pipeline.release import Release
from pipeline.render import render_letter, render_report
from pipeline.report import CityReport, DistrictReport, InputFile
from pipeline.score import score_areas
from pipeline.scores import Scores
from pipeline.suppress import suppress_small_counts
from pipeline.wording import load_language

Track = Callable[[list[DistrictReport | CityReport]], Iterable[DistrictReport | CityReport]]


@dataclass(frozen=True)
class Published:
    """What a run leaves: the folder, its PDFs, and how many findings the reports print."""

    folder: Path
    pdfs: tuple[str, ...]
    findings: int
    sample: bool


def make_reports(input_folder: Path, output_folder: Path, track: Track = iter) -> Published:
    """Turn an input folder into a release: one PDF per forum, the city overview, the manifest.

    Args:
        input_folder: Workbooks, settings and policies.
        output_folder: Where the release's folder is put.
        track: Wraps the list of reports while they are rendered; the command line shows a progress bar with it.

    Raises:
        InputRejected: the input or the ledger holds errors; nothing was written.
        StorageFailed: the release could not be written; the last one stands.
    """
    intake = check_input(input_folder)
    ledger = read_ledger(output_folder)
    cleared = clear_release(intake, ledger)
    reports = compose_reports(intake, cleared)
    language = load_language(intake.settings.language)
    pdfs = {file_name(report): render_report(report, language) for report in track(reports)}
    forums = {file_name(report): report for report in reports if isinstance(report, DistrictReport)}
    letters = [render_letter(report, file, intake.settings.periods.present_day, language) for file, report in forums.items()]
    files = {**pdfs, LETTERS: write_letters(letters)}
    findings = len(intake.tables.findings)
    sample = intake.tables.sample
    addressed = {file: report.forum_id for file, report in forums.items()}
    manifest = build_manifest(intake.files, files, addressed, intake.policy, intake.settings, sample=sample, findings=findings)
    write_ledger(ledger.joined(cleared.entry), output_folder)  # first: nothing is ever published that the ledger does not know
    folder = publish_release({**files, MANIFEST: manifest}, output_folder, period_name(intake))
    return Published(folder, tuple(pdfs), findings, sample)


def compare_input(intake: Intake) -> tuple[Scores, Comparison]:
    """Score and compare: what an analyst may see, and nobody else."""
    scores = score_areas(intake.tables, intake.policy, intake.settings.periods)
    return scores, compare_years(scores, intake.tables, intake.policy, intake.settings)


def clear_release(intake: Intake, ledger: Ledger) -> Release:
    """Score, compare and suppress: what may be published beside all that has been."""
    scores, comparison = compare_input(intake)
    return suppress_small_counts(scores, comparison, intake.tables, intake.policy, intake.settings, ledger)


def compose_reports(intake: Intake, cleared: Release | None = None) -> list[DistrictReport | CityReport]:
    """Compose the frozen reports of all forums, then the city's; without a release, those of a first one."""
    settings, policy, tables = intake.settings, intake.policy, intake.tables
    release = cleared or clear_release(intake, Ledger())
    files = tuple(InputFile(record.name, record.sha256) for record in intake.files)
    material = gather_material(release, tables, policy, settings, load_language(settings.language), files)
    districts = list(compose_districts(material))
    return [*districts, compose_city(material, districts)]


def file_name(report: DistrictReport | CityReport) -> str:
    """Return a report's file name: ``rapport_noerrebro.pdf``, ``rapport_hele-byen.pdf``."""
    return f"rapport_{report.slug}.pdf" if isinstance(report, DistrictReport) else f"rapport_{CITY_SLUG}.pdf"


def period_name(intake: Intake) -> str:
    """Return the name of a release's folder, such as ``2011-2025``."""
    return f"{intake.settings.periods.before}-{intake.settings.periods.now}"
