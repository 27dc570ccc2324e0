"""Compose what page 1 says of a corrected release: every figure of the report that the release before told otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.compose.district import CITY_SLUG
from pipeline.published import Value, find_changes
from pipeline.report import CityReport, DistrictReport
from pipeline.report.revision import RevisionNote
from pipeline.revision import Revision
from pipeline.wording import Language
from pipeline.wording.revision import describe_change, head_revision, say_reason, say_rest

MOST: Final = 4  # so many stand on page 1 without making it two


def note_revision(
    report: DistrictReport | CityReport, values: Sequence[Value], revision: Revision, language: Language
) -> RevisionNote | None:
    """Return what has changed since the release before; the first release of a period says nothing."""
    if revision.number == 1:
        return None
    if revision.before is None:
        changes, unknown = [], True
    else:
        slug = report.slug if isinstance(report, DistrictReport) else CITY_SLUG
        own = [value for value in values if value.report == slug]
        changes, unknown = find_changes([value for value in revision.before.values if value.report == slug], own), False
    told = tuple(describe_change(one, other, language) for one, other in changes[:MOST])
    return RevisionNote(
        heading=head_revision(revision.number, language),
        reason=say_reason(revision.reason, language),
        changes=told,
        rest=say_rest(len(changes), len(told), unknown=unknown, language=language),
    )
