"""Find shares so close to their threshold that they may be on the other side by chance."""

from __future__ import annotations

import pandas as pd

from pipeline.scoring.compare.intervals import wilson


def find_near(shares: pd.DataFrame, level: float, exact: pd.Series) -> pd.Series:
    """Mark the shares whose Wilson interval has values on both sides of the criterion.

    The criterion is met from the threshold on (share ≥ threshold). So part of an interval meets it if threshold ≤ high, and part does
    not if low < threshold: an interval that begins exactly on the threshold meets it entirely and is not close.

    Args:
        shares: `Scores.shares`.
        level: Level of the intervals.
        exact: Whether each row's share has no interval: a share that chance does not move is not close.

    Returns:
        1.0 or 0.0, NaN if there is no number; the index is that of the shares.
    """
    low, high = wilson(shares["count"].to_numpy(dtype=float), shares["base"].to_numpy(dtype=float), level)
    threshold = shares["threshold"].to_numpy(dtype=float)
    near = pd.Series((low < threshold) & (threshold <= high), index=shares.index) & ~exact
    return near.astype(float).mask(shares["share"].isna())
