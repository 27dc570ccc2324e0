"""The tables of organisation: activities by level and theme, steering groups, contracts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from pipeline.language.language import N_
from pipeline.report.compose.lookup import Parts, records
from pipeline.report.compose.material import Material
from pipeline.report.tables.addresses import in_plans
from pipeline.report.tables.model import Dataset, Value
from pipeline.report.tables.shaping import make_dataset
from pipeline.report.words.notes import LEVELS, THEMES

NUMBERS = ("number_before", "number_now")
IN_ALL = ("number_all", "across_all", "bridges_all")
ACTIVITIES = ("forum", "group", "kind", *NUMBERS, "across_before", "across_now", "bridges_before", "bridges_now", "cells", *IN_ALL)
ARRANGEMENTS = ("before", "now")
GROUPS = (("level", N_("Level"), LEVELS), ("theme", N_("Theme"), THEMES))


def _forums(material: Material) -> Iterator[tuple[str, str]]:
    """Yield each forum's id and name, then the city's with an empty id."""
    for forum in material.forums:
        yield forum["forum_id"], forum["forum"]
    yield "", material.language.gettext("The whole city")


def tabulate_activities(material: Material) -> Dataset:
    """Return the number of activities per level and theme, by forum and in the whole city."""
    activities, text = material.comparison.organisation.activities, material.language.gettext
    split = Parts(activities)
    rows: list[tuple[str, Sequence[Value]]] = []
    for forum_id, name in _forums(material):
        own = split.of(forum_id) if forum_id else activities
        for column, group, kinds in GROUPS:
            rows += [(forum_id, (name, text(group), text(word), *_count(own[own[column] == kind]))) for kind, word in kinds.items()]
        rows.append((forum_id, (name, text("Total"), text("Total"), *_count(own))))
    return make_dataset("activities", ACTIVITIES, rows, material.language)


def _count(activities: pd.DataFrame) -> Sequence[Value]:
    counted = activities[activities["counted"]]
    numbers = [int((rows["arrangement"] == arrangement).sum()) for rows in _choose(counted) for arrangement in ARRANGEMENTS]
    in_all = [int((rows["arrangement"] == "now").sum()) for rows in _choose(activities)]
    return (*numbers, in_plans(counted["cell"]), *in_all)


def _choose(activities: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    return activities, activities[activities["across"]], activities[activities["bridges"]]


def tabulate_steering_groups(material: Material) -> Dataset:
    """Return the number of steering groups, by forum and in the whole city."""
    groups = material.tables.steering_groups
    rows: list[tuple[str, Sequence[Value]]] = []
    for forum_id, name in _forums(material):
        own = material.rows_of("tables.steering_groups", forum_id) if forum_id else groups
        numbers = [int((own["arrangement"] == arrangement).sum()) for arrangement in ARRANGEMENTS]
        rows.append((forum_id, (name, *numbers, in_plans(own["cell"]))))
    return make_dataset("steering_groups", ("forum", *NUMBERS, "cells"), rows, material.language)


def tabulate_contracts(material: Material) -> Dataset:
    """Return the cooperation contracts."""
    names = dict(_forums(material))
    rows = []
    for row in records(material.tables.contracts):
        administration = material.settings.administration_name(row["administration"], material.language.code, material.now)
        values = (names[row["forum_id"]], row["contract_id"], administration, row["signed"], in_plans([row["cell"]]))
        rows.append((row["forum_id"], values))
    return make_dataset("contracts", ("forum", "contract", "administration", "signed", "cells"), rows, material.language)
