"""Ranks of numbers. `scipy.stats` has them too, and takes longer to be imported than all of a city's scores to be reckoned."""

from __future__ import annotations

import numpy as np

from pipeline.arithmetic.panel import Numbers
from pipeline.policy.steps import Ties


def rank(values: Numbers, ties: Ties = "min") -> Numbers:
    """Return ranks from 1, the lowest, within each column; equal numbers share the lowest, the highest or the mean of their ranks, NaN has none."""
    order = np.argsort(values, axis=0, kind="stable")  # NaN last
    ordered, place = np.take_along_axis(values, order, axis=0), np.arange(1, len(values) + 1)[:, np.newaxis]
    first, last = np.ones_like(ordered, dtype=bool), np.ones_like(ordered, dtype=bool)
    first[1:] = last[:-1] = ordered[1:] != ordered[:-1]
    low = np.maximum.accumulate(np.where(first, place, 0), axis=0)
    high = np.minimum.accumulate(np.where(last, place, len(values))[::-1], axis=0)[::-1]
    ranks = np.empty_like(values)
    np.put_along_axis(ranks, order, {"min": low, "max": high, "average": (low + high) / 2}[ties], axis=0)
    return np.where(np.isnan(values), np.nan, ranks)
