"""The run, stage by stage: from an input folder to a release. The program's table of contents."""

from __future__ import annotations

import logging
from pathlib import Path

from pipeline.delivery.series import read_series
from pipeline.disclosure.protect import Protected, protect_input
from pipeline.input.check_input import Intake, check_input
from pipeline.language.language import load_language
from pipeline.releases.composed import Composed
from pipeline.releases.find import RELEASES, list_releases, name_release
from pipeline.releases.make.job import Make, Report
from pipeline.releases.make.processes import make_all
from pipeline.releases.pdfs import file_name
from pipeline.releases.plan import plan_release
from pipeline.releases.publish import MadeRelease, point_current, publish_release, remove_release
from pipeline.releases.source_hash import hash_sources
from pipeline.releases.version_0_1_0 import find_unchanged
from pipeline.releases.write import write_outputs
from pipeline.report.compose.city import compose_city
from pipeline.report.compose.district import compose_districts
from pipeline.report.compose.material import Material, gather_material
from pipeline.report.tables.all_tables import compose_datasets
from pipeline.report.tables.model import TableBook
from pipeline.scoring.compare.comparison import Comparison
from pipeline.scoring.compare.years import compare_years
from pipeline.scoring.score_areas import score_areas
from pipeline.scoring.scores import Scores
from pipeline.settings.period import Wanted, Years
from pipeline.settings.settings import Settings
from pipeline.storage import stage_folder

log = logging.getLogger(__name__)


def make_reports(
    input_folder: Path, output_folder: Path, make: Make = make_all, reason: str = "", wanted: Wanted | None = None, *, anew: bool = False
) -> MadeRelease:
    """Turn an input folder into a release: one PDF per forum, the city overview, the tables behind them, the index page, the manifest.

    If the newest release of the period has the same content, none is made.

    Args:
        input_folder: Workbooks, settings and policies.
        output_folder: Folder for the releases.
        make: Makes the PDFs; the command line shows a progress bar around it, or lets a cluster do it.
        reason: Why a published period gets another revision; empty to name the changed files.
        wanted: What determines the period besides the input; None for today's date alone.
        anew: Make all reports again, as another revision, even if none has changed.

    Raises:
        InputRejected: the input has errors; nothing was written.
        ReportsFailed: one or more reports could not be made; nothing was published, and all of them are listed.
        ClusterFailed: the cluster cannot make the reports; nothing was published.
        StorageFailed: the release could not be written; the previous one is unchanged.
    """
    composed = compose_input(input_folder, wanted)
    period = period_name(composed.settings)
    editions = [] if composed.sample else list_releases(output_folder, period)  # sample data have no revision but 1
    sent = {} if composed.sample else read_series(input_folder, output_folder).newest(period)
    unchanged = None
    if editions and not editions[-1].has_hashes():
        unchanged = find_unchanged(editions[-1], output_folder, check_input(input_folder, wanted), compose_all)
    plan = plan_release(composed, editions, reason, anew=anew, unchanged=unchanged, sent=sent)
    if plan is None:
        folder = editions[-1].folder
        point_current(output_folder, folder.name)
        log.info("no report is changed", extra={"stage": "plan", "release": folder.name})
    else:
        with stage_folder(output_folder / RELEASES) as staged:
            manifest = write_outputs(composed, plan, staged, make)
            log.info("rendered", extra={"stage": "render", "reports": len(composed.reports), "revision": plan.revision.number})
            folder = publish_release(staged, output_folder, name_release(period, plan.revision.number, manifest))
        replaced = list_releases(output_folder, period) if composed.sample else [plan.mends] if plan.mends else []
        for edition in replaced:
            if edition.name != folder.name:
                remove_release(edition)
        log.info("published", extra={"stage": "publish", "release": folder.name})
    pdfs = tuple(file_name(report) for report in composed.reports)
    return MadeRelease(folder, pdfs, len(composed.findings), composed.sample, composed.inputs)


def compose_input(input_folder: Path, wanted: Wanted | None = None) -> Composed:
    """Turn the workbooks into a release's content. Exact counts are used up to the stage protect only.

    Raises:
        InputRejected: the input has errors.
    """
    intake = check_input(input_folder, wanted)
    log.info("loaded and validated", extra={"stage": "validate", "findings": len(intake.tables.findings)})
    protected = protect_input(intake)
    material = gather(protected)
    log.info("protected, scored and compared", extra={"stage": "compare"})
    reports, book = _compose(material), compose_datasets(material)
    log.info("composed", extra={"stage": "compose", "reports": len(reports)})
    tables, made_from = protected.tables, hash_sources(material)
    return Composed(protected.settings, protected.policy, tables.findings, tables.sample, reports, book, protected.inputs, made_from)


def compare_input(protected: Protected) -> tuple[Scores, Comparison]:
    """Score and compare."""
    scores = score_areas(protected.tables, protected.policy, protected.settings.periods)
    return scores, compare_years(scores, protected.tables, protected.policy, protected.settings)


def gather(protected: Protected) -> Material:
    """Score, compare, and index the numbers for composing."""
    scores, comparison = compare_input(protected)
    return gather_material(scores, comparison, protected, load_language(protected.settings.language))


def compose_all(protected: Protected) -> tuple[tuple[Report, ...], TableBook]:
    """Compose the frozen reports of all forums, then the city's, and the tables behind them."""
    material = gather(protected)
    return _compose(material), compose_datasets(material)


def compose_reports(intake: Intake) -> tuple[Report, ...]:
    """Compose the frozen reports of a checked input."""
    return _compose(gather(protect_input(intake)))


def compose_tables(intake: Intake) -> TableBook:
    """Compose the tables behind all reports of a checked input."""
    return compose_datasets(gather(protect_input(intake)))


def _compose(material: Material) -> tuple[Report, ...]:
    districts = list(compose_districts(material))
    return (*districts, compose_city(material, districts))


def period_name(settings: Settings) -> str:
    """Return the name of a release's period, for example ``2011-2025``."""
    periods = settings.periods
    return str(Years(periods.before, periods.now))
