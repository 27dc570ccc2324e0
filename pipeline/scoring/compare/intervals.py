"""Compute intervals for shares and for differences of shares, for whole columns at once."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def wilson(count: Numbers, base: Numbers, level: float) -> tuple[Numbers, Numbers]:
    """Return the Wilson score interval of shares count / base (Wilson 1927).

    Args:
        count: Counts; NaN if missing.
        base: Bases, of the same length.
        level: Confidence level, for example 0.998.

    Returns:
        Low and high ends within 0-1; NaN stays NaN.
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = count / base
    centre = share + z**2 / (2 * base)
    half = z * np.sqrt(share * (1 - share) / base + z**2 / (4 * base**2))
    scale = 1 + z**2 / base
    return np.clip((centre - half) / scale, 0.0, 1.0), np.clip((centre + half) / scale, 0.0, 1.0)


def newcombe(count_1: Numbers, base_1: Numbers, count_2: Numbers, base_2: Numbers, level: float) -> tuple[Numbers, Numbers]:
    """Return the interval of share_1 − share_2 by Newcombe's hybrid score method (Newcombe 1998, method 10); see `wilson`."""
    share_1, share_2 = count_1 / base_1, count_2 / base_2
    low_1, high_1 = wilson(count_1, base_1, level)
    low_2, high_2 = wilson(count_2, base_2, level)
    difference = share_1 - share_2
    low = difference - np.sqrt((share_1 - low_1) ** 2 + (high_2 - share_2) ** 2)
    high = difference + np.sqrt((high_1 - share_1) ** 2 + (share_2 - low_2) ** 2)
    return low, high
