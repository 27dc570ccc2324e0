"""The index page of a release: its reports, its findings, what changed since the last release."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.method import InputFile
from pipeline.report.model.since import Since


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One forum of the page.

    Attributes:
        pdf: File name of the report, beside the page.
    """

    report: DistrictReport
    pdf: str


@dataclass(frozen=True, slots=True)
class IndexPage:
    """Everything that the index page shows.

    Attributes:
        slug: The overview's name in an address, ASCII.
        entries: The forums, in the order of the workbook.
        workbook: File name of the tables behind the reports; empty where the release has none.
        since: None for the first release.
        inputs: The input files of the release; a report that a correction did not change prints those that it was made of.
        revised: Which reports a correction changed, a sentence; empty for a first release.
        failed: What the checks of the finished reports found, a sentence each.
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
