"""When a forum is called more or less deprived than before, against the city: one rule, of the conclusion and of every check of it.

Enters: numbers as they are printed. Leaves: a verdict. Never: a number of its own; they stand in the policy's `[conclusion]`.
docs/decisions/0011 says why the rule is as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, isfinite, isnan
from typing import Final

from pipeline.language.rounding import drop_noise, round_printed
from pipeline.scoring.compare.verdict import Verdict
from pipeline.settings.policy.conclusion import ConclusionRule

INDEX_DECIMALS: Final = 1  # the rule looks at the change that a reader sees
SHARE_DECIMALS: Final = 1
OPPOSITE: Final = {Verdict.WORSE: Verdict.BETTER, Verdict.BETTER: Verdict.WORSE}


def least_visible(standard_error: float, rule: ConclusionRule) -> float:
    """Return the smallest change of a forum's index that is called one, rounded up to the decimal that is printed; what is no number stays."""
    if not isfinite(standard_error):
        return standard_error
    points = max(float(rule.least_points), float(rule.chance) * standard_error)
    return ceil(drop_noise(points * 10**INDEX_DECIMALS)) / 10**INDEX_DECIMALS


def conclude(change: float, least: float, residents_change: float, rule: ConclusionRule) -> Verdict:
    """Return what a forum's numbers say.

    Args:
        change: Change of the index, points.
        least: The smallest change that is called one, from `least_visible`.
        residents_change: Change of the share of residents who live in deprived areas, percentage points; NaN where it is not known.
        rule: The policy's numbers.

    Returns:
        Worse or better from `least` on, or mixed where the residents' share goes the other way; unchanged or unclear below it; unknown
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
    """Return the verdict that the checks leave.

    Args:
        core: What the forum's own numbers say.
        checks: What each check says; unknown where it cannot be made, which does not confirm.
        rule: The policy's numbers.

    Returns:
        The same, or unclear where not more than the policy's part of the checks say it, or one says the opposite.
    """
    if core is Verdict.UNKNOWN:
        return core
    few = bool(checks) and Fraction(checks.count(core), len(checks)) <= Fraction(rule.holds_over)
    return Verdict.UNCLEAR if few or OPPOSITE.get(core) in checks else core


def direction_of(index_change: float) -> int | None:
    """Return −1, 0 or 1 for an index that falls, prints the same or rises; None where it is missing."""
    return None if isnan(index_change) else sign_of(round_printed(index_change, INDEX_DECIMALS))


def sign_of(value: float) -> int:
    """Return −1, 0 or 1."""
    return (value > 0) - (value < 0)
