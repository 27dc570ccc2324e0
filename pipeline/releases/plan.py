"""Decide what a run makes: nothing, the next revision, or the newest release made whole again. Writes nothing.

The same input never makes a new release, whichever program runs; another input makes one where at least one report is changed by it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipeline.language.language import load_language
from pipeline.releases.composed import Composed
from pipeline.releases.find import Release
from pipeline.releases.next_revision import has_inputs, next_revision, revision_of
from pipeline.releases.pdfs import ReportPlan, SharedFacts, Unchanged, is_unchanged, plan_reports
from pipeline.releases.unchanged_pdfs import read_kept
from pipeline.report.compose.values import record_printed
from pipeline.report.revision import Revision


@dataclass(frozen=True)
class ReleasePlan:
    """A release to be made.

    Attributes:
        revision: Which revision it is.
        due: Its reports, made or kept.
        common: What they have in common.
        mends: The release that it takes the place of, which lacks a file or holds an unsound one; None for a new revision.
        anew: A person asked for all reports anew.
    """

    revision: Revision
    due: tuple[ReportPlan, ...]
    common: SharedFacts
    mends: Release | None = None
    anew: bool = False


def plan_release(
    composed: Composed, editions: Sequence[Release], reason: str = "", *, anew: bool = False, unchanged: Collection[str] | None = None
) -> ReleasePlan | None:
    """Return the release to make; None where the newest one says all of it.

    Args:
        composed: What the reports say now.
        editions: The releases of the period, the first revision first.
        reason: Why there is another revision; empty for the names of the changed files.
        anew: Make all reports anew, as another revision, even where none is changed.
        unchanged: File names of the unchanged reports, where the newest release does not say by itself what its reports are made of.
    """
    language = load_language(composed.settings.language)
    common = SharedFacts(composed.book, record_printed(composed.reports, language), language, composed.made_from)
    latest = editions[-1] if editions else None
    again = latest is not None and not anew and has_inputs(latest, composed.inputs)
    revision = revision_of(editions, language) if again else next_revision(editions, composed.inputs, language, reason)
    kept = read_kept(latest, editions, language) if latest and not anew else {}
    due = plan_reports(composed.reports, common, revision, kept, _judge(unchanged, again=again))
    if latest is not None and (again or (latest.is_genuine() and _is_all(due, latest))):
        if latest.is_sound():
            return None
        return ReleasePlan(revision_of(editions, language), tuple(due), common, mends=latest)
    return ReleasePlan(revision, tuple(due), common, anew=anew and latest is not None)


def _judge(unchanged: Collection[str] | None, *, again: bool) -> Unchanged:
    """Return what says whether a report is not changed."""
    if again:
        return lambda one, known: True
    return is_unchanged if unchanged is None else lambda one, known: one.file in unchanged


def _is_all(due: Sequence[ReportPlan], latest: Release) -> bool:
    """Return whether the newest release has these reports and no other, none of them changed."""
    names = {record["name"] for record in latest.manifest.get("outputs", ()) if record["name"].endswith(".pdf")}
    return all(one.same for one in due) and {one.file for one in due} == names
