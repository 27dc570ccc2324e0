"""Whether a criterion, and so a status, would tell too much about a hidden count."""

from __future__ import annotations

import numpy as np
import pandas as pd


def find_disclosing(shares: pd.DataFrame, hidden: pd.Series, smallest_shown: int) -> pd.Series:
    """Mark hidden cells whose criterion narrows the count to fewer than `smallest_shown` values.

    A reader knows the base and the threshold: "met" says that the count is at least threshold × base, "not met" that it is less.
    """
    limit = (shares["threshold"] * shares["base"]).apply(np.ceil)
    values = limit.where(shares["met"] == 0.0, shares["base"] - limit + 1)
    return hidden & (values < smallest_shown)
