"""The printed rule for verdicts: classify the change of a share as better, worse, unchanged or unclear."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from pipeline.language.rounding import round_printed
from pipeline.scoring.compare.verdict import Verdict
from pipeline.settings.settings import Changes

PRINTED_DECIMALS: Final = 1  # the rule is applied to the printed number


def judge(changes: pd.DataFrame, judged: pd.Series, rules: Changes) -> pd.Series:
    """Apply the printed rule.

    Unchanged: the change is below `judged_from_pp`. Better or worse: it is larger, and its interval excludes 0; dwellings have no
    interval, so their size decides alone. All others are unclear. For an indicator that is not judged, better and worse become
    lower and higher.

    Args:
        changes: change_pp; low_pp and high_pp, the interval, NaN without one.
        judged: Whether the indicator of each row is judged.
        rules: Holds the smallest change.
    """
    change = changes["change_pp"].map(lambda points: round_printed(points, PRINTED_DECIMALS))
    small = change.abs() < float(rules.judged_from_pp)
    sure = (changes["low_pp"] > 0) | (changes["high_pp"] < 0) | changes["low_pp"].isna()
    down = np.where(judged, Verdict.BETTER.value, Verdict.LOWER.value)
    up = np.where(judged, Verdict.WORSE.value, Verdict.HIGHER.value)
    words = np.where(small, Verdict.UNCHANGED.value, np.where(sure, np.where(change < 0, down, up), Verdict.UNCLEAR.value))
    return pd.Series(words, index=changes.index, dtype=object)
