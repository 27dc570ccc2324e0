"""Wilson and Newcombe intervals against published values."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.scoring.compare.intervals import newcombe, wilson


@pytest.mark.parametrize(
    ("count", "base", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(count: int, base: int, low: float, high: float) -> None:
    """Newcombe (1998), table I, method 3."""
    ends = wilson(np.array([float(count)]), np.array([float(base)]), 0.95)
    assert [float(end[0]) for end in ends] == pytest.approx([low, high], abs=5e-5)


def test_newcombe_gives_the_published_interval() -> None:
    """Newcombe (1998), table II: 56/70 − 48/80, method 10."""
    ends = newcombe(*(np.array([number]) for number in (56.0, 70.0, 48.0, 80.0)), 0.95)
    assert [float(end[0]) for end in ends] == pytest.approx([0.0524, 0.3339], abs=5e-5)


def test_a_stricter_level_gives_a_wider_interval() -> None:
    """At 99 % the interval of 15/148 is 0.0541-0.1831 (z = 2.5758), and it holds the one at 95 %."""
    count, base = np.array([15.0]), np.array([148.0])
    low, high = (float(end[0]) for end in wilson(count, base, 0.99))
    assert [low, high] == pytest.approx([0.0541, 0.1831], abs=5e-4)
    strict, printed = newcombe(count, base, count + 9, base, 0.99), newcombe(count, base, count + 9, base, 0.95)
    assert strict[0][0] < printed[0][0] < printed[1][0] < strict[1][0]


def test_a_missing_count_gives_a_missing_interval() -> None:
    """NaN goes in, NaN comes out; nothing is made up."""
    low, high = wilson(np.array([np.nan]), np.array([10.0]), 0.95)
    assert np.isnan(low[0])
    assert np.isnan(high[0])
