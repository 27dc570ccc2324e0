"""Decide what a run makes: nothing, the next revision, or the newest release rebuilt. Writes nothing.

The same input never makes a new release, whatever the program's version; changed input makes one only if a report changes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.input.record import Sent
from pipeline.language.language import load_language
from pipeline.releases.composed import Composed
from pipeline.releases.find import Release
from pipeline.releases.next_revision import find_overtaken, find_told, has_inputs, next_revision, revision_of, sent_revision
from pipeline.releases.pdfs import ReportPlan, SharedFacts, Unchanged, file_name, is_unchanged, plan_reports
from pipeline.releases.unchanged_pdfs import Kept, keep_sent, read_kept
from pipeline.report.compose.values import record_printed
from pipeline.report.model.district import DistrictReport
from pipeline.report.revision import Revision


@dataclass(frozen=True)
class ReleasePlan:
    """A release to be made.

    Attributes:
        revision: Its revision.
        due: Its reports, made or reused.
        common: What they share.
        mends: The release that it replaces, because a file is missing or unsound; None for a new revision.
        anew: All reports are made again on request.
    """

    revision: Revision
    due: tuple[ReportPlan, ...]
    common: SharedFacts
    mends: Release | None = None
    anew: bool = False


def plan_release(
    composed: Composed,
    editions: Sequence[Release],
    reason: str = "",
    *,
    anew: bool = False,
    unchanged: Collection[str] | None = None,
    sent: Mapping[str, Sent] | None = None,
) -> ReleasePlan | None:
    """Return the release to make; None if the newest one has the same content.

    Args:
        composed: The current content of the reports.
        editions: The releases of the period, in order of revision.
        reason: Why there is another revision; empty to name the changed files.
        anew: Make all reports again, as another revision, even if none has changed.
        unchanged: File names of the unchanged reports, if the newest release does not record what its reports are made from.
        sent: Forum id → a mail with the newest revision of its report that readers have.
    """
    language = load_language(composed.settings.language)
    common = SharedFacts(composed.book, record_printed(composed.reports, language), language, composed.made_from)
    latest = editions[-1] if editions else None
    overtaken = find_overtaken(latest, sent or {}) if latest else sent or {}  # releases that are lost, or were made elsewhere
    behind, number = bool(overtaken), latest.number if latest else 0
    newest = max((mail.revision for mail in overtaken.values()), default=0)
    told = find_told(editions, sent or {}) if editions else None
    again = latest is not None and not anew and not behind and has_inputs(latest, composed.inputs)
    revision = (
        revision_of(editions, language)
        if again
        else next_revision(editions, composed.inputs, language, reason, told, sent=max(newest, number) if behind else 0)
    )
    kept = read_kept(latest, editions, language) if latest and not anew else {}
    if behind and not anew:
        files = {report.forum_id: file_name(report) for report in composed.reports if isinstance(report, DistrictReport)}
        kept = {**kept, **keep_sent(overtaken, files, composed.inputs, language)}
    had = (
        read_kept(told, editions, language)
        if told and told is not latest and not (anew or again or behind or unchanged is not None)
        else {}
    )
    due = plan_reports(composed.reports, common, revision, (had, kept), _judge(unchanged, again=again))
    if behind:
        districts = [one for one in due if isinstance(one.report, DistrictReport)]
        if newest > number and all(one.same for one in districts):  # readers have all of it: the release gets their number again
            revision = sent_revision(newest, composed.inputs, language)
            due = [one if one.same else replace(one, revision=revision) for one in due]
    elif latest is not None and (again or (latest.is_genuine() and _is_all(due, latest, kept))):
        if latest.is_sound():
            return None
        return ReleasePlan(revision_of(editions, language), tuple(due), common, mends=latest)
    return ReleasePlan(revision, tuple(due), common, anew=anew and latest is not None)


def _judge(unchanged: Collection[str] | None, *, again: bool) -> Unchanged:
    """Return the function that decides whether a report is unchanged."""
    if again:
        return lambda one, known: True
    return is_unchanged if unchanged is None else lambda one, known: one.file in unchanged


def _is_all(due: Sequence[ReportPlan], latest: Release, kept: Mapping[str, Kept]) -> bool:
    """Return whether the newest release has exactly these reports, all of them unchanged."""
    names = {record["name"] for record in latest.manifest.get("outputs", ()) if record["name"].endswith(".pdf")}
    is_own = (one.same and one.same.revision.number == kept[one.file].revision.number for one in due if one.file in kept)
    return {one.file for one in due} == names == set(kept) and all(is_own)
