"""Compose the index page from finished reports. No figure is computed here."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.report.compose.district import CITY_SLUG
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.index import IndexEntry, IndexPage
from pipeline.report.model.since import Since


def compose_index(
    reports: Sequence[tuple[str, DistrictReport | CityReport]], workbook: str = "", since: Since | None = None, failed: tuple[str, ...] = ()
) -> IndexPage:
    """Return the index page.

    Args:
        reports: File name and report: the forums in the order of the workbook, and the city's.
        workbook: File name of the tables behind the reports.
        since: The changes since the last release; None for the first.
        failed: The failed checks of the finished reports, one sentence each.

    Raises:
        ValueError: the city's report lists other forums, or another order.
    """
    ((pdf, city),) = ((name, report) for name, report in reports if isinstance(report, CityReport))
    entries = tuple(IndexEntry(report, name) for name, report in reports if isinstance(report, DistrictReport))
    order = [entry.report.forum for entry in entries]
    if order != [line.forum for line in city.lines] or order != [tile.forum for tile in city.tiles]:
        raise ValueError("the overview's forums are not those of the reports, so a row would show another forum's drawing")
    return IndexPage(city, CITY_SLUG, pdf, entries, workbook, since, city.method.provenance.inputs, failed=failed)
