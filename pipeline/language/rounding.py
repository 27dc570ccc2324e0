"""Rounding half away from zero, as Excel does. Used alike for printing and for rules."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import copysign, floor, isfinite
from typing import Final

NOISELESS: Final = 12  # significant digits; a float has 16 to 17


def drop_noise(value: float) -> float:
    """Return the value without the last digits, which depend on the order of summation. NaN and infinity are unchanged."""
    return float(f"{value:.{NOISELESS}g}")


def round_printed(value: float, digits: int) -> float:
    """Return the value as printed; zero is never negative. NaN and infinity are unchanged.

    The value is rounded as a decimal without noise, so that 0.05 becomes 0.1 despite its binary form, and 87.49999999999999, which is
    100 × 0.175 / 0.2, is 88 as in the tables.
    """
    if not isfinite(value):
        return value
    exact = value if float(value).is_integer() else drop_noise(value)  # a large whole number has more digits than a float's sum keeps
    return float(Decimal(str(exact)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)) + 0.0


def shorten(value: float, digits: int) -> float:
    """Return the value with fewer decimals, which round on to the same number as the value itself. NaN and infinity are unchanged.

    With six decimals 0.20449996 is 0.204499 and not 0.2045, which would be printed as 0.205. The last two decimals are for adding up and
    never printed.
    """
    if not isfinite(value):
        return value
    short = round_printed(value, digits)
    ends_in_zeros = round(abs(short) * 10**digits) % 100 == 0  # else it is no half of a coarser step
    if ends_in_zeros and any(round_printed(short, fewer) != round_printed(value, fewer) for fewer in range(digits - 2)):
        return round_printed(short - copysign(10.0**-digits, value), digits)
    return short


def round_whole(value: Fraction) -> int:
    """Return the nearest whole number to an exact one."""
    return floor(value + Fraction(1, 2)) if value >= 0 else -floor(Fraction(1, 2) - value)
