"""Which counts are hidden: small ones, and as many others as keep a sum from giving them away."""

from __future__ import annotations

import pandas as pd

from pipeline.scores import Level
from pipeline.tables import Tables

CELL = ["year", "indicator"]


def find_small(shares: pd.DataFrame, smallest_shown: int) -> pd.Series:
    """Mark primary cells: the count, or what is left of its base, is from 1 to `smallest_shown` − 1."""
    rest = shares["base"] - shares["count"]
    return shares["count"].between(1, smallest_shown - 1) | rest.between(1, smallest_shown - 1)


def find_revealing(shares: pd.DataFrame, small: pd.Series, tables: Tables, left_out: pd.Series) -> pd.Series:
    """Add secondary cells until no sum reveals a hidden one.

    Every published sum (district = its areas, forum = its districts) has either no hidden term or at least two. Where it has one, the
    smallest other term is hidden too, a part before the sum itself.

    Args:
        shares: Shares of all levels.
        small: The primary cells.
        tables: Which area belongs to which district and forum.
        left_out: Cells of areas that the sums do not hold, because the source withholds a number.

    Returns:
        All hidden cells, a mask over `shares`.
    """
    hidden = small.copy()
    terms = _terms(shares, tables, left_out)
    while True:
        flags = hidden.loc[terms["cell"]].to_numpy()
        lonely = terms.assign(hidden=flags).groupby("equation", sort=False)["hidden"].transform("sum") == 1
        open_terms = terms[lonely & ~flags].sort_values(["is_sum", "count"], kind="stable")
        chosen = open_terms.drop_duplicates("equation")["cell"]
        if chosen.empty:
            return hidden
        hidden.loc[chosen] = True


def _terms(shares: pd.DataFrame, tables: Tables, left_out: pd.Series) -> pd.DataFrame:
    """Return the terms of every sum: equation, cell (index of `shares`), is_sum, count."""
    district_of = tables.areas.set_index("area_id")["district_id"]
    forum_of = tables.areas.drop_duplicates("district_id").set_index("district_id")["forum_id"]
    parts = []
    for level, parent_level, parent in ((Level.AREA, Level.DISTRICT, district_of), (Level.DISTRICT, Level.FORUM, forum_of)):
        children = shares[(shares["level"] == level) & shares["count"].notna() & ~left_out]
        owners = children["unit_id"].map(parent)
        sums = shares[shares["level"] == parent_level]
        parts.append(_named(children, owners, parent_level, is_sum=False))
        parts.append(_named(sums, sums["unit_id"], parent_level, is_sum=True))
    return pd.concat(parts, ignore_index=True)


def _named(rows: pd.DataFrame, owner: pd.Series, level: Level, *, is_sum: bool) -> pd.DataFrame:
    equation = level.value + "\x1f" + owner.astype(str) + "\x1f" + rows["year"].astype(str) + "\x1f" + rows["indicator"]
    return pd.DataFrame({"equation": equation, "cell": rows.index, "is_sum": is_sum, "count": rows["count"]})
