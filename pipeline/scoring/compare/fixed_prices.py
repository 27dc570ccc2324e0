"""Convert budget lines to the prices of one year, by the price index of the settings.

Enters: budget lines in kroner of their year. Leaves: the same lines in kroner of another year, unrounded. Never: an index of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from pipeline.input.plan_phase import Phase
from pipeline.language.rounding import round_whole


def sum_fixed(lines: pd.DataFrame, plans: pd.DataFrame, index: Mapping[int, Fraction], year: int) -> dict[tuple[str, str], int]:
    """Return forum_id, arrangement → kroner a year in the prices of `year`; the same sums as in current prices.

    Args:
        lines: Budget lines with forum_id and line_dkk: of the earlier arrangement, and of the plans that run on the reported day.
        plans: `ComparedMoney.plans`, for the length of each plan.
        index: Year → price index, for every year of the lines and for `year`.
        year: The year in whose prices the kroner are given.
    """
    running = plans[plans["phase"] == Phase.RUNNING]
    length = dict(zip(running["plan_id"], running["years"], strict=True))
    moved = [int(dkk) * index[year] / index[int(of)] for dkk, of in zip(lines["line_dkk"], lines["year"], strict=True)]
    fixed = lines.assign(fixed=pd.Series(moved, index=lines.index, dtype=object))
    found = dict[tuple[str, str], int]()
    for forum, own in fixed[fixed["arrangement"] == "before"].groupby("forum_id"):
        found[str(forum), "before"] = round_whole(sum(own["fixed"], Fraction(0)) / int(own["year"].max() - own["year"].min() + 1))
    for forum, own in fixed[fixed["arrangement"] == "now"].groupby("forum_id"):
        by_plan = own.groupby("plan_id")["fixed"]
        found[str(forum), "now"] = sum(round_whole(sum(part, Fraction(0)) / length[plan]) for plan, part in by_plan)
    return found
