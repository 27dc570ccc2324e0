"""Decide whether values meet a criterion's limit, correctly also at the exact boundary, where floats are not."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

import numpy as np

from pipeline.scoring.steps.panel import Numbers, Panel, exact_value, value_of
from pipeline.settings.policy.parts import Criterion, Indicator, Operator

OPERATORS: Final[dict[Operator, Callable[[Any, Any], Any]]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
NEAR: Final = 1e-9  # relative distance from the limit below which floats do not decide


def meets(values: Numbers, limits: Numbers, sign: Operator, exactly: Callable[[tuple[int, ...]], tuple[Fraction, Fraction]]) -> Numbers:
    """Return 1.0 if value `sign` limit holds, 0.0 if not, NaN if either is missing.

    Args:
        values: Any shape.
        limits: Of the same shape.
        sign: The policy's operator.
        exactly: Returns the exact value and limit at one index; called if the two floats are too close to decide.
    """
    met = OPERATORS[sign](values, limits).astype(float)
    near = np.abs(values - limits) <= NEAR * np.abs(limits)
    for place in map(tuple, np.argwhere(near)):
        met[place] = float(OPERATORS[sign](*exactly(tuple(int(one) for one in place))))
    return np.where(np.isnan(values) | np.isnan(limits), np.nan, met)


def find_met(panel: Panel, indicator: Indicator, criterion: Criterion) -> Numbers:
    """Return whether one indicator's criterion is met, areas × years: 1.0, 0.0, or NaN if a number is missing."""
    measure = panel.measures[indicator.id]
    values = value_of(measure, indicator, panel.years)
    if criterion.times is None or criterion.reference is None:
        limit = Fraction(criterion.value or 0)
        return meets(
            values,
            np.full_like(values, float(limit)),
            criterion.operator,
            lambda place: (exact_value(measure, indicator, panel.years, *place), limit),
        )
    times = Fraction(criterion.times)
    reference = panel.references[criterion.reference][indicator.id]
    limits = np.broadcast_to(float(times) * value_of(reference, indicator, panel.years), values.shape)
    return meets(
        values,
        limits,
        criterion.operator,
        lambda place: (
            exact_value(measure, indicator, panel.years, *place),
            times * exact_value(reference, indicator, panel.years, *place),
        ),
    )
