"""Write every file of a release: PDFs, tables, the index page, the letters, the published figures, the manifest."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

from pipeline.language.language import Language
from pipeline.releases.checks.failed_checks import record_pdf
from pipeline.releases.checks.own_report import is_own_report
from pipeline.releases.checks.words import say_failed
from pipeline.releases.composed import Composed
from pipeline.releases.make.job import Make
from pipeline.releases.make.processes import make_all
from pipeline.releases.manifest import MANIFEST, Facts, build_manifest, record_file
from pipeline.releases.pdfs import ReportPlan, date_due, make_pdfs
from pipeline.releases.plan import ReleasePlan
from pipeline.render.index import render_index
from pipeline.render.letter import render_letter
from pipeline.report.compose.district import CITY_SLUG
from pipeline.report.compose.index import compose_index
from pipeline.report.compose.since import compose_since
from pipeline.report.letter import LETTERS, write_letters
from pipeline.report.model.district import DistrictReport
from pipeline.report.printed_figures import PRINTED_FILE, FigureKind, Figures, carry_over, count_flips, find_changes, write_printed
from pipeline.report.revision import Revision
from pipeline.report.tables.files.excel import TABLES_FILE, write_tables
from pipeline.report.words.revision import say_revised
from pipeline.storage import write_file

INDEX: Final = "index.html"
MOST_LOGGED: Final = 20
NOT_OWN: Final = (
    "its metadata and every page's foot do not name this forum alone (does a name in the input hold another forum's after » · «?)"
)

log = logging.getLogger(__name__)


def write_outputs(composed: Composed, plan: ReleasePlan, folder: Path, make: Make = make_all) -> bytes:
    """Write a release into a folder, the manifest last. Return the manifest.

    Args:
        composed: Its content.
        plan: Its revision, and the reports to be made.
        folder: A folder that is being built.
        make: Makes the PDFs.

    Raises:
        ReportsFailed: one or more reports could not be made; all of them are listed.
        OSError: a file cannot be written.
    """
    common, due, revision = plan.common, plan.due, plan.revision
    language, published = common.language, replace(common.published, figures=_as_printed(plan))

    def draw_index(failed: Sequence[str]) -> bytes:
        since = compose_since(revision.before, published, language)
        told = tuple(say_failed(check, language) for check in failed)
        index = compose_index([(one.file, date_due(one, common)) for one in due], TABLES_FILE, since, told)
        return render_index(replace(index, inputs=published.inputs, revised=_say_revised(due, revision, language)), language)

    with ThreadPoolExecutor(1) as beside:  # while processes make the PDFs, the run itself is free
        index = beside.submit(draw_index, ())
        tables = beside.submit(write_tables, composed.book, language)
        pdfs, faults = make_pdfs(due, common, folder, make)
    dated = {one.file: date_due(one, common) for one in due}
    districts = {file: report for file, report in dated.items() if isinstance(report, DistrictReport)}
    failed = list_failed(_add_foreign(faults, districts, folder))
    day = composed.settings.periods.present_day
    files = {
        TABLES_FILE: tables.result(),
        INDEX: draw_index(failed) if failed else index.result(),
        LETTERS: write_letters(render_letter(report, file, day, language) for file, report in districts.items()),
        PRINTED_FILE: write_printed(published),
    }
    records = [*pdfs, *(record_file(name, content) for name, content in files.items())]
    kept = {one.revision.number: one.revision for one in due if one.revision.number != revision.number}
    facts = find_facts(composed, plan, failed)
    manifest = build_manifest(records, composed.policy, composed.settings, facts, revision, [kept[number] for number in sorted(kept)])
    for name, content in (files | {MANIFEST: manifest}).items():
        write_file(folder / name, content)
    return manifest


def _add_foreign(faults: Mapping[str, Sequence[str]], districts: Mapping[str, DistrictReport], folder: Path) -> Mapping[str, Sequence[str]]:
    """Return faults with those of the PDFs, made or reused, that the sender would not recognise as their forums' own."""
    forums = {report.forum_id: report.forum for report in districts.values()}
    foreign = [
        file
        for file, report in districts.items()
        if not is_own_report((folder / file).read_bytes(), report.forum_id, report.imprint.period, forums)
    ]
    return {**faults, **{file: (*faults.get(file, ()), NOT_OWN) for file in foreign}}


def _kept_slugs(plan: ReleasePlan) -> frozenset[str]:
    kept = (one.report for one in plan.due if one.revision.number < plan.revision.number)
    return frozenset(report.slug if isinstance(report, DistrictReport) else CITY_SLUG for report in kept)


def _as_printed(plan: ReleasePlan) -> Figures:
    """Return the figures that stand in the release's reports: a kept one prints what the program said when it was made."""
    before = plan.revision.before
    return carry_over(before.figures if before else {}, plan.common.published.figures, _kept_slugs(plan))


def _find_outdated(plan: ReleasePlan) -> tuple[str, ...]:
    """Return the forums whose kept report prints another conclusion or status than the program finds now."""
    printed, now = _as_printed(plan), plan.common.published
    judged = {FigureKind.VERDICT, FigureKind.STATUS}
    slugs = {one.figure.report for one in find_changes(printed, now.figures) if one.figure.kind in judged} & _kept_slugs(plan)
    return tuple(name for slug, name in now.forums if slug in slugs)


def _say_revised(due: Sequence[ReportPlan], revision: Revision, language: Language) -> str:
    if revision.number == 1:
        return ""
    changed = [one.report for one in due if one.revision.number == revision.number]
    names = [report.forum if isinstance(report, DistrictReport) else None for report in changed]
    return say_revised(revision.number, names, len(due) - len(changed), language)


def list_failed(faults: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the checks that failed, and log them: the release is published, but not mailed.

    Args:
        faults: File name → faults of the PDFs that failed the inspection.
    """
    for file, found in faults.items():
        log.error("the PDF check failed", extra={"stage": "inspect", "report": file, "faults": found[:MOST_LOGGED]})
    return tuple(record_pdf(file, found) for file, found in faults.items())


def find_facts(composed: Composed, plan: ReleasePlan, failed: tuple[str, ...]) -> Facts:
    """Return the facts for the gates before sending."""
    revision = plan.revision
    areas, flipped = count_flips(
        revision.before.figures if revision.before else {}, plan.common.published.figures, composed.settings.periods.now
    )
    return Facts(
        sample=composed.sample,
        findings=Counter(problem.code.value for problem in composed.findings),
        areas=areas,
        flipped=flipped,
        comparable=revision.number == 1 or revision.before is not None,
        failed_checks=failed,
        anew=plan.anew,
        outdated=_find_outdated(plan),
        smallest_shown=composed.settings.small_numbers.smallest_shown,
    )
