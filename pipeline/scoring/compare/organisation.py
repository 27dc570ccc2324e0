"""The organisation before and now: activities and the estates that they cover, steering groups."""

from __future__ import annotations

import pandas as pd

from pipeline.input.plan_phase import Phase
from pipeline.input.tables import Tables


def compare_activities(tables: Tables, plans: pd.DataFrame) -> pd.DataFrame:
    """Return `Comparison.activities`: each activity with its forum, whether it is counted and whether it covers several estates.

    Args:
        tables: The checked input.
        plans: `Comparison.plans`, with the phases: of the present arrangement the activities of running plans are counted.
    """
    running = plans.loc[plans["phase"] == Phase.RUNNING, "plan_id"]
    activities = tables.activities
    return activities.assign(
        forum_id=activities["plan_id"].map(tables.forum_of_plan),
        across=activities["estates"].map(lambda estates: len(set(estates)) > 1).astype(bool),
        bridges=activities["bridges"] == "yes",
        counted=(activities["arrangement"] == "before") | activities["plan_id"].isin(running),
    )[["forum_id", "arrangement", "level", "theme", "across", "bridges", "counted", "cell"]]


def compare_groups(tables: Tables) -> pd.DataFrame:
    """Return `Comparison.groups`: each steering group with its forum and arrangement."""
    return tables.steering_groups[["forum_id", "arrangement"]].copy()
