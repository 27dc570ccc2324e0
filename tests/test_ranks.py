"""Ranks: those of scipy.stats, whatever ties and gaps there are."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from scipy.stats import rankdata

from pipeline.arithmetic.ranks import rank
from pipeline.policy.steps import Ties


@pytest.mark.parametrize("ties", get_args(Ties))
def test_ranks_are_those_of_scipy(ties: Ties) -> None:
    """Many ties, numbers that are missing, columns of one and of none: each as scipy ranks it."""
    random = np.random.default_rng(7)
    for areas, years in [(0, 2), (1, 1), (2, 3), (9, 4), (40, 5)]:
        values = random.integers(-3, 5, (areas, years)) / 10
        values[random.random(values.shape) < 0.2] = np.nan
        expected = rankdata(values, method=ties, axis=0, nan_policy="omit") if values.size else values
        np.testing.assert_array_equal(rank(values, ties), expected)
