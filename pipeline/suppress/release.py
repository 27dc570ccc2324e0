"""Take hidden numbers out of everything that is about to be released."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.comparison import CheckKind, Comparison
from pipeline.criteria import UNIT
from pipeline.release import Release, ShownConclusion
from pipeline.report import Verdict
from pipeline.scores import Level, Scores
from pipeline.settings import Settings
from pipeline.suppress.cells import find_revealing, find_small
from pipeline.suppress.status import find_disclosing
from pipeline.tables import Tables

NUMBERS_OF_SHARE = ["count", "share", "ratio", "met", "near"]
NUMBERS_OF_CHANGE = ["change_pp", "low_pp", "high_pp"]


def suppress_small_counts(scores: Scores, comparison: Comparison, tables: Tables, settings: Settings) -> Release:
    """Hide small counts and what would reveal them.

    Hidden are: counts 1 to k − 1 and their complements; enough other cells that no sum reveals them; every change, index, criterion
    and status that follows from a hidden cell; and checks of robustness that compare with and without an area with hidden cells.
    Earlier releases are not looked at yet.

    Args:
        scores: All units' scores.
        comparison: The two years compared.
        tables: Which area belongs to which district and forum.
        settings: k and the two years.
    """
    k = settings.small_numbers.smallest_shown
    shares = scores.shares
    hidden = find_revealing(shares, find_small(shares, k), tables, _left_out(shares, settings))
    disclosing = find_disclosing(shares, hidden, k)
    units = _units(scores.units, shares, hidden, disclosing)
    shown = shares.assign(hidden=hidden, near=comparison.near)
    shown.loc[hidden, NUMBERS_OF_SHARE] = np.nan
    shown = shown.drop(columns=["count_city", "base_city"])
    conclusions = _conclusions(comparison, shown, units, tables, settings)
    return Release(
        shares=shown,
        units=units,
        changes=_changes(comparison.changes, shown, settings),
        conclusions=conclusions,
        decomposition=_decomposition(comparison.decomposition, units),
        comparison=comparison,
        smallest_shown=k,
    )


def _left_out(shares: pd.DataFrame, settings: Settings) -> pd.Series:
    """Mark cells of areas whose number is withheld in a compared year: the sums of both years are without them."""
    compared = shares["year"].isin((settings.periods.before, settings.periods.now)) & (shares["level"] == Level.AREA)
    pairs = shares["unit_id"] + "\x1f" + shares["indicator"]
    return (shares["level"] == Level.AREA) & pairs.isin(set(pairs[compared & shares["count"].isna()]))


def _units(units: pd.DataFrame, shares: pd.DataFrame, hidden: pd.Series, disclosing: pd.Series) -> pd.DataFrame:
    """An index with a hidden part is hidden; number of criteria and status only where they would tell too much."""
    marks = shares[UNIT].assign(index_hidden=hidden, status_hidden=disclosing).groupby(UNIT, sort=False, as_index=False).any()
    marked = units.merge(marks, on=UNIT, how="left", validate="one_to_one")
    marked.loc[marked["index_hidden"], "index"] = np.nan
    marked.loc[marked["status_hidden"], ["criteria", "deprived"]] = np.nan
    return marked


def _changes(changes: pd.DataFrame, shown: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    keys = ["level", "unit_id", "indicator"]
    marked = changes
    for name, year in (("before", settings.periods.before), ("now", settings.periods.now)):
        marks = shown.loc[shown["year"] == year, [*keys, "hidden"]].rename(columns={"hidden": f"hidden_{name}"})
        marked = marked.merge(marks, on=keys, how="left", validate="one_to_one")
        marked[f"hidden_{name}"] = marked[f"hidden_{name}"].eq(True)  # an area without that year is not hidden
        marked.loc[marked[f"hidden_{name}"], [f"count_{name}", f"share_{name}"]] = np.nan
    marked["hidden"] = marked["hidden_before"] | marked["hidden_now"]
    marked.loc[marked["hidden"], NUMBERS_OF_CHANGE] = np.nan
    marked.loc[marked["hidden_now"], ["low_now", "high_now"]] = np.nan
    marked.loc[marked["hidden"] & (marked["verdict"] != Verdict.NOT_COMPARABLE), "verdict"] = Verdict.HIDDEN.value
    return marked


def _decomposition(parts: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Leave out every unit whose index is hidden in any year, or missing in one of the two: parts would tell what the index does not."""
    unit = ["level", "unit_id"]
    secret = units.loc[units["index_hidden"], unit].drop_duplicates().assign(secret=True)
    told = parts.merge(secret, on=unit, how="left")["secret"].isna().to_numpy()
    complete = parts.groupby(unit)["total"].transform(lambda total: total.notna().all()).astype(bool)
    return parts[told & complete]


def _conclusions(
    comparison: Comparison, shown: pd.DataFrame, units: pd.DataFrame, tables: Tables, settings: Settings
) -> dict[str, ShownConclusion]:
    years = (settings.periods.before, settings.periods.now)
    forum_of = tables.areas.set_index("area_id")["forum_id"]
    secret_status = units[(units["level"] == Level.AREA) & units["status_hidden"] & units["year"].isin(years)]
    secret_index = units[(units["level"] == Level.FORUM) & units["index_hidden"]]
    cells = shown[(shown["level"] == Level.AREA) & shown["hidden"]]
    touchy = cells[cells["unit_id"].isin(list(comparison.incomparable))]
    status_hidden = set(secret_status["unit_id"].map(forum_of))
    index_hidden = set(secret_index["unit_id"])
    without_area = set(touchy["unit_id"].map(forum_of))
    conclusions = {}
    for forum, result in comparison.conclusions.items():
        checks = tuple(
            check
            for check in result.checks
            if not (check.deprived is not None and forum in status_hidden)
            and not (check.index_change is not None and forum in index_hidden)
            and not (check.kind is CheckKind.COMPARABLE_AREAS and forum in without_area)
        )
        shown_result = replace(
            result,
            checks=checks,
            verdict=Verdict.HIDDEN if forum in status_hidden else result.verdict,
            index_before=float("nan") if forum in index_hidden else result.index_before,
            index_now=float("nan") if forum in index_hidden else result.index_now,
        )
        conclusions[forum] = ShownConclusion(shown_result, forum in status_hidden, forum in index_hidden)
    return conclusions
