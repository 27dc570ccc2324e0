"""The printed rule of verdicts at its edges, and the level that it asks for."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from pipeline.compare.judging import FALSE_FLAGS, judge, judging_level
from pipeline.report import Verdict
from pipeline.settings import Changes

RULES = Changes(judged_from_pp=Decimal("1.0"), unchanged_within_pp=Decimal("2.0"))


@pytest.mark.parametrize(
    ("change", "low", "high", "judged", "verdict"),
    [
        (-1.0, -1.8, -0.2, True, Verdict.BETTER),
        (1.0, 0.2, 1.8, True, Verdict.WORSE),
        (-0.96, -1.8, -0.1, True, Verdict.BETTER),  # prints as −1,0, and the reader sees the rule
        (-0.94, -1.8, -0.1, True, Verdict.UNCHANGED),
        (-1.5, -3.1, 0.1, True, Verdict.UNCLEAR),  # large, but the interval holds 0
        (0.5, -1.1, 2.1, True, Verdict.UNCLEAR),  # small, but the interval leaves ± 2
        (0.5, -1.0, 2.0, True, Verdict.UNCHANGED),
        (3.0, 2.0, 4.0, False, Verdict.HIGHER),
        (-3.0, -4.0, -2.0, False, Verdict.LOWER),
        (0.0, -0.5, 0.5, False, Verdict.UNCHANGED),
    ],
)
def test_a_verdict_follows_from_the_printed_change_and_its_interval(
    change: float, low: float, high: float, judged: bool, verdict: Verdict
) -> None:
    """Better and worse need a point and an interval without 0; unchanged an interval within ± 2; the rest is unclear."""
    row = pd.DataFrame({"change_pp": [change], "low_pp": [low], "high_pp": [high], "sure_low_pp": [low], "sure_high_pp": [high]})
    assert judge(row, pd.Series([judged]), RULES).tolist() == [verdict]


@pytest.mark.parametrize(
    ("sure", "change", "verdict"),
    [
        ((-2.9, -0.1), -1.5, Verdict.BETTER),
        ((-3.1, 0.1), -1.5, Verdict.UNCLEAR),
        ((0.1, 2.9), 1.5, Verdict.WORSE),
        ((-0.1, 3.1), 1.5, Verdict.UNCLEAR),
        ((-2.2, 1.2), -0.5, Verdict.UNCHANGED),
    ],
)
def test_better_asks_for_the_stricter_interval_and_unchanged_for_the_printed_one(
    sure: tuple[float, float], change: float, verdict: Verdict
) -> None:
    """A printed interval without 0 is not enough for better; a stricter one beyond ± 2 does not take unchanged away."""
    printed = {"change_pp": [change], "low_pp": [change - 0.8], "high_pp": [change + 0.8]}
    row = pd.DataFrame({**printed, "sure_low_pp": [sure[0]], "sure_high_pp": [sure[1]]})
    assert judge(row, pd.Series([True]), RULES).tolist() == [verdict]


@pytest.mark.parametrize(
    ("compared", "level"),
    [(0, "0.95"), (10, "0.95"), (11, "0.96"), (30, "0.99"), (186, "0.998"), (250, "0.998"), (251, "0.999"), (60_000, "0.999992")],
)
def test_the_level_rises_with_the_number_of_changes(compared: int, level: str) -> None:
    """α is 0.5 over the number of changes, never above 0.05, and one digit, rounded to the careful side."""
    assert judging_level(compared) == Decimal(level)


@pytest.mark.parametrize("compared", [*range(1, 400, 7), 9_999, 10_000, 10_001])
def test_at_most_half_a_false_flag_is_expected(compared: int) -> None:
    """Whatever the rounding, the promise holds."""
    assert (1 - judging_level(compared)) * compared <= FALSE_FLAGS
