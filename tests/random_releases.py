"""Random inputs with small counts, checked and scored like any other: trees of forums, districts and areas, and two months of them.

Enters: a seed. Leaves: an intake, and the same a month later. For the tests of suppression and for `benchmarks.suppression`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from pipeline.compare import compare_years
from pipeline.example import write_configuration, write_example
from pipeline.intake import Intake, check_input
from pipeline.ledger import Ledger
from pipeline.release import Release
from pipeline.score import score_areas
from pipeline.secret import OPEN, Secret
from pipeline.suppress import suppress_small_counts

YEARS = (2011, 2025)
K = 5
MOST_FORUMS = 8


@dataclass(frozen=True)
class Shape:
    """How large a random city is.

    Attributes:
        districts: Most districts of a forum; `areas` of a district. At least one each.
        withheld: Part of the counts that the source withholds.
        small: Part of the counts that are from 1 to k − 1, beside those that are planted one a forum.
        nil: Part of the counts that are 0.
        bases: Least and most of the bases, even on a logarithmic scale.
    """

    forums: int = 6
    districts: int = 3
    areas: int = 4
    withheld: float = 0.0
    small: float = 0.0
    nil: float = 0.0
    bases: tuple[int, int] = (10, 5000)


@cache
def _base() -> Intake:
    """Return a small example, read once, whose tables are replaced."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "input"
        folder.mkdir()
        write_example(folder, forums=MOST_FORUMS, areas=MOST_FORUMS, plans=0, years=YEARS)
        write_configuration(folder, YEARS)
        return check_input(folder)


def random_intake(seed: int, shape: Shape = Shape(), *, plant: bool = True) -> Intake:
    """Return a random city.

    Args:
        seed: The same gives the same.
        shape: Its size.
        plant: Put one small count into every forum, year and indicator, in an area that is not the forum's only one; no other count is
            small then but those of `shape`.
    """
    rng = np.random.default_rng(seed)
    base = _base()
    forums = base.tables.forums.head(shape.forums)
    rows = [
        (f"{forum}-{district}-{area}", f"{forum}-{district}", forum)
        for forum in forums["forum_id"]
        for district in range(rng.integers(1, shape.districts + 1))
        for area in range(rng.integers(1, shape.areas + 1))
    ]
    areas = pd.DataFrame(rows, columns=["area_id", "district_id", "forum_id"])
    areas["area"] = areas["area_id"]
    districts = areas[["district_id", "forum_id"]].drop_duplicates().assign(district=lambda frame: frame["district_id"])
    keys = [(area, year, one.id) for year in YEARS for area in areas["area_id"] for one in base.policy.indicators]
    counts = pd.DataFrame(keys, columns=["area_id", "year", "indicator"])
    low, high = np.log(shape.bases)
    counts["base"] = np.floor(np.exp(rng.uniform(low, high, len(counts))))
    share = rng.uniform(0.0, 0.5, len(counts))
    counts["count"] = np.clip(np.round(counts["base"] * share), K, np.maximum(counts["base"] - K, K))
    nil = rng.random(len(counts)) < shape.nil
    counts.loc[nil, "count"] = 0.0
    small = rng.random(len(counts)) < shape.small
    counts.loc[small, "count"] = rng.integers(1, K, int(small.sum())).astype(float)
    if plant:
        planted = plants(counts, areas, rng)
        counts.loc[planted, "count"] = rng.integers(1, K, len(planted)).astype(float)
    counts["count"] = counts["count"].clip(upper=counts["base"])
    counts.loc[rng.random(len(counts)) < shape.withheld, "count"] = np.nan
    return replace(base, tables=_tables(base, forums, districts, areas, counts, rng))


def plants(counts: pd.DataFrame, areas: pd.DataFrame, rng: np.random.Generator) -> list[int]:
    """Choose one cell for each forum with several areas, year and indicator."""
    several = areas.groupby("forum_id")["area_id"].transform("size") > 1
    forum_of = areas[several].set_index("area_id")["forum_id"]
    owners = counts["area_id"].map(forum_of)
    groups = counts[owners.notna()].groupby([owners, "year", "indicator"]).groups
    return [int(rng.choice(np.asarray(rows))) for rows in groups.values()]


def next_month(intake: Intake, seed: int, changed: float = 0.1) -> Intake:
    """Return the city a month later: some counts corrected by a few, new small counts among them."""
    rng = np.random.default_rng(seed)
    counts = intake.tables.indicators.copy()
    moved = rng.random(len(counts)) < changed
    step = rng.integers(-12, 13, len(counts))
    counts["count"] = (counts["count"] + step * moved).clip(lower=0).clip(upper=counts["base"])
    small = rng.random(len(counts)) < changed / 10
    counts.loc[small & counts["count"].notna(), "count"] = float(rng.integers(1, K))
    counts["count"] = counts["count"].clip(upper=counts["base"])
    return replace(intake, tables=replace(intake.tables, indicators=counts))


def _tables(
    base: Intake, forums: pd.DataFrame, districts: pd.DataFrame, areas: pd.DataFrame, counts: pd.DataFrame, rng: np.random.Generator
) -> object:
    area_years = pd.DataFrame([(area, year, "1", 100) for year in YEARS for area in areas["area_id"]])
    area_years.columns = pd.Index(["area_id", "year", "boundary_version", "residents"])
    area_years["cell"] = ""
    # the rest of the city is as large as its forums; so the limit of 1.25 lies among the areas
    city = counts.groupby(["year", "indicator"], as_index=False)[["count", "base"]].sum()
    city["count"] = np.floor(city["count"] * 1.5) + rng.integers(0, 50, len(city))
    city["base"] = np.floor(city["base"] * 2.0)
    return replace(
        base.tables,
        forums=forums,
        districts=districts[["district_id", "district", "forum_id"]],
        areas=areas[["area_id", "area", "district_id", "forum_id"]],
        area_years=area_years,
        indicators=counts.assign(count_cell="", base_cell=""),
        city=city.assign(count_cell="", base_cell=""),
        findings=(),
    )


def suppressed(intake: Intake, ledger: Ledger | None = None, secret: Secret = OPEN) -> Release:
    """Run an intake through score, compare and suppress."""
    scores = score_areas(intake.tables, intake.policy, intake.settings.periods)
    comparison = compare_years(scores, intake.tables, intake.policy, intake.settings)
    return suppress_small_counts(scores, comparison, intake.tables, intake.policy, intake.settings, ledger or Ledger(), secret)
