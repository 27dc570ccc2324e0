"""Rank numbers, using pandas."""

from __future__ import annotations

import pandas as pd

from pipeline.scoring.steps.panel import Numbers
from pipeline.settings.policy.steps import Ties


def rank(values: Numbers, ties: Ties = "min") -> Numbers:
    """Return ranks from 1, the lowest, within each column; ties share the lowest, highest or mean of their ranks, NaN has none."""
    ranks: Numbers = pd.DataFrame(values).rank(method=ties).to_numpy()
    return ranks
