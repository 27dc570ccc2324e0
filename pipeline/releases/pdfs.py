"""The PDFs of a release: unchanged reports are reused from the previous release, the others are made.

A reused report keeps its revision, its note on page 1, and the fingerprints that it prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from pipeline.language.language import Language
from pipeline.releases.content_hash import date_report, date_tables, hash_content
from pipeline.releases.make.failures import ReportsFailed, Unmade
from pipeline.releases.make.job import Failed, Made, Make, Report, ReportJob
from pipeline.releases.manifest import PdfRecord
from pipeline.releases.source_hash import CITY
from pipeline.releases.unchanged_pdfs import Kept
from pipeline.report.compose.district import CITY_SLUG
from pipeline.report.compose.revision import note_revision
from pipeline.report.model.district import DistrictReport
from pipeline.report.printed_figures import PrintedFigures
from pipeline.report.revision import Revision
from pipeline.report.tables.files.attachments import attach_tables
from pipeline.report.tables.model import TableBook


@dataclass(frozen=True)
class SharedFacts:
    """What all reports of a release share.

    Attributes:
        book: The tables behind them.
        published: The figures that they print.
        made_from: forum_id → hash of the data that the forum's report is made from; the city's under an empty id.
    """

    book: TableBook
    published: PrintedFigures
    language: Language
    made_from: Mapping[str, str]


@dataclass(frozen=True)
class ReportPlan:
    """One report of a release.

    Attributes:
        revision: The revision printed in it.
        made_from: Hash of the data that it is made from.
        says: Hash of its content.
        same: The PDF of an earlier release, if the report is unchanged.
    """

    report: Report
    revision: Revision
    made_from: str
    says: str
    same: Kept | None

    @property
    def file(self) -> str:
        """The name of its PDF."""
        return file_name(self.report)


Unchanged: TypeAlias = Callable[["ReportPlan", Kept], bool]


def plan_reports(
    reports: Sequence[Report], common: SharedFacts, revision: Revision, kept: Sequence[Mapping[str, Kept]], unchanged: Unchanged
) -> list[ReportPlan]:
    """Assign each report its revision: its earlier one if it is unchanged, otherwise the new one.

    Args:
        reports: The reports of the release.
        common: What they share.
        revision: The new revision.
        kept: The PDFs of earlier releases by file name: of what readers have, and of the newest; the first that is unchanged is reused.
        unchanged: Decides whether the report of such a PDF is unchanged.
    """
    due = []
    for report in reports:
        made_from, says = common.made_from[_forum_id(report) or CITY], hash_content(report, _own(report, common.book))
        one = ReportPlan(report, revision, made_from, says, None)
        known = next((files[one.file] for files in kept if one.file in files and unchanged(one, files[one.file])), None)
        due.append(replace(one, revision=known.revision, same=known) if known else one)
    return due


def is_unchanged(one: ReportPlan, known: Kept) -> bool:
    """Return whether a report is unchanged: made from the same rows, or with the same content."""
    return known.made_from == one.made_from or known.says == one.says


def make_pdfs(
    due: Sequence[ReportPlan], common: SharedFacts, folder: Path, make: Make
) -> tuple[list[PdfRecord], dict[str, tuple[str, ...]]]:
    """Reuse or make the PDFs of a release in its folder. A lost or damaged file is made again under its number.

    Args:
        due: All reports of the release.
        common: What they share.
        folder: The folder.
        make: Makes those that are not reused.

    Returns:
        Their records, and file name → faults of those that failed the inspection.

    Raises:
        ReportsFailed: one or more could not be made; the others were.
        OSError: a file cannot be written.
    """
    records = {one.file: _record(one, one.same.size, one.same.sha256) for one in due if one.same and one.same.lay_into(folder)}
    made = _make([one for one in due if one.file not in records], common, folder, make)
    records |= {one.file: _record(one, made[one.file].size, made[one.file].sha256) for one in due if one.file in made}
    return list(records.values()), {one.file: made[one.file].faults for one in due if one.file in made and made[one.file].faults}


def date_due(one: ReportPlan, common: SharedFacts) -> Report:
    """Return a report as printed."""
    return date_report(one.report, note_revision(one.report, common.published, one.revision, common.language), one.revision.inputs)


def file_name(report: Report) -> str:
    """Return a report's file name: ``rapport_noerrebro.pdf``, ``rapport_hele-byen.pdf``."""
    return f"rapport_{report.slug}.pdf" if isinstance(report, DistrictReport) else f"rapport_{CITY_SLUG}.pdf"


def _make(due: Sequence[ReportPlan], common: SharedFacts, folder: Path, make: Make) -> dict[str, Made]:
    if not due:
        return {}
    outcomes = list(make(_jobs(due, common), len(due), folder))
    reports = {one.file: one.report for one in due}
    unmade = [Unmade(_forum(reports[one.file]), one.file, one.reasons, one.trace) for one in outcomes if isinstance(one, Failed)]
    if unmade:
        raise ReportsFailed(sorted(unmade, key=lambda one: list(reports).index(one.file)))
    return {one.file: one for one in outcomes if isinstance(one, Made)}


def _jobs(due: Sequence[ReportPlan], common: SharedFacts) -> Iterator[ReportJob]:
    for one in due:
        book = date_tables(_own(one.report, common.book), one.revision.inputs)
        yield ReportJob(one.file, date_due(one, common), common.language.code, attach_tables(book, common.language))


def _own(report: Report, book: TableBook) -> TableBook:
    return book.of_forum(report.forum_id) if isinstance(report, DistrictReport) else book


def _forum(report: Report) -> str | None:
    return report.forum if isinstance(report, DistrictReport) else None


def _forum_id(report: Report) -> str | None:
    return report.forum_id if isinstance(report, DistrictReport) else None


def _record(one: ReportPlan, size: int, sha256: str) -> PdfRecord:
    says = (one.same and one.same.says) or one.says  # a reused file has the hash that it was made with
    return PdfRecord(one.file, size, sha256, _forum_id(one.report), one.revision.number, one.made_from, says)
