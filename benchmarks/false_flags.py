"""How many changes are called better or worse by chance, where nothing changed: counts drawn anew from the sample's bases and shares.

2,000 releases are five rounds. What comes out is no time: the same seed gives the same numbers on every machine.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.look import Look
from benchmarks.row import Row
from pipeline.disclosure.protect import protect_input
from pipeline.input.check_input import check_input
from pipeline.run import compare_input
from pipeline.scoring.compare.intervals import newcombe
from pipeline.scoring.compare.judging import judge
from pipeline.scoring.compare.verdict import Verdict
from pipeline.scoring.scores import Level
from pipeline.settings.settings import Changes

INPUT = Path(__file__).parents[1] / "input"
SEED = 2011
RELEASES_A_ROUND = 400
FLAGS = [Verdict.BETTER.value, Verdict.WORSE.value, Verdict.HIGHER.value, Verdict.LOWER.value]
USUAL_LEVEL = 0.95  # of most published intervals
NO_LEAST_CHANGE = Decimal("0.0001")  # percentage points: the rule of the least change as good as switched off


@dataclass(frozen=True)
class Sample:
    """The changes that a release compares, and what judges them.

    Attributes:
        changes: Rows of `Comparison.changes` that chance can move: persons, with a number in both years; with the column forum_id.
        level: The settings' level of intervals.
        rules: The limits of the settings.
    """

    changes: pd.DataFrame
    level: float
    rules: Changes


@dataclass(frozen=True)
class FalseFlags:
    """Means over the simulated releases, and the share of releases with any."""

    per_release: float
    per_report: float
    worst_report: float
    releases_with_any: float


def read_sample(folder: Path = INPUT) -> Sample:
    """Return the compared changes of an input folder."""
    intake = check_input(folder)
    protected = protect_input(intake)
    tables, (_, comparison) = protected.tables, compare_input(protected)
    changes = comparison.changes[comparison.changes["low_pp"].notna()].reset_index(drop=True)
    forums = {
        Level.AREA: tables.areas.set_index("area_id")["forum_id"].to_dict(),
        Level.DISTRICT: tables.districts.set_index("district_id")["forum_id"].to_dict(),
    }
    owners = [forums[level][unit] if level in forums else unit for level, unit in zip(changes["level"], changes["unit_id"], strict=True)]
    return Sample(changes.assign(forum_id=owners), float(intake.settings.changes.interval_level), intake.settings.changes)


def simulate(sample: Sample, level: float, releases: int, *, least_change: bool = True, seed: int = SEED) -> FalseFlags:
    """Judge releases in which nothing changed.

    Every unit's count is drawn in both years from its own base of that year with one and the same share, that of the two years together.
    Districts and forums are drawn like areas: a sum of areas would move with their sizes, though nothing in them changed. So the means
    are what they would be, while flags of a sum and of its areas do not come together as they would.

    Args:
        sample: Bases and shares.
        level: Level of the interval that must not hold 0.
        releases: Number of releases.
        least_change: False judges however small a change is.
        seed: Source of chance.
    """
    chance = np.random.default_rng(seed)
    one = sample.changes
    bases = {year: one[f"base_{year}"].to_numpy(dtype=int) for year in ("before", "now")}
    share = ((one["count_before"] + one["count_now"]) / (one["base_before"] + one["base_now"])).to_numpy()
    drawn = {year: chance.binomial(base, share, size=(releases, len(one))).ravel().astype(float) for year, base in bases.items()}
    tiled = {year: np.tile(base, releases).astype(float) for year, base in bases.items()}
    low, high = newcombe(drawn["now"], tiled["now"], drawn["before"], tiled["before"], level)
    change = drawn["now"] / tiled["now"] - drawn["before"] / tiled["before"]
    changes = pd.DataFrame({"change_pp": 100 * change, "low_pp": 100 * low, "high_pp": 100 * high})
    rules = sample.rules if least_change else sample.rules.model_copy(update={"judged_from_pp": NO_LEAST_CHANGE})
    verdicts = judge(changes, pd.Series(data=True, index=changes.index), rules)
    flags = verdicts.isin(FLAGS).to_numpy().reshape(releases, len(one))
    by_forum = pd.Series(flags.mean(axis=0)).groupby(one["forum_id"].to_numpy()).sum()
    return FalseFlags(float(flags.sum(axis=1).mean()), float(by_forum.mean()), float(by_forum.max()), float(flags.any(axis=1).mean()))


def measure_false_flags(look: Look) -> list[Row]:
    """Measure at the level and the least change of the settings, and at 95 % alone."""
    releases = RELEASES_A_ROUND * look.rounds
    sample = read_sample()
    flags = {
        (level, least_change): simulate(sample, level, releases, least_change=least_change)
        for level in (USUAL_LEVEL, sample.level)
        for least_change in (False, True)
    }
    ours, plain = flags[sample.level, True], flags[USUAL_LEVEL, False]
    facts: dict[str, object] = {"releases": releases, "changes": len(sample.changes), "seed": SEED} | {
        f"{100 * level:.4g} % {f'from {sample.rules.judged_from_pp} pp' if least_change else 'any size'}": asdict(found)
        for (level, least_change), found in flags.items()
    }
    name = f"changes called by chance in a release of {len(sample.changes)}"
    return [Row(name, "", [ours.per_release], f"{100 * USUAL_LEVEL:.0f} % intervals alone", [plain.per_release], facts=facts)]
