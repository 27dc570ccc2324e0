"""Hash the data that each report is made from: the forum's own rows of the input, the city's, the settings and the policy.

A report with unchanged rows is not made again, whatever the program's version. Left out are cell addresses, recipients, the other forums'
numbers (a report shows them only as marks) and the date on which the numbers were extracted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from decimal import ROUND_FLOOR, Decimal
from typing import Any, Final

import numpy as np
import pandas as pd

from pipeline.input.input_files import NOT_OF_REPORTS, list_facts
from pipeline.problems.model import Code
from pipeline.report.compose.lookup import records
from pipeline.report.compose.material import Material
from pipeline.scoring.scores import Level

CITY: Final = ""
ADDRESSES: Final = frozenset({"cell", "count_cell", "base_cell"})
FROM_ROWS: Final = frozenset({Code.YEAR_COPIED, Code.ROW_COPIED, Code.AREA_COPIED, Code.INDICATOR_COPIED, Code.COLUMNS_SWAPPED})
"""Findings that follow from rows that are hashed themselves: a check that a later version added makes no report of the same rows another."""
PRINTED_OF_SOURCE: Final = ("sample", "source", "contact")


def hash_sources(material: Material) -> dict[str, str]:
    """Return forum_id → hash of the data that the forum's report is made from; the city's, of all data, under an empty id."""
    common = [*_common(material)]
    whole = [*(part for forum in material.forums for part in _of_forum(material, forum["forum_id"])), *_of_whole_input(material)]
    hashes = {forum["forum_id"]: _hash([*common, *_of_forum(material, forum["forum_id"])]) for forum in material.forums}
    return hashes | {CITY: _hash([*common, *whole])}


def _common(material: Material) -> Iterator[object]:
    """Yield the data that every report is made from."""
    tables = material.tables
    # A key added by a later version changes nothing at its default.
    yield material.settings.model_dump(exclude=NOT_OF_REPORTS, exclude_defaults=True)
    yield material.policy.model_dump(exclude_defaults=True)
    yield len(tables.forums)
    yield [{name: fields[name] for name in PRINTED_OF_SOURCE} for fields in tables.about.values()]
    for frame in (tables.city, tables.city_years, tables.definitions):
        yield _rows(frame[frame["year"].isin(material.trends.years)])
    yield tables.steering_groups["arrangement"].value_counts().sort_index().to_dict()
    yield _level_of_earlier_versions(material)


def _level_of_earlier_versions(material: Material) -> float:
    """Return the level at which versions up to 0.1.2 judged changes, so that the same input keeps its hash.

    With m changes compared it was 1 − 0.5 / m, rounded to one digit of the error; a moved relative line was not compared.
    """
    changes = material.comparison.changes
    compared = int(((changes["reason"] == "") & ~changes["indicator"].isin(list(material.comparison.moved_lines))).sum())
    alpha = min(Decimal("0.05"), Decimal("0.5") / max(compared, 1))
    return round(float(1 - alpha.quantize(Decimal(1).scaleb(alpha.adjusted()), rounding=ROUND_FLOOR)), 9)


def _of_whole_input(material: Material) -> Iterator[object]:
    """Yield what only the city's report prints: the map, and findings that concern no forum, such as a hidden sheet."""
    yield [(one["forum_id"], int(one["map_column"]), int(one["map_row"])) for one in material.forums]
    for one in material.tables.findings:
        if not one.about.get("forum") and one.code not in FROM_ROWS:
            yield one.code, one.place.file, one.place.sheet, list_facts(one)


def _of_forum(material: Material, forum_id: str) -> Iterator[object]:
    """Yield the data that only one forum's report is made from."""
    tables = material.tables
    yield [(one["forum_id"], one["forum"]) for one in material.forums if one["forum_id"] == forum_id]
    for table in ("districts", "areas", "plans", "contracts", "steering_groups"):
        yield _rows(material.rows_of(f"tables.{table}", forum_id))
    for area in material.areas[forum_id]:
        for table in ("area_years", "indicators"):
            own = material.rows_of(f"tables.{table}", area["area_id"], "area_id")
            yield _rows(own[own["year"].isin(material.trends.years)])
    for plan_id in (plan for plan, forum in tables.forum_of_plan.items() if forum == forum_id):
        for table in ("estates", "budget", "activities"):
            yield _rows(material.rows_of(f"tables.{table}", plan_id, "plan_id"))
    found = [one for one in tables.findings if one.about.get("forum", "") == forum_id and one.code not in FROM_ROWS]
    yield [(one.code, list_facts(one)) for one in found]
    units = [(Level.FORUM, forum_id), *((Level.AREA, area["area_id"]) for area in material.areas[forum_id])]
    yield [_firmness(material, *unit) for unit in units]


def _firmness(material: Material, level: str, unit: str) -> list[float]:
    """Return how robust a unit's statuses are, which depends on all units' numbers."""
    row = material.robustness.get((level, unit))
    return [] if row is None else [round(row[f"status_draws_{name}"], 3) for name in ("before", "now")]


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows without addresses; empty columns are left out, so that one added by a later version changes nothing."""
    return [{name: value for name, value in row.items() if name not in ADDRESSES and not _is_missing(value)} for row in records(frame)]


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and value != value)  # noqa: PLR0124 - NaN


def _hash(parts: Iterable[object]) -> str:
    return hashlib.sha256(json.dumps(list(parts), default=_plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> object:
    """Return a value that JSON can hold."""
    return value.item() if isinstance(value, np.generic) else str(value)  # dates and exact numbers
