"""What protecting small counts costs: cells hidden beyond the small ones, and time, on the sample data and on random releases.

Half of the random releases have one small count in every forum, indicator and year, the other half 3 % small counts anywhere.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pandas as pd

from benchmarks.look import Look
from benchmarks.row import Row
from pipeline.compare import compare_years
from pipeline.intake import Intake, check_input
from pipeline.ledger import Ledger
from pipeline.score import score_areas
from pipeline.secret import OPEN
from pipeline.suppress import suppress_small_counts
from pipeline.suppress.cells import find_small
from pipeline.suppress.pattern import hide_one_by_one
from tests.random_releases import Shape, random_intake

RELEASES_A_ROUND = 20
INPUT = Path(__file__).parents[1] / "input"
SCATTERED = Shape(small=0.03)
LARGE = Shape(forums=8, districts=8, areas=16)


@dataclass(frozen=True)
class Cost:
    """One release: its cells, the small ones, what was hidden beyond them by the cheapest pattern and one by one, statuses, seconds."""

    cells: int
    small: int
    further: int
    further_forums: int
    one_by_one: int
    one_by_one_forums: int
    statuses: int
    seconds: float


def measure(intake: Intake) -> Cost:
    """Suppress an intake as a first release."""
    settings, policy, tables = intake.settings, intake.policy, intake.tables
    scores = score_areas(tables, policy, settings.periods)
    comparison = compare_years(scores, tables, policy, settings)
    start = time.perf_counter()
    release = suppress_small_counts(scores, comparison, tables, policy, settings, Ledger(), OPEN)
    seconds = time.perf_counter() - start
    with patch("pipeline.suppress.cells.find_pattern", hide_one_by_one):
        other = suppress_small_counts(scores, comparison, tables, policy, settings, Ledger(), OPEN)
    small = find_small(scores.shares, settings.small_numbers.smallest_shown)
    greedy = other.shares[other.shares["hidden"] & ~small]
    further = release.shares[release.shares["hidden"] & ~small]
    return Cost(
        cells=int(scores.shares["count"].notna().sum()),
        small=int(small.sum()),
        further=len(further),
        further_forums=int((further["level"] == "forum").sum()),
        one_by_one=len(greedy),
        one_by_one_forums=int((greedy["level"] == "forum").sum()),
        statuses=int(release.units["status_hidden"].sum()),
        seconds=seconds,
    )


def summarise(costs: list[Cost]) -> dict[str, float]:
    """Return sums, and medians of what is per release."""
    frame = pd.DataFrame(costs)
    return {
        "releases": len(frame),
        "cells": int(frame["cells"].sum()),
        "small": int(frame["small"].sum()),
        "further": int(frame["further"].sum()),
        "further_per_small": round(float(frame["further"].sum() / max(frame["small"].sum(), 1)), 3),
        "further_forums": int(frame["further_forums"].sum()),
        "one_by_one": int(frame["one_by_one"].sum()),
        "one_by_one_forums": int(frame["one_by_one_forums"].sum()),
        "statuses": int(frame["statuses"].sum()),
        "median_ms": round(1000 * statistics.median(frame["seconds"]), 1),
        "slowest_ms": round(1000 * float(frame["seconds"].max()), 1),
    }


def measure_suppression(look: Look) -> list[Row]:
    """Measure the sample data and random releases."""
    number = look.size(RELEASES_A_ROUND * look.rounds, 2)
    kinds = {
        "sample data": [measure(check_input(INPUT))],
        "one small count a forum": [measure(random_intake(seed)) for seed in range(0, number, 2)],
        "small counts anywhere": [measure(random_intake(seed, SCATTERED, plant=False)) for seed in range(1, number, 2)],
    }
    if not look.short:
        kinds["large cities"] = [measure(random_intake(seed, LARGE)) for seed in range(3)]
    rows = []
    for kind, costs in kinds.items():
        facts = summarise(costs)
        rows += [
            Row(f"hide small counts, {kind}", "s", [cost.seconds for cost in costs], facts=facts),
            Row(
                f"further hidden cells, {kind}",
                "",
                [facts["further"]],
                "hidden one by one",
                [facts["one_by_one"]] if facts["one_by_one"] else (),
            ),
        ]
    return rows
