"""The printed rule of verdicts, at its edges."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from pipeline.compare.changes import judge
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
    row = pd.DataFrame({"change_pp": [change], "low_pp": [low], "high_pp": [high]})
    assert judge(row, pd.Series([judged]), RULES).tolist() == [verdict]
