"""The run, stage by stage: the table of contents of the program."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.compare import compare_years
from pipeline.comparison import Comparison
from pipeline.compose import CITY_SLUG, compose_city, compose_districts, gather_material, list_values, note_revision
from pipeline.editions import Edition, name_release
from pipeline.intake import Intake, check_input
from pipeline.ledger import Ledger
from pipeline.manifest import MANIFEST, Facts, build_manifest
from pipeline.next_revision import possible_revisions
from pipeline.publish import point_current, publish_release
from pipeline.published import VALUES, Value, count_flips, write_values
from pipeline.register import read_ledger, write_ledger
from pipeline.release import Release
from pipeline.render import render_report
from pipeline.report import CityReport, DistrictReport, InputFile
from pipeline.revision import Revision
from pipeline.score import score_areas
from pipeline.scores import Scores
from pipeline.suppress import suppress_small_counts
from pipeline.wording import load_language

log = logging.getLogger(__name__)
Track = Callable[[list[DistrictReport | CityReport]], Iterable[DistrictReport | CityReport]]


@dataclass(frozen=True)
class Published:
    """What a run leaves: the folder, its PDFs, and how many findings the reports print."""

    folder: Path
    pdfs: tuple[str, ...]
    findings: int
    sample: bool


def make_reports(input_folder: Path, output_folder: Path, track: Track = iter, reason: str = "") -> Published:
    """Turn an input folder into a release: one PDF per forum, the city overview, the manifest.

    Args:
        input_folder: Workbooks, settings and policies.
        output_folder: Where the releases are put.
        track: Wraps the list of reports while they are rendered; the command line shows a progress bar with it.
        reason: Why a published period gets another revision; empty for the names of the changed files.

    Raises:
        InputRejected: the input or the ledger holds errors; nothing was written.
        StorageFailed: the release could not be written; the last one stands.
    """
    intake = check_input(input_folder)
    log.info("loaded and validated", extra={"stage": "validate", "findings": len(intake.tables.findings)})
    ledger = read_ledger(output_folder)
    cleared = clear_release(intake, ledger)
    log.info("scored, compared and suppressed", extra={"stage": "suppress"})
    reports = compose_reports(intake, cleared)
    log.info("composed", extra={"stage": "compose", "reports": len(reports)})
    period, language = period_name(intake), load_language(intake.settings.language)
    folder = output_folder
    pdfs: tuple[str, ...] = ()
    for revision, standing in possible_revisions(output_folder, period, intake.files, language, reason):
        files = make_files(intake, reports, revision, track)
        log.info("rendered", extra={"stage": "render", "reports": len(reports), "revision": revision.number})
        write_ledger(ledger.joined(cleared.entry), output_folder)  # first: nothing is ever published that the ledger does not know
        pdfs = tuple(name for name in files if name.endswith(".pdf"))
        if standing is None or name_release(period, revision.number, files[MANIFEST]) == standing.name:
            folder = publish_release(files, output_folder, name_release(period, revision.number, files[MANIFEST]))
            break
        if is_same(standing, files):
            point_current(output_folder, standing.name)
            folder = standing.folder
            break
    log.info("published", extra={"stage": "publish", "release": folder.name})
    return Published(folder, pdfs, len(intake.tables.findings), intake.tables.sample)


def make_files(intake: Intake, reports: Sequence[DistrictReport | CityReport], revision: Revision, track: Track = iter) -> dict[str, bytes]:
    """Render the reports as a revision: every file of the release, the manifest last."""
    language, values = load_language(intake.settings.language), list_values(reports)
    noted = note_revision(reports, values, revision, language)
    files = {file_name(report): render_report(report, language) for report in track(noted)}
    files[VALUES] = write_values(values)
    return {
        **files,
        MANIFEST: build_manifest(intake.files, files, intake.policy, intake.settings, find_facts(intake, values, revision), revision),
    }


def find_facts(intake: Intake, values: Sequence[Value], revision: Revision) -> Facts:
    """Return what the gates before sending look at. The checks of the finished PDFs and of the suppression are to report in `failed_checks`."""
    areas, flipped = count_flips(revision.before or (), values, intake.settings.periods.now)
    comparable = revision.number == 1 or revision.before is not None
    findings = Counter(problem.code.value for problem in intake.tables.findings)
    return Facts(intake.tables.sample, findings, areas, flipped, comparable)


def is_same(standing: Edition, files: dict[str, bytes]) -> bool:
    """Return whether a release holds what readers and gates would get now; its manifest may name another version of the program."""
    now = json.loads(files[MANIFEST])
    return standing.is_whole() and all(standing.manifest.get(key) == now[key] for key in ("outputs", "gates"))


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
