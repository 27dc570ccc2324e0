"""Compose page 1's note on a correction: every figure of the report that differs from the previous release."""

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

MOST: Final = 4  # fits on page 1 without a page break


def note_revision(
    report: DistrictReport | CityReport, published: PrintedFigures, revision: Revision, language: Language
) -> RevisionNote | None:
    """Return the changes since the previous release; None for the first release of a period."""
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
        number=revision.number,
        heading=head_revision(revision.number, language),
        reason=say_reason(revision.reason, language),
        changes=told,
        rest=say_rest(len(changes), len(told), unknown=unknown, language=language),
    )
