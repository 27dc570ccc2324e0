"""The rule of the conclusion: when a forum counts as more or less deprived than before, relative to the city. Also used by every check.

Enters: printed numbers. Leaves: a verdict. Never: a constant of its own; they are in the policy's `[conclusion]`.
docs/decisions/0015 gives the reasons for the rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, isfinite, isnan
from typing import Final

from pipeline.language.rounding import drop_noise, round_printed
from pipeline.scoring.compare.verdict import Verdict
from pipeline.settings.policy.conclusion import ConclusionRule

INDEX_DECIMALS: Final = 1  # the rule uses the printed change
SHARE_DECIMALS: Final = 1
OPPOSITE: Final = {Verdict.WORSE: Verdict.BETTER, Verdict.BETTER: Verdict.WORSE}


def least_visible(standard_error: float, rule: ConclusionRule) -> float:
    """Return the smallest index change that counts as one, rounded up to the printed decimal; NaN stays NaN."""
    if not isfinite(standard_error):
        return standard_error
    points = max(float(rule.least_points), float(rule.chance) * standard_error)
    return ceil(drop_noise(points * 10**INDEX_DECIMALS)) / 10**INDEX_DECIMALS


def conclude(change: float, least: float, residents_change: float, rule: ConclusionRule) -> Verdict:
    """Return the verdict on a forum's numbers.

    Args:
        change: Change of the index, points.
        least: The smallest change that counts as one, from `least_visible`.
        residents_change: Change of the share of residents who live in deprived areas, percentage points; NaN if unknown.
        rule: The policy's numbers.

    Returns:
        Worse or better from `least` on, or mixed if the residents' share moves the other way; unchanged or unclear below it; unknown
        without an index.
    """
    if not (isfinite(change) and isfinite(least)):
        return Verdict.UNKNOWN
    points = round_printed(change, INDEX_DECIMALS)
    if abs(points) >= least:
        residents = 0.0 if isnan(residents_change) else round_printed(residents_change, SHARE_DECIMALS)
        if sign_of(residents) == -sign_of(points) and abs(residents) > float(rule.contrary_pp):
            return Verdict.MIXED
        return Verdict.WORSE if points > 0 else Verdict.BETTER
    small = abs(points) < float(rule.least_points) and least <= float(rule.unchanged_up_to)
    return Verdict.UNCHANGED if small else Verdict.UNCLEAR


def confirm(core: Verdict, checks: Sequence[Verdict], rule: ConclusionRule) -> Verdict:
    """Return the verdict after the checks.

    Args:
        core: The verdict on the forum's own numbers.
        checks: Each check's verdict; unknown if it cannot be made, which does not confirm.
        rule: The policy's numbers.

    Returns:
        The same, or unclear unless more than the policy's share of the checks agree and none says the opposite.
    """
    if core is Verdict.UNKNOWN:
        return core
    few = bool(checks) and Fraction(checks.count(core), len(checks)) <= Fraction(rule.holds_over)
    return Verdict.UNCLEAR if few or OPPOSITE.get(core) in checks else core


def direction_of(index_change: float) -> int | None:
    """Return −1, 0 or 1 for a printed index that falls, is unchanged or rises; None if it is missing."""
    return None if isnan(index_change) else sign_of(round_printed(index_change, INDEX_DECIMALS))


def sign_of(value: float) -> int:
    """Return −1, 0 or 1."""
    return (value > 0) - (value < 0)
