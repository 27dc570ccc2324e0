"""When a forum is called less or more deprived: one rule."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isnan
from typing import Final

from pipeline.comparison import HOLDS_FROM, Check
from pipeline.report import Verdict
from pipeline.rounding import round_printed

INDEX_DECIMALS: Final = 1  # a change that prints as 0,0 has no direction


def direction_of(index_change: float) -> int | None:
    """Return −1, 0 or 1 for an index that falls, prints the same or rises; None where it is missing."""
    return None if isnan(index_change) else sign_of(round_printed(index_change, INDEX_DECIMALS))


def judge_forum(by_number: int, by_index: int | None, checks: Sequence[Check], *, unknown: bool) -> Verdict:
    """Return the verdict on a forum.

    Args:
        by_number: Direction of the number of deprived areas.
        by_index: Direction of the index; None where it has none to tell.
        checks: The robustness checks.
        unknown: A number that is not known decides the status of an area.

    Returns:
        That of the number of areas; unclear where a status is unknown, where the index goes the other way, or where too few checks hold.
    """
    weak = bool(checks) and Fraction(sum(check.holds for check in checks), len(checks)) < HOLDS_FROM
    contradicted = by_index is not None and by_number * by_index < 0
    if weak or contradicted or unknown:
        return Verdict.UNCLEAR
    return {-1: Verdict.BETTER, 0: Verdict.UNCHANGED, 1: Verdict.WORSE}[by_number]


def sign_of(value: float) -> int:
    """Return −1, 0 or 1."""
    return (value > 0) - (value < 0)
