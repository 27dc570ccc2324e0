"""The organisation before and now: activities and the estates that they cover, steering groups."""

from __future__ import annotations

import pandas as pd

from pipeline.input.tables import Tables


def compare_activities(tables: Tables) -> pd.DataFrame:
    """Return `Comparison.activities`: each activity with its forum and whether it covers several estates."""
    activities = tables.activities.copy()
    activities["forum_id"] = activities["plan_id"].map(tables.plans.set_index("plan_id")["forum_id"])
    activities["across"] = activities["estates"].map(lambda estates: len(set(estates)) > 1).astype(bool)
    activities["bridges"] = activities["bridges"] == "yes"
    return activities[["forum_id", "arrangement", "level", "theme", "across", "bridges"]]


def compare_groups(tables: Tables) -> pd.DataFrame:
    """Return `Comparison.groups`: each steering group with its forum and arrangement."""
    return tables.steering_groups[["forum_id", "arrangement"]].copy()
