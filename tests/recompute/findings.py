"""How many findings each forum has, and the whole city's input besides: what the data themselves show, without the program's words."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise

from tests.recompute.changes import incomparable
from tests.recompute.plans import Organisation
from tests.recompute.scores import Scores
from tests.recompute.source import Row

NOBODY = ""


def count_findings(scores: Scores, organisation: Organisation) -> Counter[str]:
    """Return the number of findings by forum id; those about the whole input under an empty one."""
    source, found = scores.source, Counter[str]()
    for plan in organisation.plans:
        found[plan.forum] += len(plan.broken)
    forum_of = {area: unit.id for unit in scores.units if unit.level == "Forum" for area in unit.areas}
    for area in incomparable(scores):
        found[forum_of[area]] += 1
    for year in (source.before, source.now):
        for row in source.rows("indikatorer", str(year)):
            for one in source.indicators:
                found[forum_of[row["Område-id"]]] += ".." in (row[f"{one.head}, antal"], row[f"{one.head}, basis"])
    reported = [year for year in source.sheets_of_years if year <= source.now]
    for then, now in pairwise(reported):
        before = {row["Område-id"]: row for row in source.rows("indikatorer", str(then))}
        for row in source.rows("indikatorer", str(now)):
            found[forum_of[row["Område-id"]]] += _jumps(before.get(row["Område-id"]), row, scores)
    later_sheets = len(source.sheets_of_years) - len(reported)
    undated = any(row["Ordning"] == "nu" and row.get("Fra") is None for row in organisation.groups)
    found[NOBODY] += later_sheets + sum(number > 0 for number in organisation.later.values()) + (later_sheets > 0 and undated)
    return found


def _jumps(before: Row | None, now: Row, scores: Scores) -> bool:
    if before is None or before["Grænseversion"] != now["Grænseversion"]:
        return False
    limit = Fraction(scores.source.settings["checks"]["base_change_limit"])
    heads = ["Beboere", *(f"{one.head}, basis" for one in scores.source.indicators)]
    pairs = [(before[head], now[head]) for head in heads]
    return any(".." not in pair and abs(pair[1] - pair[0]) > limit * pair[0] for pair in pairs)
