"""Compose what page 1 says of a corrected release: every figure of the report that the release before told otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

from pipeline.compose.district import CITY_SLUG
from pipeline.published import Told, Value
from pipeline.report import CityReport, DistrictReport
from pipeline.report.revision import RevisionNote
from pipeline.revision import Revision
from pipeline.wording import Language
from pipeline.wording.revision import describe_change, head_revision, say_reason, say_rest

MOST: Final = 6  # so many stand on page 1 without making it two

Report = TypeVar("Report", bound=DistrictReport | CityReport)
Change = tuple[Value | None, Value | None]


def note_revision(reports: Sequence[Report], values: Sequence[Value], revision: Revision, language: Language) -> list[Report]:
    """Return the reports with what has changed since the release before; the first release of a period says nothing."""
    if revision.number == 1:
        return list(reports)
    return [replace(report, revision=_note(_slug(report), values, revision, language)) for report in reports]


def find_changes(before: Sequence[Value], now: Sequence[Value]) -> list[Change]:
    """Return what is told otherwise, the weightiest first: verdicts, statuses, then the largest changes of each kind."""
    old, new = {value.key: value for value in before}, {value.key: value for value in now}
    pairs = [(old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new))]
    changed = [(one, other) for one, other in pairs if one is None or other is None or (one.state, one.shown) != (other.state, other.shown)]
    return sorted(changed, key=_weight)


def _note(slug: str, values: Sequence[Value], revision: Revision, language: Language) -> RevisionNote:
    if revision.before is None:
        changes, unknown = [], True
    else:
        own = [value for value in values if value.report == slug]
        changes, unknown = find_changes([value for value in revision.before if value.report == slug], own), False
    told = tuple(describe_change(one, other, language) for one, other in changes[:MOST])
    return RevisionNote(
        heading=head_revision(revision.number, language),
        reason=say_reason(revision.reason, language),
        changes=told,
        rest=say_rest(len(changes), len(told), unknown=unknown, language=language),
    )


def _slug(report: DistrictReport | CityReport) -> str:
    return report.slug if isinstance(report, DistrictReport) else CITY_SLUG


def _weight(change: Change) -> tuple[bool, int, float]:
    """Sort the report's own figures before those of its areas, kinds in their order, and large changes first."""
    one, other = change
    value = other or one
    assert value is not None  # noqa: S101 - a change has at least one side
    numbers = [side.shown for side in change if side is not None and isinstance(side.shown, float)]
    moved = abs(numbers[0] - numbers[1]) if len(numbers) == 2 else 0.0
    kinds = list(Told)
    return bool(value.unit) and value.told not in {Told.VERDICT, Told.STATUS}, kinds.index(value.told), -moved
