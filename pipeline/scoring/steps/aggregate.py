"""Aggregate weighted parts into a whole. The last axis holds the parts, so that a thousand sets of weights are handled at once."""

from __future__ import annotations

import numpy as np

from pipeline.scoring.steps.panel import Numbers
from pipeline.scoring.steps.steps import CannotScore
from pipeline.settings.policy.parts import Aggregate


def aggregate(parts: Numbers, weights: Numbers, rule: Aggregate, whole: str = "") -> Numbers:
    """Aggregate parts: Σ w·x, Σ w·x / Σ w, or Π x^(w / Σ w).

    Args:
        parts: … × parts; NaN if missing.
        weights: Broadcast against the parts.
        rule: The method, and the handling of missing parts.
        whole: Id of the index or domain, for `CannotScore`.

    Returns:
        The whole, without the last axis. With missing = "missing" one NaN makes it NaN; with "reduced" it uses the others, and is NaN
        if fewer than `minimum_parts` are present.
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
            logarithms = np.log(np.where(there, parts, 1.0))  # 0 gives −∞, and the whole is correctly 0
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
