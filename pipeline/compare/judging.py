"""What is said about a change: the level of certainty that a release asks for, and the printed rule of verdicts."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import Final

import numpy as np
import pandas as pd

from pipeline.report import Verdict
from pipeline.rounding import round_printed
from pipeline.settings import Changes

PRINTED_DECIMALS: Final = 1  # the rule is applied to the number that the reader sees
FALSE_FLAGS: Final = Decimal("0.5")  # at most so many are expected in a whole release; each report is a part of it
HIGHEST_ALPHA: Final = Decimal("0.05")


def judging_level(compared: int) -> Decimal:
    """Return the level at which a change is called better or worse, higher or lower.

    With m changes compared in a release and none of them true, m · α of them are flagged by chance (Bonferroni's sum). So α is 0.5 / m,
    but never more than 0.05. It is rounded down to one digit, so that the level that is printed is the very level that was used, and is
    never less than what the promise needs.

    Args:
        compared: Number of changes in the release, over all units and indicators; 0 is allowed.

    Returns:
        The level, such as 0.998.
    """
    alpha = min(HIGHEST_ALPHA, FALSE_FLAGS / max(compared, 1))
    return 1 - alpha.quantize(Decimal(1).scaleb(alpha.adjusted()), rounding=ROUND_FLOOR)


def judge(changes: pd.DataFrame, judged: pd.Series, rules: Changes) -> pd.Series:
    """Apply the printed rule.

    Better or worse: the change is at least `judged_from_pp`, and its interval at the judging level does not hold 0. Unchanged: a smaller
    change whose whole 95 % interval is within ± `unchanged_within_pp`. Everything else is unclear. Without judgement the first two are
    lower and higher.

    Args:
        changes: change_pp; low_pp and high_pp (95 %); sure_low_pp and sure_high_pp (at the judging level).
        judged: Whether the indicator is judged, a row each.
        rules: The two limits.
    """
    change = changes["change_pp"].map(lambda points: round_printed(points, PRINTED_DECIMALS))
    sure = (change.abs() >= float(rules.judged_from_pp)) & ((changes["sure_low_pp"] > 0) | (changes["sure_high_pp"] < 0))
    limit = float(rules.unchanged_within_pp)
    small = (change.abs() < float(rules.judged_from_pp)) & (changes["low_pp"] >= -limit) & (changes["high_pp"] <= limit)
    down = np.where(judged, Verdict.BETTER.value, Verdict.LOWER.value)
    up = np.where(judged, Verdict.WORSE.value, Verdict.HIGHER.value)
    moved = np.where(change < 0, down, up)
    words = np.where(sure, moved, np.where(small, Verdict.UNCHANGED.value, Verdict.UNCLEAR.value))
    return pd.Series(words, index=changes.index, dtype=object)
