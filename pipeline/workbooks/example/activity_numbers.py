"""Generate the example's organisation: steering groups, activities with their level and theme, cooperation contracts.

Enters: the plans and a random generator. Leaves: three tables. Earlier activities mostly serve one estate, present ones several.
Never: a district activity with an estate's theme, or an estate of another forum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final, TypeAlias

import numpy as np

from pipeline.input.schema.workbooks import DISTRICT_THEMES, ESTATE_THEMES
from pipeline.workbooks.example.cards import deck
from pipeline.workbooks.example.geography import Geography, split_whole
from pipeline.workbooks.example.plan_numbers import ExamplePlan
from pipeline.workbooks.tables import Table, Value, collect

Record: TypeAlias = tuple[Value, ...]

GROUPS_BEFORE_PER_PLAN: Final = 26 / 33
PER_PLAN: Final = (3, 5)  # activities, under each arrangement
LEVELS: Final = {
    "before": ("estate",) * 17 + ("district",) * 3,
    "now": ("district",) * 14 + ("estate",) * 4 + ("city",) * 2,
}
OWN_THEMES: Final = {  # themes of activities at the level of the estate
    "before": (*DISTRICT_THEMES.values(), *ESTATE_THEMES.values()),
    "now": (*ESTATE_THEMES.values(), *ESTATE_THEMES.values(), "children_and_youth"),
}
BRIDGES: Final = {
    "before": {"district": 0.3, "estate": 0.12},
    "now": {"city": 0.95, "district": 0.85, "estate": 0.3},
}
COVERED: Final = {"city": (4, 9), "district": (2, 5)}  # estates of the forum that one present activity covers
NAMES: Final = {
    "jobs_and_guidance": ("Fritidsjob for unge", "Jobvejledning i kvarteret", "UU-vejledning i beboerhuset", "Hjælp til jobansøgning"),
    "children_and_youth": ("Lektiecafé", "Ferieaktiviteter", "Ungemøder", "Legestue for småbørn", "Sport efter skoletid"),
    "health_outreach": ("Sundhedssamtaler", "Motion i fællesskab", "Besøg af sundhedsplejen", "Madværksted"),
    "meeting_the_municipality": ("Åben rådgivning", "Familiesamtaler", "Seniortræf med kommunen", "Økonomisk rådgivning"),
    "culture_and_associations": ("Vej til foreningslivet", "Kulturdage", "Besøg på biblioteket", "Prøv en forening"),
    "local_activities": ("Fællesspisning", "Fælles have", "Gårdfest", "Værksted i kælderen"),
    "communication_and_networks": ("Beboerblad", "Netværk for nye beboere", "Nyhedsbrev", "Beboermøder"),
}
CONTRACT_DAYS: Final = (date(2023, 1, 2), date(2025, 12, 1))
CONTRACT_WITH: Final = "SOF"
FRIDAY: Final = 4


def organisation_tables(geography: Geography, plans: Sequence[ExamplePlan], rng: np.random.Generator) -> dict[str, Table]:
    """Draw steering groups, activities and contracts; none without plans."""
    forums = geography.forums if plans else ()
    names = {forum.id: forum.name for forum in forums}
    contracts = [(f"K-{number:02d}", forum.id, CONTRACT_WITH, _working_day(*CONTRACT_DAYS, rng)) for number, forum in enumerate(forums, 1)]
    return {
        "steering_groups": collect(("group_id", "group", "arrangement", "forum_id"), _groups(names, plans)),
        "activities": collect(
            ("activity_id", "activity", "plan_id", "arrangement", "level", "theme", "estates", "bridges"), _activities(plans, rng)
        ),
        "contracts": collect(("contract_id", "forum_id", "administration", "signed"), contracts),
    }


def _groups(names: dict[str, str], plans: Sequence[ExamplePlan]) -> Iterator[Record]:
    """Yield the earlier steering groups, several per forum, then the present forums."""
    if not plans:
        return
    plans_of = Counter(plan.forum_id for plan in plans)
    quotas = split_whole(round(len(plans) * GROUPS_BEFORE_PER_PLAN), np.array([plans_of[forum] for forum in names], dtype=np.float64))
    before = [
        (f"Styregruppe {place} {name}", "before", forum)
        for (forum, name), quota in zip(names.items(), quotas, strict=True)
        for place in range(1, quota + 1)
    ]
    now = [(f"Boligsocialt forum {name}", "now", forum) for forum, name in names.items()]
    for number, group in enumerate((*before, *now), 1):
        yield f"S-{number:02d}", *group


def _activities(plans: Sequence[ExamplePlan], rng: np.random.Generator) -> Iterator[Record]:
    """Yield each plan's activities, the earlier ones first."""
    number = 0
    levels = {arrangement: deck(cards, rng) for arrangement, cards in LEVELS.items()}
    own_themes = {arrangement: deck(cards, rng) for arrangement, cards in OWN_THEMES.items()}
    shared_themes = deck(tuple(DISTRICT_THEMES.values()), rng)
    for _, group in groupby(plans, key=lambda plan: plan.forum_id):
        forum_plans = list(group)
        neighbours = [estate.id for plan in forum_plans for estate in plan.estates]
        for plan in forum_plans:
            for arrangement in LEVELS:
                for _ in range(int(rng.integers(PER_PLAN[0], PER_PLAN[1] + 1))):
                    number += 1
                    level = next(levels[arrangement])
                    theme = next(own_themes[arrangement] if level == "estate" else shared_themes)
                    name = NAMES[theme][int(rng.integers(len(NAMES[theme])))]
                    estates = _covered(plan, neighbours, arrangement, level, rng)
                    bridges = "yes" if rng.random() < BRIDGES[arrangement][level] else "no"
                    yield f"I-{number:03d}", name, plan.id, arrangement, level, theme, estates, bridges


def _covered(plan: ExamplePlan, neighbours: Sequence[str], arrangement: str, level: str, rng: np.random.Generator) -> tuple[str, ...]:
    """Draw the estates that an activity covers, in the order of the workbook; always including one of the plan's own."""
    own = [estate.id for estate in plan.estates]
    first = own[int(rng.integers(len(own)))]
    if level == "estate":
        return (first,)
    pool, (fewest, most) = (own, (1, 2)) if arrangement == "before" else (neighbours, COVERED[level])
    others = [estate for estate in pool if estate != first]
    wanted = min(len(others), int(rng.integers(fewest, most + 1)) - 1)
    chosen = {first, *(others[place] for place in rng.choice(len(others), wanted, replace=False))} if wanted else {first}
    return tuple(estate for estate in pool if estate in chosen)


def _working_day(first: date, last: date, rng: np.random.Generator) -> date:
    """Draw a working day, Monday to Friday."""
    day = first + timedelta(days=int(rng.integers((last - first).days)))
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))
