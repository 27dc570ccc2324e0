"""Rounding as a reader expects it: half away from zero, as Excel does it. What is printed and what rules look at round alike."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Final

NOISELESS: Final = 12  # significant digits; a float has 16 to 17


def drop_noise(value: float) -> float:
    """Return the value without the last digits, which depend on the order in which numbers were added up. NaN and infinity stay."""
    return float(f"{value:.{NOISELESS}g}")


def round_printed(value: float, digits: int) -> float:
    """Return the value as it will be printed; what rounds to nothing is 0, never −0. NaN and infinity stay.

    A decimal without noise is rounded, so that 0.05 is 0.1 and not what its binary form happens to be below, and 87.49999999999999, which is
    100 × 0.175 / 0.2, is 88 as in the tables.
    """
    if not isfinite(value):
        return value
    exact = value if float(value).is_integer() else drop_noise(value)  # a large whole number has more digits than those of a float's sum
    return float(Decimal(str(exact)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)) + 0.0
