"""What a criterion tells of a hidden count: met at 8 % of 100 says "8 or more"."""

from __future__ import annotations

from fractions import Fraction

Bounds = tuple[int, int]


def find_sides(low: int, high: int, base: int, city: tuple[int, int], ratio: Fraction) -> tuple[Bounds, ...]:
    """Return what is left of a count's bounds if its criterion is not met, and if it is; one of them where the bounds say which.

    In whole numbers, as `criteria.meets_criterion`.

    Args:
        low: The least that the count can be for all a reader knows.
        high: The most.
        base: Its base.
        city: The city's count and base.
        ratio: The criterion's multiple of the city's share.
    """
    least = -(-city[0] * base * ratio.numerator // (city[1] * ratio.denominator))
    sides = ((low, min(high, least - 1)), (max(low, least), high))
    return tuple(side for side in sides if side[0] <= side[1])


def find_bounds(count: int, base: int, city: tuple[int, int], ratio: Fraction) -> Bounds:
    """Return the least and the most that a count can be for a reader who knows whether its criterion is met.

    More than any report tells, which has the number of criteria met and no list of them.
    """
    return next(side for side in find_sides(0, base, base, city, ratio) if side[0] <= count <= side[1])
