"""The rule of a forum's conclusion at its boundaries, and the verdict after the checks."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from pipeline.input.policy_for_reports import read_policy
from pipeline.scoring.compare.rule import conclude, confirm, least_visible
from pipeline.scoring.compare.verdict import Verdict
from pipeline.settings.policy.conclusion import ConclusionRule
from tests.broken_inputs import text
from tests.build import INPUT, copy_three_areas

RULE: Final = ConclusionRule()
NONE: Final = float("nan")
B, W, S, U, M, X = Verdict.BETTER, Verdict.WORSE, Verdict.UNCHANGED, Verdict.UNCLEAR, Verdict.MIXED, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("error", "least"),
    [(0.0, 2.0), (0.5, 2.0), (0.647, 2.0), (0.65, 2.1), (2.1 / 3.09, 2.1), (0.68, 2.2), (1.294, 4.0), (1.3, 4.1)],
)
def test_the_smallest_change_is_rounded_up_and_never_under_two_points(error: float, least: float) -> None:
    """3.09 standard errors: 0.65 is 2.0085, which prints as 2,1, so that a change of 2,0 is not called one."""
    assert least_visible(error, RULE) == least


@pytest.mark.parametrize(
    ("change", "least", "residents", "verdict"),
    [
        (2.0, 2.0, 0.0, W),
        (-2.0, 2.0, 0.0, B),
        (1.95, 2.0, 0.0, W),  # prints as 2,0
        (1.94, 2.0, 0.0, S),
        (-1.94, 2.0, 0.0, S),
        (2.3, 2.4, 0.0, U),  # two points, but chance moves so much
        (1.9, 4.0, 0.0, S),
        (1.9, 4.1, 0.0, U),  # too small a forum for »unchanged«
        (0.0, 4.1, 0.0, U),
        (4.1, 2.6, -49.5, M),
        (4.1, 2.6, -5.1, M),
        (4.1, 2.6, -5.0, W),  # not over five
        (4.1, 2.6, -5.04, W),  # prints as five
        (-4.1, 2.6, 5.1, M),
        (4.1, 2.6, 49.5, W),  # the same way
        (1.0, 2.6, -49.5, S),  # the index has not moved, so nothing contradicts it
        (4.1, 2.6, NONE, W),  # a share that is not known contradicts nothing
        (NONE, 2.0, 0.0, X),
        (4.1, NONE, 0.0, X),
        (float("inf"), 2.0, 0.0, X),
    ],
)
def test_a_forum_is_called_what_its_printed_numbers_say(change: float, least: float, residents: float, verdict: Verdict) -> None:
    """The index from the smallest change on; the residents' share where it goes the other way by more than five points."""
    assert conclude(change, least, residents, RULE) is verdict


@pytest.mark.parametrize(
    ("core", "checks", "verdict"),
    [
        (B, (B,) * 9, B),
        (B, (*(B,) * 5, *(S,) * 4), B),
        (B, (*(B,) * 4, *(S,) * 5), U),
        (B, (*(B,) * 5, *(S,) * 5), U),  # half is not more than half
        (B, (*(B,) * 8, W), U),  # one says the opposite
        (W, (*(W,) * 8, B), U),
        (B, (*(B,) * 7, X, X), B),  # what cannot be made does not hold, and is no opposite
        (B, (*(B,) * 4, *(X,) * 5), U),
        (M, (*(M,) * 5, W, W, S, U), M),
        (S, (*(S,) * 5, *(W,) * 4), S),
        (S, (*(S,) * 4, *(W,) * 5), U),
        (U, (W,) * 9, U),
        (X, (X,) * 9, X),
    ],
)
def test_more_than_half_of_the_checks_confirm_and_none_says_the_opposite(
    core: Verdict, checks: tuple[Verdict, ...], verdict: Verdict
) -> None:
    """Else it is unclear."""
    assert confirm(core, checks, RULE) is verdict


def test_the_numbers_stand_in_the_policy_file_and_an_old_file_has_them_too(tmp_path: Path) -> None:
    """The shipped file says what the program takes where a file says nothing; another number is another rule."""
    folder = copy_three_areas(tmp_path)
    assert "[conclusion]" in (folder / "politik" / "kk-2011.toml").read_text(encoding="utf-8")
    assert read_policy(folder, "kk-2011").conclusion == RULE
    text("politik/kk-2011.toml", "contrary_pp = 5 ", "contrary_pp = 50 ")(folder)
    other = read_policy(folder, "kk-2011").conclusion
    assert other.contrary_pp == Decimal(50)
    assert (conclude(4.1, 2.6, -49.5, RULE), conclude(4.1, 2.6, -49.5, other)) == (M, W)
    path = folder / "politik" / "kk-2011.toml"
    whole = path.read_text(encoding="utf-8")
    start, end = whole.index("[conclusion]"), whole.index("# De seks indikatorer.")
    path.write_text(whole[:start] + whole[end:], encoding="utf-8")
    assert read_policy(INPUT, "kk-2011") == read_policy(folder, "kk-2011")
