"""Aggregate: weighted parts into one whole. The last axis holds the parts, so that a thousand sets of weights go through at once."""

from __future__ import annotations

import numpy as np

from pipeline.scoring.steps.panel import Numbers
from pipeline.scoring.steps.steps import CannotScore
from pipeline.settings.policy.parts import Aggregate


def aggregate(parts: Numbers, weights: Numbers, rule: Aggregate, whole: str = "") -> Numbers:
    """Put parts together: Σ w·x, Σ w·x / Σ w, or Π x^(w / Σ w).

    Args:
        parts: … × parts; NaN where one is missing.
        weights: Broadcast against them.
        rule: How, and what a missing part does.
        whole: Id of the index or domain, for `CannotScore`.

    Returns:
        The whole, without the last axis. With missing = "missing" one NaN makes it NaN; with "reduced" it is made of the others, and NaN
        where fewer than `minimum_parts` are there.
    """
    there = ~np.isnan(parts)
    weights = np.broadcast_to(weights, parts.shape)
    present = np.where(there, weights, 0.0)
    known = np.where(there, parts, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        if rule.aggregate == "geometric_mean":
            if (known < 0).any():
                place = np.argwhere(known < 0)[0]
                raise CannotScore("negative", whole, int(place[0]), int(place[1]))
            logarithms = np.log(np.where(there, parts, 1.0))  # 0 gives −∞, and the whole is 0 as it should be
            result = np.exp((present * logarithms).sum(axis=-1) / present.sum(axis=-1))
        elif rule.aggregate == "mean":
            result = (present * known).sum(axis=-1) / present.sum(axis=-1)
        else:
            result = (present * known).sum(axis=-1)
            if rule.renormalise:
                result = result * weights.sum(axis=-1) / present.sum(axis=-1)
    number = there.sum(axis=-1)
    enough = number == parts.shape[-1] if rule.missing == "missing" else number >= rule.minimum_parts
    return np.where(enough & (number > 0), result, np.nan)
