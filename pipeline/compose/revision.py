"""Compose what page 1 says of a corrected release: every figure of the report that the release before told otherwise."""

from __future__ import annotations

from typing import Final

from pipeline.compose.district import CITY_SLUG
from pipeline.published import Published, find_changes
from pipeline.report import CityReport, DistrictReport
from pipeline.report.revision import RevisionNote
from pipeline.revision import Revision
from pipeline.wording import Language
from pipeline.wording.revision import describe_change, head_revision, say_reason, say_rest

MOST: Final = 4  # so many stand on page 1 without making it two


def note_revision(report: DistrictReport | CityReport, published: Published, revision: Revision, language: Language) -> RevisionNote | None:
    """Return what has changed since the release before; the first release of a period says nothing."""
    if revision.number == 1:
        return None
    if revision.before is None:
        changes, unknown = [], True
    else:
        slug = report.slug if isinstance(report, DistrictReport) else CITY_SLUG
        before, now = (
            {figure: shown for figure, shown in one.figures.items() if figure.report == slug} for one in (revision.before, published)
        )
        changes, unknown = find_changes(before, now), False
    told = tuple(describe_change(one, language) for one in changes[:MOST])
    return RevisionNote(
        heading=head_revision(revision.number, language),
        reason=say_reason(revision.reason, language),
        changes=told,
        rest=say_rest(len(changes), len(told), unknown=unknown, language=language),
    )
