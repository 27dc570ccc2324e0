"""Rounding half away from zero, as Excel does, and the intervals. Exact fractions wherever there is no square root."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor, sqrt
from statistics import NormalDist

Number = int | float | Fraction


def exact(value: Number) -> Fraction:
    """Return a number as a fraction; a float without its last digits."""
    return Fraction(Decimal(f"{value:.12g}")) if isinstance(value, float) else Fraction(value)


def half_up(value: Number, digits: int) -> Fraction:
    """Return a number rounded half away from zero."""
    scaled = exact(value) * 10**digits
    whole = floor(abs(scaled) + Fraction(1, 2))
    return Fraction(whole if scaled >= 0 else -whole, 10**digits)


def wilson(count: int, base: int, level: Fraction) -> tuple[float, float]:
    """Return the Wilson interval."""
    z = NormalDist().inv_cdf((1 + float(level)) / 2)
    p = count / base
    middle = (p + z * z / (2 * base)) / (1 + z * z / base)
    half = z / (1 + z * z / base) * sqrt(p * (1 - p) / base + (z / (2 * base)) ** 2)
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(now: tuple[int, int], before: tuple[int, int], level: Fraction) -> tuple[float, float]:
    """Return Newcombe's interval of the share now less the share before."""
    p1, p0 = now[0] / now[1], before[0] / before[1]
    (l1, u1), (l0, u0) = wilson(*now, level), wilson(*before, level)
    return p1 - p0 - sqrt((p1 - l1) ** 2 + (u0 - p0) ** 2), p1 - p0 + sqrt((u1 - p1) ** 2 + (p0 - l0) ** 2)
