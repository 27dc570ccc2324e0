"""The organisation before and now: activities and the estates that they cover, steering groups."""

from __future__ import annotations

import pandas as pd

from pipeline.input.frame_columns import checked
from pipeline.input.plan_phase import Phase
from pipeline.input.tables import Tables
from pipeline.scoring.compare.comparison import ACTIVITIES, GROUPS, ComparedOrganisation


def compare_organisation(tables: Tables, plans: pd.DataFrame) -> ComparedOrganisation:
    """Return each activity and each steering group with its forum and arrangement.

    Args:
        tables: The checked input.
        plans: `ComparedMoney.plans`, with the phases: of the present arrangement the activities of running plans are counted.
    """
    running = plans.loc[plans["phase"] == Phase.RUNNING, "plan_id"]
    activities = tables.activities
    compared = activities.assign(
        forum_id=activities["plan_id"].map(tables.forum_of_plan),
        across=activities["estates"].map(lambda estates: len(set(estates)) > 1).astype(bool),
        bridges=activities["bridges"] == "yes",
        counted=(activities["arrangement"] == "before") | activities["plan_id"].isin(running),
    )
    return ComparedOrganisation(
        checked(compared[list(ACTIVITIES.types)], ACTIVITIES), checked(tables.steering_groups[list(GROUPS.types)].copy(), GROUPS)
    )
