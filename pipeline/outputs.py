"""Every file of a release, made from the composed reports: PDFs, tables, the index page, the letters, what was told, the manifest."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from pipeline.compose import compose_index, compose_since, record_published
from pipeline.datasets import TableBook
from pipeline.failed_checks import record_exposed, record_pdf
from pipeline.kept import Kept
from pipeline.letter import LETTERS, write_letters
from pipeline.manifest import MANIFEST, Facts, build_manifest, record_file
from pipeline.policy import Policy
from pipeline.problems import Problem
from pipeline.published import PUBLISHED_FILE, Value, count_flips, write_published
from pipeline.render import render_index, render_letter
from pipeline.report import DistrictReport
from pipeline.report_files import Due, Sheet, date_due, file_name, make_pdfs, plan_reports
from pipeline.report_job import Make, Report
from pipeline.revision import Revision
from pipeline.settings import Settings
from pipeline.storage import write_file
from pipeline.tabulate import TABLES_FILE, write_tables
from pipeline.wording import Language, load_language
from pipeline.wording.failed_checks import say_failed
from pipeline.wording.revision import say_revised
from pipeline.workers import make_all

INDEX: Final = "index.html"
MOST_LOGGED: Final = 20

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Composed:
    """What a release says, before it is any revision.

    Attributes:
        findings: What was found in the input; `sample` whether a workbook says that its numbers are invented.
        reports: The forums' in the order of the workbook, then the city's.
        book: The tables behind them.
        inputs: Input file → its fingerprint.
        exposed: How many hidden numbers can be worked out; None where that could not be checked.
    """

    settings: Settings
    policy: Policy
    findings: tuple[Problem, ...]
    sample: bool
    reports: tuple[Report, ...]
    book: TableBook
    inputs: Mapping[str, str]
    exposed: int | None = 0


@dataclass(frozen=True)
class Standing:
    """What stands already.

    Attributes:
        kept: File name → PDF of the release that stands.
        again: That release is made again; otherwise it is corrected.
    """

    kept: Mapping[str, Kept] = field(default_factory=dict)
    again: bool = False


def write_outputs(
    composed: Composed,
    revision: Revision,
    standing: Standing,
    folder: Path,
    make: Make = make_all,
) -> bytes:
    """Write a release as a revision into a folder: every file of it, the manifest last. Return the manifest.

    Args:
        composed: What it says.
        revision: Which revision it is.
        standing: What there is to keep.
        folder: A folder that is being built.
        make: Makes the PDFs.

    Raises:
        ReportsFailed: one or more reports could not be made; all of them are told.
        OSError: a file cannot be written.
    """
    settings, language = composed.settings, load_language(composed.settings.language)
    published = record_published(composed.reports, language)
    common = Sheet(composed.book, published.values, language)
    planned = plan_reports(composed.reports, common, revision, standing.kept, again=standing.again)

    def draw_index(due: Sequence[Due], failed: Sequence[str]) -> bytes:
        since = compose_since(revision.before, published, language)
        told = tuple(say_failed(check, language) for check in failed)
        index = compose_index([(one.file, date_due(one, common)[0]) for one in due], TABLES_FILE, since, told)
        return render_index(replace(index, inputs=published.inputs, revised=_say_revised(due, revision, language)), language)

    with ThreadPoolExecutor(1) as beside:  # while processes make the PDFs, the run has its hands free
        expected = (planned, list_failed({}, composed.exposed))
        index = beside.submit(draw_index, *expected)
        tables = beside.submit(write_tables, composed.book, language)
        due, pdfs, faults = make_pdfs(planned, common, revision, folder, make)
    failed = list_failed(faults, composed.exposed)
    districts = {file_name(report): report for report in composed.reports if isinstance(report, DistrictReport)}
    day = settings.periods.present_day
    files = {
        TABLES_FILE: tables.result(),
        INDEX: index.result() if (due, failed) == expected else draw_index(due, failed),
        LETTERS: write_letters(render_letter(report, file, day, language) for file, report in districts.items()),
        PUBLISHED_FILE: write_published(published),
    }
    records = [*pdfs, *(record_file(name, content) for name, content in files.items())]
    kept = {one.revision.number: one.revision for one in due if one.revision.number != revision.number}
    facts = find_facts(composed, published.values, revision, failed)
    manifest = build_manifest(records, composed.policy, settings, facts, revision, [kept[number] for number in sorted(kept)])
    for name, content in (files | {MANIFEST: manifest}).items():
        write_file(folder / name, content)
    return manifest


def _say_revised(due: Sequence[Due], revision: Revision, language: Language) -> str:
    if revision.number == 1:
        return ""
    changed = [one.report for one in due if one.revision.number == revision.number]
    names = [report.forum if isinstance(report, DistrictReport) else None for report in changed]
    return say_revised(revision.number, names, len(due) - len(changed), language)


def list_failed(faults: Mapping[str, Sequence[str]], exposed: int | None) -> tuple[str, ...]:
    """Return the checks that failed, and log them: a release is published with them, and sent to nobody.

    Args:
        faults: File name → what the inspection of that PDF found, of those where it found something.
        exposed: How many hidden numbers can be worked out; None where that could not be checked.
    """
    for file, found in faults.items():
        log.error("the PDF check failed", extra={"stage": "inspect", "report": file, "faults": found[:MOST_LOGGED]})
    pdfs = tuple(record_pdf(file, found) for file, found in faults.items())
    return pdfs if exposed == 0 else (*pdfs, record_exposed(exposed))


def find_facts(composed: Composed, values: tuple[Value, ...], revision: Revision, failed: tuple[str, ...]) -> Facts:
    """Return what the gates before sending look at."""
    areas, flipped = count_flips(revision.before.values if revision.before else (), values, composed.settings.periods.now)
    comparable = revision.number == 1 or revision.before is not None
    findings = Counter(problem.code.value for problem in composed.findings)
    return Facts(composed.sample, findings, areas, flipped, comparable, failed)
