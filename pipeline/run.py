"""The run, stage by stage: the table of contents of the program."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.attack import count_exposed
from pipeline.compare import compare_years
from pipeline.comparison import Comparison
from pipeline.compose import Material, compose_city, compose_districts, gather_material
from pipeline.compose.datasets import compose_datasets
from pipeline.composed import Composed
from pipeline.datasets import TableBook
from pipeline.editions import RELEASES, list_editions, name_release
from pipeline.intake import Intake, check_input
from pipeline.ledger import Ledger
from pipeline.made_from import hash_sources
from pipeline.outputs import write_outputs
from pipeline.period import Wanted, Years
from pipeline.publish import point_current, publish_release, remove_release
from pipeline.register import read_ledger, read_secret, write_ledger, write_secret
from pipeline.release import Release
from pipeline.release_plan import plan_release
from pipeline.report import InputFile
from pipeline.report_files import file_name
from pipeline.report_job import Make, Report
from pipeline.score import score_areas
from pipeline.scores import Scores
from pipeline.secret import OPEN, Secret
from pipeline.settings import Settings
from pipeline.storage import stage_folder
from pipeline.suppress import suppress_small_counts
from pipeline.wording import load_language
from pipeline.workers import make_all

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Published:
    """What a run leaves: the release's folder, its PDFs, how many findings the reports print, and the input: file → its fingerprint."""

    folder: Path
    pdfs: tuple[str, ...]
    findings: int
    sample: bool
    inputs: Mapping[str, str]


def make_reports(
    input_folder: Path, output_folder: Path, make: Make = make_all, reason: str = "", wanted: Wanted | None = None, *, anew: bool = False
) -> Published:
    """Turn an input folder into a release: one PDF per forum, the city overview, the tables behind them, the index page, the manifest.

    Where the newest release of the period says all of it already, none is made.

    Args:
        input_folder: Workbooks, settings and policies.
        output_folder: Where the releases are put.
        make: Makes the PDFs; the command line shows a progress bar around it, or lets a cluster do it.
        reason: Why a published period gets another revision; empty for the names of the changed files.
        wanted: What the period follows from beside the input; None for today's date alone.
        anew: Make all reports anew, as another revision, even where none is changed.

    Raises:
        InputRejected: the input or the ledger holds errors; nothing was written.
        ReportsFailed: one or more reports could not be made; nothing was published, and all of them are told.
        ClusterFailed: the cluster that should make them cannot; nothing was published.
        StorageFailed: the release could not be written; the last one stands.
    """
    composed, ledger, secret = compose_input(input_folder, output_folder, wanted)
    period = period_name(composed.settings)
    editions = list_editions(output_folder, period)
    plan = plan_release(composed, editions, reason, anew=anew)
    if plan is None:
        folder = editions[-1].folder
        point_current(output_folder, folder.name)
        log.info("no report is changed", extra={"stage": "plan", "release": folder.name})
    else:
        with stage_folder(output_folder / RELEASES) as staged:
            manifest = write_outputs(composed, plan, staged, make)
            log.info("rendered", extra={"stage": "render", "reports": len(composed.reports), "revision": plan.revision.number})
            write_secret(secret, output_folder)
            write_ledger(ledger, output_folder)  # first: nothing is ever published that the ledger does not know
            folder = publish_release(staged, output_folder, name_release(period, plan.revision.number, manifest))
        if plan.mends is not None and plan.mends.name != folder.name:
            remove_release(plan.mends)
        log.info("published", extra={"stage": "publish", "release": folder.name})
    pdfs = tuple(file_name(report) for report in composed.reports)
    return Published(folder, pdfs, len(composed.findings), composed.sample, composed.inputs)


def compose_input(input_folder: Path, output_folder: Path, wanted: Wanted | None = None) -> tuple[Composed, Ledger, Secret]:
    """Go from the workbooks to what a release says; the numbers that may not be shown are let go of here, and their memory with them.

    Returns:
        What the release says, the ledger with it, and the key that it was made with; neither of these is written yet.

    Raises:
        InputRejected: the input or the ledger holds errors.
    """
    intake = check_input(input_folder, wanted)
    log.info("loaded and validated", extra={"stage": "validate", "findings": len(intake.tables.findings)})
    ledger, secret = read_ledger(output_folder), read_secret(output_folder)
    cleared = clear_release(intake, ledger, secret)
    log.info("scored, compared and suppressed", extra={"stage": "suppress"})
    composed = compose_release(intake, cleared, secret)
    log.info("composed", extra={"stage": "compose", "reports": len(composed.reports)})
    exposed = attack_release(composed.book, intake, ledger)
    log.info("attacked", extra={"stage": "attack", "exposed": exposed})
    return replace(composed, exposed=exposed), ledger.joined(cleared.entry), secret


def compare_input(intake: Intake) -> tuple[Scores, Comparison]:
    """Score and compare: what an analyst may see, and nobody else."""
    scores = score_areas(intake.tables, intake.policy, intake.settings.periods)
    return scores, compare_years(scores, intake.tables, intake.policy, intake.settings)


def clear_release(intake: Intake, ledger: Ledger, secret: Secret) -> Release:
    """Score, compare and suppress: what may be published beside all that has been."""
    scores, comparison = compare_input(intake)
    return suppress_small_counts(scores, comparison, intake.tables, intake.policy, intake.settings, ledger, secret)


def compose_release(intake: Intake, cleared: Release, secret: Secret) -> Composed:
    """Compose everything that a release says."""
    material = gather(intake, cleared, secret)
    tables, reports, book = intake.tables, tuple(_compose(material)), compose_datasets(material)
    inputs, made_from = fingerprints(intake, secret), hash_sources(material, secret)
    return Composed(intake.settings, intake.policy, tables.findings, tables.sample, reports, book, inputs, made_from)


def attack_release(book: TableBook, intake: Intake, ledger: Ledger) -> int | None:
    """Return how many hidden numbers can be worked out from the tables of a release and all before it; None where they contradict themselves."""
    try:
        return count_exposed(book, intake.tables, intake.policy, intake.settings, ledger)
    except ArithmeticError:
        return None


def compose_reports(intake: Intake, cleared: Release | None = None, secret: Secret = OPEN) -> list[Report]:
    """Compose the frozen reports of all forums, then the city's; without a release, those of a first one."""
    return _compose(gather(intake, cleared, secret))


def compose_tables(intake: Intake, cleared: Release | None = None, secret: Secret = OPEN) -> TableBook:
    """Compose the tables behind all reports; without a release, those of a first one."""
    return compose_datasets(gather(intake, cleared, secret))


def _compose(material: Material) -> list[Report]:
    districts = list(compose_districts(material))
    return [*districts, compose_city(material, districts)]


def gather(intake: Intake, cleared: Release | None, secret: Secret) -> Material:
    """Index a release for composing; without one, a first release."""
    release = cleared or clear_release(intake, Ledger(), secret)
    files = tuple(InputFile(name, fingerprint) for name, fingerprint in fingerprints(intake, secret).items())
    return gather_material(release, intake.tables, intake.policy, intake.settings, load_language(intake.settings.language), files)


def fingerprints(intake: Intake, secret: Secret) -> dict[str, str]:
    """Return input file → fingerprint."""
    return {record.name: secret.fingerprint(record.sha256) for record in intake.files}


def period_name(settings: Settings) -> str:
    """Return the name of a release's period, such as ``2011-2025``."""
    periods = settings.periods
    return str(Years(periods.before, periods.now))
