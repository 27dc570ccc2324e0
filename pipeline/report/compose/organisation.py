"""Page 3's organisation: activities by level and theme, bridges, steering groups, contracts."""

from __future__ import annotations

import pandas as pd

from pipeline.report.compose.lookup import records
from pipeline.report.compose.material import Material
from pipeline.report.model.organisation import ActivityRow, Contract, Organisation
from pipeline.report.words.notes import LEVELS, RESPONSIBLE, THEMES


def compose_organisation(material: Material, forum_id: str | None) -> Organisation:
    """Return a forum's organisation; with None the whole city's."""
    comparison, language = material.comparison, material.language
    activities, groups, contracts = comparison.organisation.activities, comparison.organisation.groups, material.tables.contracts
    own_groups = groups
    if forum_id is not None:
        names = ("comparison.organisation.activities", "comparison.organisation.groups", "tables.contracts")
        activities, own_groups, contracts = (material.rows_of(name, forum_id) for name in names)
    activities = activities[activities["counted"]]
    administrations = language.words(material.settings.count_administrations(material.now))
    return Organisation(
        levels=tuple(
            _count(
                activities[activities["level"] == level],
                language.gettext(label),
                language.gettext(RESPONSIBLE[level]).format(number=administrations),
            )
            for level, label in LEVELS.items()
        ),
        themes=tuple(_count(activities[activities["theme"] == theme], language.gettext(label)) for theme, label in THEMES.items()),
        total=_count(activities, language.gettext("Total")),
        bridges_before=int(activities.loc[activities["arrangement"] == "before", "bridges"].sum()),
        bridges_now=int(activities.loc[activities["arrangement"] == "now", "bridges"].sum()),
        groups_before=_number(groups, "before"),
        groups_now=_number(groups, "now"),
        own_groups_before=_number(own_groups, "before"),
        own_groups_now=_number(own_groups, "now"),
        contracts=tuple(
            Contract(
                row["contract_id"],
                material.settings.administration_name(row["administration"], language.code, material.now),
                row["signed"],
            )
            for row in records(contracts)
        ),
    )


def _number(rows: pd.DataFrame, arrangement: str) -> int:
    return int((rows["arrangement"] == arrangement).sum())


def _count(activities: pd.DataFrame, label: str, responsible: str = "") -> ActivityRow:
    across = activities[activities["across"].astype(bool)]
    return ActivityRow(
        label=label,
        before=_number(activities, "before"),
        now=_number(activities, "now"),
        across_before=_number(across, "before"),
        across_now=_number(across, "now"),
        responsible=responsible,
    )
