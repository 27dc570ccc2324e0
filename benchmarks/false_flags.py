"""How many changes are called better or worse by chance, where nothing changed: counts drawn anew from the sample's bases and shares.

`python -m benchmarks.false_flags [RELEASES]`. Prints a table and writes benchmarks/results/false_flags.json.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.compare import compare_years
from pipeline.compare.intervals import PRINTED_LEVEL, newcombe
from pipeline.compare.judging import judge
from pipeline.intake import check_input
from pipeline.report import Verdict
from pipeline.score import score_areas
from pipeline.scores import Level
from pipeline.settings import Changes

INPUT = Path(__file__).parents[1] / "input"
RESULTS = Path(__file__).parent / "results"
SEED = 2011
FLAGS = [Verdict.BETTER.value, Verdict.WORSE.value, Verdict.HIGHER.value, Verdict.LOWER.value]
NO_LEAST_CHANGE = Decimal("0.0001")  # percentage points: the rule of the least change as good as switched off


@dataclass(frozen=True)
class Sample:
    """The changes that a release compares, and what judges them.

    Attributes:
        changes: Rows of `Comparison.changes` with a number in both years, with the column forum_id.
        level: The release's judging level.
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
    tables = intake.tables
    comparison = compare_years(score_areas(tables, intake.policy, intake.settings.periods), tables, intake.policy, intake.settings)
    changes = comparison.changes[comparison.changes["change_pp"].notna()].reset_index(drop=True)
    forums = {
        Level.AREA: tables.areas.set_index("area_id")["forum_id"].to_dict(),
        Level.DISTRICT: tables.districts.set_index("district_id")["forum_id"].to_dict(),
    }
    owners = [forums[level][unit] if level in forums else unit for level, unit in zip(changes["level"], changes["unit_id"], strict=True)]
    return Sample(changes.assign(forum_id=owners), float(comparison.judging_level), intake.settings.changes)


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
    pair = (drawn["now"], tiled["now"], drawn["before"], tiled["before"])
    ends = {"": newcombe(*pair, PRINTED_LEVEL), "sure_": newcombe(*pair, level)}
    rows = {f"{name}{end}_pp": 100 * values[place] for name, values in ends.items() for place, end in enumerate(("low", "high"))}
    changes = pd.DataFrame({"change_pp": 100 * (drawn["now"] / tiled["now"] - drawn["before"] / tiled["before"]), **rows})
    rules = sample.rules if least_change else sample.rules.model_copy(update={"judged_from_pp": NO_LEAST_CHANGE})
    verdicts = judge(changes, pd.Series(data=True, index=changes.index), rules)
    flags = verdicts.isin(FLAGS).to_numpy().reshape(releases, len(one))
    by_forum = pd.Series(flags.mean(axis=0)).groupby(one["forum_id"].to_numpy()).sum()
    return FalseFlags(float(flags.sum(axis=1).mean()), float(by_forum.mean()), float(by_forum.max()), float(flags.any(axis=1).mean()))


def main(releases: int) -> None:
    """Measure at both levels, with and without the least change."""
    sample = read_sample()
    print(f"{releases:,} releases of {len(sample.changes)} compared changes in which nothing changed; seed {SEED}")
    results: dict[str, object] = {"releases": releases, "changes": len(sample.changes), "level": sample.level, "seed": SEED}
    for level in (PRINTED_LEVEL, sample.level):
        for least_change in (False, True):
            flags = simulate(sample, level, releases, least_change=least_change)
            rule = f"from {sample.rules.judged_from_pp} pp" if least_change else "any size"
            print(
                f"{100 * level:6.4g} %  {rule:12}  {flags.per_release:7.3f} a release  {flags.per_report:6.3f} a report "
                f"(most {flags.worst_report:.3f})  {100 * flags.releases_with_any:5.1f} % of releases with any"
            )
            results[f"{level} {rule}"] = asdict(flags)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "false_flags.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
