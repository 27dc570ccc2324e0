"""Rounding half away from zero, as Excel does. Used alike for printing and for rules."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
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
