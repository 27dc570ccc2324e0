"""A release: the comparison with everything hidden that must not be shown. Nothing hidden is in it any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.comparison import Comparison, Conclusion
from pipeline.ledger import Ledger


@dataclass(frozen=True)
class ShownConclusion:
    """A forum's conclusion as far as it may be shown.

    Attributes:
        result: The conclusion; its checks are those that reveal nothing.
        status_hidden: The number of deprived areas would reveal a hidden count.
        index_hidden: The forum's index would.
        status_hidden_now: The number of deprived areas in the reported year would; unless told otherwise nothing is shown.
        hidden_indicators: Indicators in which a number of the forum or of one of its areas is hidden in one of the two years.
    """

    result: Conclusion
    status_hidden: bool
    index_hidden: bool
    status_hidden_now: bool = True
    hidden_indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Release:
    """What reports are composed of.

    Attributes:
        shares: `Scores.shares` with the columns `near` (see `Comparison`) and `hidden`; count, share, ratio, met and near are NaN where
            it is true.
        units: `Scores.units` with `index_hidden` and `status_hidden`; the values are NaN there.
        changes: `Comparison.changes` with the column `hidden`; the numbers are NaN there and the verdict is hidden.
        conclusions: forum_id → the conclusion as far as it may be shown.
        decomposition: `Comparison.decomposition` without units whose index is hidden or missing.
        robustness: `Comparison.robustness` of the units that have no hidden cell in either year, without ranks: the others' would
            tell where a hidden index lies, and a report puts no area in an order. direction_draws is NaN for a whole level where one
            of its units is left out.
        comparison: Money and organisation, and what is not a number of persons; its other tables are those of the release.
        smallest_shown: k: counts from 1 to k − 1 are hidden.
        entry: What this release adds to the ledger.
    """

    shares: pd.DataFrame
    units: pd.DataFrame
    changes: pd.DataFrame
    conclusions: Mapping[str, ShownConclusion]
    decomposition: pd.DataFrame
    robustness: pd.DataFrame
    comparison: Comparison
    smallest_shown: int
    entry: Ledger
