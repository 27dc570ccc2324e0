"""Compose the index page: the reports as they are, beside them who gets them. No figure is made here."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.compose.district import CITY_SLUG
from pipeline.compose.material import records
from pipeline.report import CityReport, DistrictReport, IndexEntry, IndexPage, Recipient, Since
from pipeline.tables import Tables


def compose_index(
    reports: Sequence[tuple[str, DistrictReport | CityReport]],
    tables: Tables,
    workbook: str = "",
    since: Since | None = None,
    failed: tuple[str, ...] = (),
) -> IndexPage:
    """Return the index page.

    Args:
        reports: File name and report: the forums in the order of the workbook, and the city's.
        tables: The checked input, for the recipients alone.
        workbook: File name of the tables behind the reports.
        since: What changed since the last release; None for the first.
        failed: What the checks of the finished reports found, a sentence each.

    Raises:
        ValueError: the city's report is of other forums, or has them in another order.
    """
    ((pdf, city),) = ((name, report) for name, report in reports if isinstance(report, CityReport))
    forum_ids = dict(zip(tables.forums["forum"], tables.forums["forum_id"], strict=True))
    entries = tuple(
        IndexEntry(report, name, _recipients(tables, forum_ids[report.forum]))
        for name, report in reports
        if isinstance(report, DistrictReport)
    )
    order = [entry.report.forum for entry in entries]
    if order != [line.forum for line in city.lines] or order != [tile.forum for tile in city.tiles]:
        raise ValueError("the overview's forums are not those of the reports, so a row would show another forum's drawing")
    return IndexPage(city, CITY_SLUG, pdf, entries, workbook, since, city.method.inputs, failed=failed)


def _recipients(tables: Tables, forum_id: str) -> tuple[Recipient, ...]:
    rows = records(tables.recipients[tables.recipients["forum_id"] == forum_id])
    return tuple(Recipient(str(row["recipient"]), str(row["email"])) for row in rows)
