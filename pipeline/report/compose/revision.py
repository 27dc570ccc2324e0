"""Compose what page 1 says of a corrected release: every figure of the report that the release before told otherwise."""

from __future__ import annotations

from typing import Final

from pipeline.language.language import Language
from pipeline.report.compose.district import CITY_SLUG
from pipeline.report.model.city import CityReport
from pipeline.report.model.district import DistrictReport
from pipeline.report.model.revision_note import RevisionNote
from pipeline.report.printed_figures import PrintedFigures, find_changes
from pipeline.report.revision import Revision
from pipeline.report.words.revision import describe_change, head_revision, say_reason, say_rest

MOST: Final = 4  # so many stand on page 1 without making it two


def note_revision(
    report: DistrictReport | CityReport, published: PrintedFigures, revision: Revision, language: Language
) -> RevisionNote | None:
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
