"""A forum's conclusion tells no more than the numbers that are shown with it."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import pytest

from pipeline.comparison import Check, CheckKind, Conclusion
from pipeline.report import Verdict
from pipeline.suppress.conclusions import Secrets, show_conclusions

FORUM = frozenset({"F"})
NOTHING = Secrets(
    status=frozenset(), status_now=frozenset(), index=frozenset(), limits=frozenset(), without_area=frozenset(), indicators={}
)
CHECKS = (
    Check(CheckKind.THRESHOLD_LOWER, "", None, (3, 2), holds=True),
    Check(CheckKind.THRESHOLD_HIGHER, "", None, (2, 1), holds=True),
    Check(CheckKind.WITHOUT_INDICATOR, "lavindkomst", 1.5, None, holds=False),
    Check(CheckKind.COMPARABLE_AREAS, "", 1.5, None, holds=False),
)
RESULT = Conclusion(Verdict.UNCLEAR, 3, 2, 5, 5, status_unknown=False, index_before=110.0, index_now=112.0, checks=CHECKS)


def test_without_secrets_the_conclusion_stays() -> None:
    """Nothing hidden, nothing changed."""
    assert show_conclusions({"F": RESULT}, NOTHING)["F"].result == RESULT


def test_a_hidden_index_does_not_speak_through_the_verdict() -> None:
    """Three areas have become two: better. That the index rises made it unclear, and would be told by "unclear"."""
    shown = show_conclusions({"F": RESULT}, replace(NOTHING, index=FORUM))["F"]
    assert shown.index_hidden
    assert shown.result.verdict is Verdict.BETTER
    assert [check.kind for check in shown.result.checks] == [CheckKind.THRESHOLD_LOWER, CheckKind.THRESHOLD_HIGHER]
    assert isnan(shown.result.index_before)
    assert isnan(shown.result.index_now)


def test_a_hidden_check_is_not_counted() -> None:
    """The comparable areas' check goes; the index is shown and still contradicts the number of areas."""
    shown = show_conclusions({"F": RESULT}, replace(NOTHING, without_area=FORUM))["F"].result
    assert CheckKind.COMPARABLE_AREAS not in {check.kind for check in shown.checks}
    assert shown.verdict is Verdict.UNCLEAR


def test_a_hidden_status_hides_the_verdict_and_the_numbers_of_areas() -> None:
    """No number of deprived areas is left, in the checks neither."""
    shown = show_conclusions({"F": RESULT}, replace(NOTHING, status=FORUM, status_now=FORUM))["F"]
    assert (shown.result.known_before, shown.result.known_now) == (0, 0)  # how many are known would tell of the hidden ones
    assert shown.status_hidden
    assert shown.result.verdict is Verdict.HIDDEN
    assert (shown.result.deprived_before, shown.result.deprived_now) == (0, 0)
    assert all(check.deprived is None for check in shown.result.checks)


@pytest.mark.parametrize("verdict", [Verdict.NOT_COMPARABLE, Verdict.UNCLEAR])
def test_what_does_not_come_from_the_index_stays(verdict: Verdict) -> None:
    """Not comparable stays so, and so does what a withheld number leaves open."""
    unknown = Conclusion(verdict, 3, 2, 5, 4, status_unknown=True, index_before=110.0, index_now=112.0, checks=CHECKS)
    assert show_conclusions({"F": unknown}, replace(NOTHING, index=FORUM))["F"].result.verdict is verdict


def test_a_hidden_index_does_not_speak_where_no_check_looks_at_it() -> None:
    """A policy of one indicator has no check of the index: nothing is left out, and the verdict is judged without the index all the same."""
    checks = CHECKS[:2]
    contradicted = Conclusion(Verdict.UNCLEAR, 3, 2, 5, 5, status_unknown=False, index_before=110.0, index_now=112.0, checks=checks)
    assert show_conclusions({"F": contradicted}, replace(NOTHING, index=FORUM))["F"].result.verdict is Verdict.BETTER
