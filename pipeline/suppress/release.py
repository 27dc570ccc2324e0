"""Take hidden numbers out of everything that is about to be released."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from pipeline.comparison import Comparison
from pipeline.ledger import Ledger, TableKey, UnitYear
from pipeline.policy import Policy
from pipeline.release import Release
from pipeline.report import Verdict
from pipeline.scores import Level, Scores
from pipeline.secret import Secret
from pipeline.settings import Settings
from pipeline.suppress.cells import Pattern, hide_cells
from pipeline.suppress.conclusions import Secrets, show_conclusions
from pipeline.suppress.published import build_tables, list_criteria, mark_hidden, name_units, write_entry
from pipeline.suppress.renamed import recognise_units
from pipeline.suppress.status import find_told, hide_statuses
from pipeline.tables import Tables

# Every column that follows from a hidden count. A new one that does is added here, and is hidden from then on.
OF_SHARE: Final = ("count", "share", "ratio", "met", "near")
OF_STATUS: Final = ("criteria", "deprived")
OF_CHANGE: Final = ("change_pp", "low_pp", "high_pp")
OF_YEAR: Final = ("count", "share", "low", "high")  # of changes, each with _before or _now, where there is one
OF_DRAWS: Final = ("direction_draws",)
OF_CITY: Final = ("count_city", "base_city")


def suppress_small_counts(
    scores: Scores, comparison: Comparison, tables: Tables, policy: Policy, settings: Settings, ledger: Ledger, secret: Secret
) -> Release:
    """Hide small counts and what would reveal them.

    Hidden are: counts 1 to k − 1 and their complements; what an earlier release hid; the fewest other cells that leave no hidden one
    pinned to bounds nearer than k, by this release or all so far together; every change, index and criterion that follows from a hidden
    cell; statuses that would tell too much about one; and checks of robustness that compare with and without a hidden cell.

    Args:
        scores: All units' scores.
        comparison: The two years compared.
        tables: Which area belongs to which district and forum.
        policy: The criterion.
        settings: k and the two years.
        ledger: What was published before.
        secret: Decides between patterns that lose as much.
    """
    shares, k = scores.shares, settings.small_numbers.smallest_shown
    units, left_out = name_units(shares, tables), _left_out(shares, settings)
    published = build_tables(shares, units, tables, left_out)
    scored = name_units(scores.units, tables)
    criteria = list_criteria(scores.units, scored)
    ledger = recognise_units(ledger, published)
    patterns: dict[TableKey, Pattern] = {}
    for key, table in published.items():
        told = find_told(table, key, criteria, ledger, policy.ratio, k)
        patterns[key] = hide_cells(table, ledger.tables.get(key, ()), told, k, partial(secret.draw, *key))
    untold = hide_statuses(published, patterns, criteria, ledger, policy.ratio)
    hidden = mark_hidden(shares, units, patterns)
    shown = _blank(shares.assign(hidden=hidden, near=comparison.near), hidden, OF_SHARE).drop(columns=list(OF_CITY))
    of_units = _units(scores.units, shares, hidden, scored, untold)
    conclusions = show_conclusions(comparison.conclusions, _secrets(comparison, shown, of_units, left_out, tables, settings))
    changes = _changes(comparison.changes, shown, settings)
    decomposition = _decomposition(comparison.decomposition, of_units)
    robustness = _robustness(comparison.robustness, of_units, settings)
    return Release(
        shares=shown,
        units=of_units,
        changes=changes,
        conclusions=conclusions,
        decomposition=decomposition,
        robustness=robustness,
        comparison=replace(
            comparison, changes=changes, decomposition=decomposition, robustness=robustness, near=shown["near"], conclusions={}
        ),
        smallest_shown=k,
        entry=write_entry(published, patterns, criteria, untold, str(policy.ratio)),
    )


def _left_out(shares: pd.DataFrame, settings: Settings) -> pd.Series:
    """Mark cells of areas whose number is withheld in a compared year: the sums of both years are without them."""
    compared = shares["year"].isin((settings.periods.before, settings.periods.now)) & (shares["level"] == Level.AREA)
    pairs = shares["unit_id"] + "\x1f" + shares["indicator"]
    withheld = shares["count"].isna() | shares["base"].isna()
    return (shares["level"] == Level.AREA) & pairs.isin(set(pairs[compared & withheld]))


def _blank(frame: pd.DataFrame, hidden: pd.Series, columns: tuple[str, ...]) -> pd.DataFrame:
    """Empty the columns that there are in the hidden rows."""
    frame = frame.copy()
    frame.loc[hidden, [name for name in columns if name in frame]] = np.nan
    return frame


def _units(units: pd.DataFrame, shares: pd.DataFrame, hidden: pd.Series, names: pd.Series, untold: frozenset[UnitYear]) -> pd.DataFrame:
    """An index with a hidden part is hidden; number of criteria and status only where they would tell too much."""
    keys = ["level", "unit_id", "year"]
    marks = shares[keys].assign(index_hidden=hidden).groupby(keys, sort=False, as_index=False).any()
    marked = units.merge(marks, on=keys, how="left", validate="one_to_one")
    marked["status_hidden"] = [(unit, int(year)) in untold for unit, year in zip(names, units["year"], strict=True)]
    marked = _blank(marked, marked["index_hidden"], ("index",))
    return _blank(marked, marked["status_hidden"], OF_STATUS)


def _changes(changes: pd.DataFrame, shown: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    keys = ["level", "unit_id", "indicator"]
    marked = changes
    for name, year in (("before", settings.periods.before), ("now", settings.periods.now)):
        marks = shown.loc[shown["year"] == year, [*keys, "hidden"]].rename(columns={"hidden": f"hidden_{name}"})
        marked = marked.merge(marks, on=keys, how="left", validate="one_to_one")
        marked[f"hidden_{name}"] = marked[f"hidden_{name}"].eq(True)  # an area without that year is not hidden
        marked = _blank(marked, marked[f"hidden_{name}"], tuple(f"{column}_{name}" for column in OF_YEAR))
    marked["hidden"] = marked["hidden_before"] | marked["hidden_now"]
    marked = _blank(marked, marked["hidden"], OF_CHANGE)
    marked.loc[marked["hidden"] & (marked["verdict"] != Verdict.NOT_COMPARABLE), "verdict"] = Verdict.HIDDEN.value
    return marked


def _decomposition(parts: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Leave out every unit whose index is hidden in any year, or missing in one of the two: parts would tell what the index does not."""
    unit = ["level", "unit_id"]
    secret = units.loc[units["index_hidden"], unit].drop_duplicates().assign(secret=True)
    told = parts.merge(secret, on=unit, how="left")["secret"].isna().to_numpy()
    complete = parts.groupby(unit)["total"].transform(lambda total: total.notna().all()).astype(bool)
    return parts[told & complete]


def _robustness(robustness: pd.DataFrame, units: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Leave out every unit with a hidden cell or status in one of the two years, all ranks, and what such a unit has a share in.

    The draws put all units of a level on one scale, so a direction is told only where no unit of the level has anything to hide.
    """
    years = units["year"].isin((settings.periods.before, settings.periods.now))
    secret = units[years & (units["index_hidden"] | units["status_hidden"])]
    hidden = set(zip(secret["level"], secret["unit_id"], strict=True))
    told = [unit not in hidden for unit in zip(robustness["level"], robustness["unit_id"], strict=True)]
    shown = robustness.loc[told].drop(columns=["rank_low", "rank_high"])
    common = shown["level"].isin(secret["level"].unique())
    return _blank(shown, common, OF_DRAWS)


def _secrets(
    comparison: Comparison, shown: pd.DataFrame, units: pd.DataFrame, left_out: pd.Series, tables: Tables, settings: Settings
) -> Secrets:
    years = (settings.periods.before, settings.periods.now)
    forum_of = tables.areas.set_index("area_id")["forum_id"]
    status = units[(units["level"] == Level.AREA) & units["status_hidden"] & units["year"].isin(years)]
    index = units[(units["level"] == Level.FORUM) & units["index_hidden"]]
    apart = shown["unit_id"].isin(list(comparison.incomparable)) | left_out
    of_area = shown[(shown["level"] == Level.AREA) & shown["hidden"] & shown["year"].isin(years)]
    touchy = shown[(shown["level"] == Level.AREA) & shown["hidden"] & apart]
    return Secrets(
        status=set(status["unit_id"].map(forum_of)),
        status_now=set(status.loc[status["year"] == settings.periods.now, "unit_id"].map(forum_of)),
        index=set(index["unit_id"]),
        limits=set(of_area["unit_id"].map(forum_of)),
        without_area=set(touchy["unit_id"].map(forum_of)),
        indicators=_hidden_indicators(shown[shown["year"].isin(years)], forum_of),
    )


def _hidden_indicators(shown: pd.DataFrame, forum_of: pd.Series) -> dict[str, tuple[str, ...]]:
    """Return forum_id → the indicators in which a number of the forum or of one of its areas is hidden."""
    own = shown[shown["hidden"] & shown["level"].isin([Level.AREA, Level.FORUM])]
    forums = own["unit_id"].where(own["level"] == Level.FORUM, own["unit_id"].map(forum_of))
    return {str(forum): tuple(rows.unique()) for forum, rows in own["indicator"].groupby(forums)}
