"""The PDFs of a release: kept from the release that stands where they show the same, made where they do not.

A report that is kept stays what it was: its revision, its note on page 1, the fingerprints that it prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.compose import CITY_SLUG, note_revision
from pipeline.datasets import TableBook
from pipeline.kept import Kept
from pipeline.manifest import PdfRecord
from pipeline.published import Value
from pipeline.report import DistrictReport
from pipeline.report_job import Failed, Made, Make, Report, ReportJob
from pipeline.report_key import date_report, take_key
from pipeline.revision import Revision
from pipeline.tabulate import attach_tables
from pipeline.unmade import ReportsFailed, Unmade
from pipeline.wording import Language


@dataclass(frozen=True)
class Sheet:
    """What the reports of a release have in common.

    Attributes:
        book: The tables behind them.
        values: What they tell.
    """

    book: TableBook
    values: tuple[Value, ...]
    language: Language


@dataclass(frozen=True)
class Due:
    """One report of a release.

    Attributes:
        revision: The revision that it is printed as.
        key: Hash of what it shows.
        same: The PDF of the release that stands, where it shows the same.
    """

    report: Report
    revision: Revision
    key: str
    same: Kept | None

    @property
    def file(self) -> str:
        """The name of its PDF."""
        return file_name(self.report)


def plan_reports(reports: Sequence[Report], common: Sheet, revision: Revision, kept: Mapping[str, Kept], *, again: bool) -> list[Due]:
    """Say as which revision each report is printed: the one that it has where it shows the same, else the one that is made now.

    Args:
        reports: The reports of the release.
        common: What they have in common.
        revision: The revision that is made.
        kept: The PDFs of the release that stands.
        again: The release that stands is made again: each report is what it was there, whatever program made it.
    """
    due = []
    for report in reports:
        known = kept.get(file_name(report))
        undated, own = date_report(report, _own(report, common.book), None, {})
        key = take_key(undated, attach_tables(own, common.language), common.language.code)
        same = known if known and known.key == key else None
        due.append(Due(report, known.revision if known and (same or again) else revision, key, same))
    return due


def make_pdfs(
    due: Sequence[Due], common: Sheet, revision: Revision, folder: Path, make: Make
) -> tuple[list[Due], list[PdfRecord], dict[str, tuple[str, ...]]]:
    """Lay or make the PDFs of a release in its folder.

    A file that was lost or damaged is made as it was; where that does not come out to the byte, the report is one that has changed.

    Args:
        due: All reports of the release.
        common: What they have in common.
        revision: The revision that is made.
        folder: The folder.
        make: Makes those that are not kept.

    Returns:
        As which revision each was printed at last, their records, and by name the faults of those that the inspection found unsound.

    Raises:
        ReportsFailed: one or more could not be made; the others were made all the same.
        OSError: a file cannot be written.
    """
    records = {one.file: _record(one, one.same.size, one.same.sha256) for one in due if one.same and one.same.lay_into(folder)}
    made = _make([one for one in due if one.file not in records], common, folder, make)
    others = [one for one in due if one.file in made and one.same and one.same.sha256 != made[one.file].sha256]
    due = [replace(one, revision=revision, same=None) if one in others else one for one in due]
    made |= _make([one for one in due if one.file in {other.file for other in others}], common, folder, make)
    records |= {one.file: _record(one, made[one.file].size, made[one.file].sha256) for one in due if one.file in made}
    return due, list(records.values()), {one.file: made[one.file].faults for one in due if one.file in made and made[one.file].faults}


def date_due(one: Due, common: Sheet) -> tuple[Report, TableBook]:
    """Return a report and its tables as they are printed."""
    note = note_revision(one.report, common.values, one.revision, common.language)
    return date_report(one.report, _own(one.report, common.book), note, one.revision.inputs)


def file_name(report: Report) -> str:
    """Return a report's file name: ``rapport_noerrebro.pdf``, ``rapport_hele-byen.pdf``."""
    return f"rapport_{report.slug}.pdf" if isinstance(report, DistrictReport) else f"rapport_{CITY_SLUG}.pdf"


def _make(due: Sequence[Due], common: Sheet, folder: Path, make: Make) -> dict[str, Made]:
    if not due:
        return {}
    outcomes = list(make(_jobs(due, common), len(due), folder))
    reports = {one.file: one.report for one in due}
    unmade = [Unmade(_forum(reports[one.file]), one.file, one.reasons, one.trace) for one in outcomes if isinstance(one, Failed)]
    if unmade:
        raise ReportsFailed(sorted(unmade, key=lambda one: list(reports).index(one.file)))
    return {one.file: one for one in outcomes if isinstance(one, Made)}


def _jobs(due: Sequence[Due], common: Sheet) -> Iterator[ReportJob]:
    for one in due:
        report, book = date_due(one, common)
        yield ReportJob(one.file, report, common.language.code, attach_tables(book, common.language))


def _own(report: Report, book: TableBook) -> TableBook:
    return book.of_forum(report.forum_id) if isinstance(report, DistrictReport) else book


def _forum(report: Report) -> str | None:
    return report.forum if isinstance(report, DistrictReport) else None


def _record(one: Due, size: int, sha256: str) -> PdfRecord:
    forum = one.report.forum_id if isinstance(one.report, DistrictReport) else None
    return PdfRecord(one.file, size, sha256, forum, one.revision.number, one.key)
