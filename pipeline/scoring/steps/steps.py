"""Transform and normalise the values of one part of an index, areas × years, each year separately.

Sources of the formulas: ranks to exponential, McLennan et al., The English Indices of Deprivation 2019, technical report, ministry of
housing, appendix; the others, OECD/JRC, Handbook on Constructing Composite Indicators (2008), chapter 5.
"""

from __future__ import annotations

import numpy as np

from pipeline.scoring.steps.panel import NOISE, Numbers, level_out
from pipeline.scoring.steps.ranks import rank
from pipeline.settings.policy.steps import Normalise, Ties, Transform

ORIENTED = {"rank_exponential", "goalposts"}  # transforms whose result is already higher for worse


class CannotScore(Exception):
    """A step has no result for these numbers.

    Attributes:
        reason: The rule: log, spread, alone, reference_zero, negative, not_finite.
        part: The indicator or domain.
        area: Row of the first area concerned, or None for all.
        year: Column of the year.
    """

    def __init__(self, reason: str, part: str, area: int | None, year: int) -> None:
        self.reason, self.part, self.area, self.year = reason, part, area, year
        super().__init__(reason, part, area, year)


def transform(values: Numbers, step: Transform, *, up: bool = True, part: str = "") -> Numbers:
    """Return the transformed values.

    Args:
        values: Areas × years; NaN stays NaN.
        step: The transform.
        up: A higher value raises the index; if false, goalposts and ranks are reversed.
        part: Its id, for `CannotScore`.
    """
    if step.method == "log1p":
        _refuse(values <= -1, "log", part)
        return np.log1p(values)
    if step.method == "log":
        _refuse(values <= 0, "log", part)
        return np.log(values)
    if step.method == "rank_exponential":
        constant = float(step.constant)
        scaled = _ranks(values if up else -values, step.ties) / _count(values)
        return np.asarray(-constant * np.log(1 - scaled * (1 - np.exp(-100 / constant))))
    if step.method == "goalposts":
        low, high = float(step.low or 0), float(step.high or 0)
        if step.scale == "log":
            _refuse(values <= 0, "log", part)
            values, low, high = np.log(values), np.log(low), np.log(high)
        between = np.clip((values - low) / (high - low), 0.0, 1.0)
        return between if up else 1 - between
    return values


def normalise(
    values: Numbers, step: Normalise, *, up: bool = True, reference: Numbers | None = None, weights: Numbers | None = None, part: str = ""
) -> Numbers:
    """Return the normalised values.

    Args:
        values: Areas × years, transformed; NaN stays NaN and takes part in no mean, deviation or rank.
        step: The normalisation.
        up: A higher value raises the index; if false, the result is reversed: −x, or reference / value for ratios.
        reference: The reference's transformed value, one row for all or one per area (ratio, difference).
        weights: Population (z_score with weighted = true).
        part: Its id, for `CannotScore`.
    """
    if step.method == "ratio" and reference is not None:
        _refuse(np.broadcast_to(reference if up else values, values.shape) == 0, "reference_zero", part)
        return float(step.scale) * (values / reference if up else reference / values)
    turned = values if up else -values
    if step.method == "difference" and reference is not None:
        turned = turned - (reference if up else -reference)
    elif step.method == "z_score":
        turned = _z_scores(turned, step.ddof or 0, weights, part)
    elif step.method == "rank":
        turned = _ranks(turned, step.ties)
    elif step.method == "percentile":
        _refuse_years(_count(turned) == 1, "alone", part)
        turned = (_ranks(turned, step.ties) - 1) / (_count(turned) - 1)
    elif step.method == "min_max":
        low, high = _extremes(turned)
        _refuse_years(high - low <= NOISE * np.maximum(np.abs(low), np.abs(high)), "spread", part)
        turned = (turned - low) / (high - low)
    return float(step.scale) * turned


def _z_scores(values: Numbers, ddof: int, weights: Numbers | None, part: str) -> Numbers:
    weight = np.where(np.isnan(values), 0.0, 1.0 if weights is None else weights)
    known = np.where(np.isnan(values), 0.0, values)
    whole = weight.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (weight * known).sum(axis=0) / whole
        deviation = np.sqrt((weight * (known - mean) ** 2).sum(axis=0) / (whole - ddof))
        _refuse_years((whole > 0) & ~(deviation > 1e-12 * np.abs(mean)), "spread", part)
        return np.asarray((values - mean) / deviation)


def _ranks(values: Numbers, ties: Ties) -> Numbers:
    """Return ranks from 1, the lowest, per year; NaN has none."""
    return rank(level_out(values), ties)


def _count(values: Numbers) -> Numbers:
    return np.asarray((~np.isnan(values)).sum(axis=0), dtype=float)


def _extremes(values: Numbers) -> tuple[Numbers, Numbers]:
    """Return the lowest and the highest value of each year; NaN in a year without any."""
    known = ~np.isnan(values)
    low = np.where(known, values, np.inf).min(axis=0)
    high = np.where(known, values, -np.inf).max(axis=0)
    return np.where(np.isinf(low), np.nan, low), np.where(np.isinf(high), np.nan, high)


def refuse_infinite(values: Numbers, part: str) -> None:
    """Refuse numbers that are too large to compute with."""
    _refuse(np.isinf(values), "not_finite", part)


def _refuse(wrong: np.ndarray, reason: str, part: str) -> None:
    if wrong.any():
        area, year = (int(place) for place in np.argwhere(wrong)[0])
        raise CannotScore(reason, part, area, year)


def _refuse_years(wrong: np.ndarray, reason: str, part: str) -> None:
    if wrong.any():
        raise CannotScore(reason, part, None, int(np.argmax(wrong)))
