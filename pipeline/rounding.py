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

    The shortest decimal that stands for the float is rounded, so that 0.05 is 0.1 and not what its binary form happens to be below.
    """
    if not isfinite(value):
        return value
    return float(Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)) + 0.0
