"""The forums' conclusions as far as they may be shown."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import Final

from pipeline.comparison import Check, CheckKind, Conclusion
from pipeline.judgement import direction_of, judge_forum, sign_of
from pipeline.release import ShownConclusion
from pipeline.report import Verdict

OTHER_LIMITS: Final = (CheckKind.THRESHOLD_LOWER, CheckKind.THRESHOLD_HIGHER)


@dataclass(frozen=True)
class Secrets:
    """Forums where something that a conclusion tells is hidden.

    Attributes:
        status: The status of an area in one of the two years; `status_now` in the reported one.
        index: The forum's index in any year.
        indicators: forum_id → indicators in which a number of the forum or of one of its areas is hidden.
        limits: A number of one of its areas in one of the two years: other limits, beside the policy's own, would narrow it.
        without_area: A cell of an area that one look at the forum leaves out or takes in: both looks together would tell it.
    """

    status: Set[str]
    status_now: Set[str]
    index: Set[str]
    limits: Set[str]
    without_area: Set[str]
    indicators: Mapping[str, tuple[str, ...]]


def show_conclusions(conclusions: Mapping[str, Conclusion], secrets: Secrets) -> dict[str, ShownConclusion]:
    """Return each forum's conclusion without what would tell a hidden number."""
    return {forum: _show(forum, result, secrets) for forum, result in conclusions.items()}


def _show(forum: str, result: Conclusion, secrets: Secrets) -> ShownConclusion:
    status_hidden, index_hidden = forum in secrets.status, forum in secrets.index
    checks = tuple(
        check
        for check in result.checks
        if not (check.deprived is not None and status_hidden)
        and not (check.index_change is not None and index_hidden)
        and not (check.kind in OTHER_LIMITS and forum in secrets.limits)
        and not (check.kind is CheckKind.COMPARABLE_AREAS and forum in secrets.without_area)
    )
    shown = replace(
        result,
        checks=checks,
        verdict=_verdict(result, checks, status_hidden=status_hidden, index_hidden=index_hidden),
        index_before=float("nan") if index_hidden else result.index_before,
        index_now=float("nan") if index_hidden else result.index_now,
    )
    status_hidden_now = forum in secrets.status_now
    if status_hidden:  # no text says them; nothing carries them on either
        shown = replace(shown, deprived_before=0, known_before=0, status_unknown=result.unknown_now)
    if status_hidden_now:
        shown = replace(shown, deprived_now=0, known_now=0, status_unknown=False, unknown_now=False)
    hidden_indicators = secrets.indicators.get(forum, ())
    return ShownConclusion(shown, status_hidden, index_hidden, status_hidden_now=status_hidden_now, hidden_indicators=hidden_indicators)


def _verdict(result: Conclusion, checks: tuple[Check, ...], *, status_hidden: bool, index_hidden: bool) -> Verdict:
    """Return the verdict that the shown numbers give.

    That of the comparison may be unclear because of a hidden index, and would say which way it moves.
    """
    if status_hidden:
        return Verdict.HIDDEN
    if (len(checks) == len(result.checks) and not index_hidden) or result.verdict is Verdict.NOT_COMPARABLE or result.status_unknown:
        return result.verdict
    by_index = None if index_hidden else direction_of(result.index_now - result.index_before)
    return judge_forum(sign_of(result.deprived_now - result.deprived_before), by_index, checks, unknown=False)
