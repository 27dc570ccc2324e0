"""The index page of a release: its reports, its findings, the changes since the last release."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.method import InputFile
from pipeline.report.model.since import Since


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One forum on the page.

    Attributes:
        pdf: File name of the report, in the same folder.
    """

    report: DistrictReport
    pdf: str


@dataclass(frozen=True, slots=True)
class IndexPage:
    """The content of the index page.

    Attributes:
        slug: The overview's name in a link, ASCII.
        entries: The forums, in the order of the workbook.
        workbook: File name of the tables behind the reports; empty if the release has none.
        since: None for the first release.
        inputs: The input files of the release; an unchanged report prints those of its own revision.
        revised: A sentence on which reports a correction changed; empty for a first release.
        failed: The failed checks of the finished reports, one sentence each.
    """

    city: CityReport
    slug: str
    pdf: str
    entries: tuple[IndexEntry, ...]
    workbook: str
    since: Since | None
    inputs: tuple[InputFile, ...]
    revised: str = ""
    failed: tuple[str, ...] = ()
