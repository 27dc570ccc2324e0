"""Compose what page 1 says of a corrected release: every figure of the report that the release before told otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

from pipeline.compose.district import CITY_SLUG
from pipeline.published import Value, find_changes
from pipeline.report import CityReport, DistrictReport
from pipeline.report.revision import RevisionNote
from pipeline.revision import Revision
from pipeline.wording import Language
from pipeline.wording.revision import describe_change, head_revision, say_reason, say_rest

MOST: Final = 4  # so many stand on page 1 without making it two

Report = TypeVar("Report", bound=DistrictReport | CityReport)


def note_revision(reports: Sequence[Report], values: Sequence[Value], revision: Revision, language: Language) -> list[Report]:
    """Return the reports with what has changed since the release before; the first release of a period says nothing."""
    if revision.number == 1:
        return list(reports)
    return [replace(report, revision=_note(_slug(report), values, revision, language)) for report in reports]


def _note(slug: str, values: Sequence[Value], revision: Revision, language: Language) -> RevisionNote:
    if revision.before is None:
        changes, unknown = [], True
    else:
        own = [value for value in values if value.report == slug]
        changes, unknown = find_changes([value for value in revision.before.values if value.report == slug], own), False
    told = tuple(describe_change(one, other, language) for one, other in changes[:MOST])
    return RevisionNote(
        heading=head_revision(revision.number, language),
        reason=say_reason(revision.reason, language),
        changes=told,
        rest=say_rest(len(changes), len(told), unknown=unknown, language=language),
    )


def _slug(report: DistrictReport | CityReport) -> str:
    return report.slug if isinstance(report, DistrictReport) else CITY_SLUG
