"""Ranks: tested by the definition of a rank, with any ties and gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pytest

from pipeline.scoring.steps.ranks import rank
from pipeline.settings.policy.steps import Ties

NAN: Final = float("nan")
OF: Final[Mapping[Ties, Callable[[int, int], float]]] = {
    "min": lambda lower, equal: lower + 1,
    "max": lambda lower, equal: lower + equal,
    "average": lambda lower, equal: lower + (equal + 1) / 2,
}
"""Ties → a number's rank, by how many are lower and how many are equal, itself among them."""


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("min", [2, 5, 2, NAN, 1, 2]),
        ("max", [4, 5, 4, NAN, 1, 4]),
        ("average", [3, 5, 3, NAN, 1, 3]),
    ],
)
def test_equal_numbers_share_a_rank(ties: Ties, expected: list[float]) -> None:
    """Three of five are equal: they share the places 2, 3 and 4; the missing one has none."""
    column = np.array([[20.0], [30.0], [20.0], [NAN], [10.0], [20.0]])
    np.testing.assert_array_equal(rank(column, ties), np.array(expected)[:, None])


@pytest.mark.parametrize("ties", OF)
def test_a_rank_counts_the_lower_and_the_equal(ties: Ties) -> None:
    """Many ties, numbers that are missing, columns of one and of none: each column by itself."""
    random = np.random.default_rng(7)
    for areas, years in [(0, 2), (1, 1), (2, 3), (9, 4), (40, 5)]:
        values = random.integers(-3, 5, (areas, years)) / 10
        values[random.random(values.shape) < 0.2] = np.nan
        expected = [
            [NAN if np.isnan(one) else OF[ties](int((column < one).sum()), int((column == one).sum())) for one in column]
            for column in values.T
        ]
        np.testing.assert_array_equal(rank(values, ties), np.array(expected, dtype=float).reshape(years, areas).T)
