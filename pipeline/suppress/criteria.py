"""What a criterion tells of a hidden count: met at 8 % of 100 says "8 or more"."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

LOOKS: Final = (Fraction(95, 100), Fraction(1), Fraction(105, 100))
"""The report counts deprived areas under the policy's threshold and under thresholds 5 % lower and higher."""


def find_bounds(count: int, base: int, city: tuple[int, int], ratio: Fraction, looks: tuple[Fraction, ...]) -> tuple[int, int]:
    """Return the least and the most that a count can be for a reader who knows whether its criterion is met.

    More than any report tells, which has the number of criteria met and no list of them. In whole numbers, as `criteria.meets_criterion`.

    Args:
        count: The hidden count.
        base: Its base.
        city: The city's count and base.
        ratio: The criterion's multiple of the city's share.
        looks: Factors on the threshold whose outcome is known.
    """
    thresholds = [_least_meeting(base, city, ratio * look) for look in looks]
    return max([0, *(one for one in thresholds if one <= count)]), min([base, *(one - 1 for one in thresholds if one > count)])


def _least_meeting(base: int, city: tuple[int, int], ratio: Fraction) -> int:
    """Return the least count whose share is at least ratio × the city's share."""
    return -(-city[0] * base * ratio.numerator // (city[1] * ratio.denominator))
