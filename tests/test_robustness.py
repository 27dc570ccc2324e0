"""Robustness: the draws agree where nothing can change the result, differ where little would, and are the same every time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.input.policy_for_reports import read_policy
from pipeline.scoring.compare.comparison import DRAWS, FIRM_FROM
from pipeline.scoring.compare.guard import find_apart
from pipeline.scoring.compare.robustness import draw_robustness
from pipeline.scoring.criteria import score_shares, summarise_units
from pipeline.scoring.scores import Level, Scores
from pipeline.settings.policy.model import Policy
from pipeline.settings.settings import Periods
from tests.build import INPUT, ROOT, Built, build

PERIODS = Periods(before=2011, now=2025, month=12, day=31)
CITY_BASE = 100_000
NEUTRAL = [100] * 6


@pytest.fixture(scope="module")
def policy() -> Policy:
    """The project's own policy."""
    return read_policy(INPUT, "kk-2011")


@pytest.fixture(scope="module")
def built() -> Built:
    """The project's own example input through all stages up to the comparison."""
    return build(INPUT)


def scores_of(policy: Policy, before: dict[str, list[float]], now: dict[str, list[float]]) -> Scores:
    """Return the scores of areas whose shares are given in per cent of the city's, which is 20 % everywhere."""
    names = [indicator.id for indicator in policy.indicators]
    rows = [
        {"level": Level.AREA.value, "unit_id": area, "year": year, "indicator": name, "count": 200.0 * share, "base": float(CITY_BASE)}
        for year, areas in ((2011, before), (2025, now))
        for area, shares in areas.items()
        for name, share in zip(names, shares, strict=True)
    ]
    counts = pd.DataFrame(rows)
    forum = counts.groupby(["year", "indicator"], as_index=False)[["count", "base"]].sum().assign(level=Level.FORUM.value, unit_id="F")
    city = pd.DataFrame(
        [{"year": year, "indicator": name, "count": 20_000.0, "base": CITY_BASE} for year in (2011, 2025) for name in names]
    )
    counted = pd.concat([counts, forum], ignore_index=True).assign(low=lambda frame: frame["count"], high=lambda frame: frame["count"])
    shares = score_shares(counted, city, policy.ratio)
    return Scores(shares, summarise_units(shares, policy))


def drawn(policy: Policy, before: dict[str, list[float]], now: dict[str, list[float]]) -> pd.DataFrame:
    """Return the areas' robustness."""
    frame = draw_robustness(scores_of(policy, before, now), policy, PERIODS, [])
    return frame[frame["level"] == Level.AREA].set_index("unit_id")


def test_what_no_draw_can_change_agrees_in_all_of_them(policy: Policy) -> None:
    """All indicators far over, or far under, and all falling: status and direction hold in every draw and without any indicator."""
    found = drawn(policy, {"over": [300] * 6, "under": [60] * 6}, {"over": [200] * 6, "under": [40] * 6})
    for area in ("over", "under"):
        row = found.loc[area]
        assert (row["status_draws_now"], row["status_without_now"], row["status_limits_now"]) == (1.0, 6, 2)
        assert (row["direction"], row["direction_draws"], row["direction_without"]) == (-1.0, 1.0, 6)
    assert found[["rank_low", "rank_high"]].to_numpy().tolist() == [[1, 1], [2, 2]]


def test_a_status_on_its_limit_is_not_firm(policy: Policy) -> None:
    """Four criteria exactly met: a limit that any of four draws raises takes the status away, which one draw in sixteen spares."""
    found = drawn(policy, {"on": NEUTRAL, "far": NEUTRAL}, {"on": [125] * 4 + [50] * 2, "far": [250] * 4 + [50] * 2})
    assert found.loc["on", "status_draws_now"] == pytest.approx(1 / 16, abs=4 * np.sqrt(15) / 16 / np.sqrt(DRAWS))
    assert found.loc["on", "status_draws_now"] < FIRM_FROM <= found.loc["far", "status_draws_now"]
    assert (found.loc["on", "status_limits_now"], found.loc["far", "status_limits_now"]) == (1, 2)


def test_leaving_out_a_criterion_keeps_the_part_that_is_asked_for(policy: Policy) -> None:
    """Four of six is 3⅓ of five: with four met, one that is met cannot be spared and one that is not can; with five any can; three stay none."""
    met = {"four": 4, "five": 5, "three": 3}
    shares = {area: [200.0] * number + [50.0] * (6 - number) for area, number in met.items()}
    assert drawn(policy, shares, shares)["status_without_now"].to_dict() == {"four": 2, "five": 6, "three": 6}


def test_a_direction_that_hangs_on_the_weights_is_told(policy: Policy) -> None:
    """One indicator rises by a little more than another falls: the direction is up, and many draws say down."""
    found = drawn(policy, {"a": NEUTRAL, "b": [80.0] * 6}, {"a": [152.0, 50, 100, 100, 100, 100], "b": [80.0] * 6})
    assert found.loc["a", "direction"] == 1.0
    assert 0.05 < found.loc["a", "direction_draws"] < FIRM_FROM
    assert found.loc["a", "direction_without"] == 5
    assert np.isnan(found.loc["b", "direction_draws"])  # no change, no direction


def test_a_missing_number_has_no_direction_and_may_leave_a_status(policy: Policy) -> None:
    """Without one number there is no index; five other criteria decide the status all the same."""
    found = drawn(policy, {"a": [200.0] * 6, "b": NEUTRAL}, {"a": [float("nan")] + [200.0] * 5, "b": NEUTRAL})
    assert found.loc["a", ["direction", "direction_draws", "rank_low"]].isna().all()
    assert found.loc["a", "status_draws_now"] == 1.0


def test_an_area_that_is_not_comparable_has_no_direction(policy: Policy) -> None:
    """Another boundary: no direction, but a status and a rank of its own year."""
    scores = scores_of(policy, {"a": NEUTRAL, "b": NEUTRAL}, {"a": [200.0] * 6, "b": NEUTRAL})
    found = draw_robustness(scores, policy, PERIODS, [("area", "a")]).set_index("unit_id")
    assert found.loc["a", ["direction", "direction_draws", "direction_without"]].isna().all()
    assert found.loc["a", "rank_high"] == 1


def test_the_draws_are_the_same_every_time_and_do_not_hang_on_the_order(built: Built) -> None:
    """Same input, same numbers; areas in another order get the same too."""
    settings, comparison = built.intake.settings, built.comparison
    apart = find_apart(built.intake.tables, comparison.incomparable, settings.periods)
    again = draw_robustness(built.scores, built.intake.policy, settings.periods, apart)
    pd.testing.assert_frame_equal(again, comparison.robustness)
    turned = replace(built.scores, shares=built.scores.shares.iloc[::-1])
    other = draw_robustness(turned, built.intake.policy, settings.periods, apart)
    pd.testing.assert_frame_equal(
        other.sort_values(["level", "unit_id"], ignore_index=True), again.sort_values(["level", "unit_id"], ignore_index=True)
    )


def test_every_area_and_forum_of_the_example_has_its_row(built: Built) -> None:
    """Known statuses have a share of draws; ranks lie among the areas."""
    found = built.comparison.robustness
    areas = found[found["level"] == Level.AREA].set_index("unit_id")
    status = built.scores.units_of(Level.AREA).query("year == @PERIODS.now").set_index("unit_id")["deprived"]
    assert areas["status_draws_now"].notna().equals(status.notna().reindex(areas.index, fill_value=False))
    assert areas["rank_low"].dropna().between(1, len(status)).all()
    assert (areas["rank_low"].dropna() <= areas["rank_high"].dropna()).all()
    assert set(found.loc[found["level"] == Level.FORUM, "unit_id"]) == set(built.intake.tables.forums["forum_id"])


def test_the_command_shows_every_area_to_the_analyst_and_writes_nothing(tmp_path: Path) -> None:
    """One row an area with the parts that were drawn, the span of its place, and how many statuses are not firm."""
    shutil.copytree(INPUT, tmp_path / "input")
    command = [sys.executable, "-m", "pipeline", "robustness", "--input", str(tmp_path / "input")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "120"})
    built = build(INPUT)
    told = " ".join(done.stdout.split())
    assert "Nørrebro: Nørrebro er blevet mindre udsat i forhold til byen. " in told
    areas = built.comparison.robustness.query("level == 'area'").set_index("unit_id")
    for area, name in zip(built.intake.tables.areas["area_id"], built.intake.tables.areas["area"], strict=True):
        (line,) = [line for line in done.stdout.splitlines() if line.strip().startswith(f"{name} ")]
        row = areas.loc[area]
        assert f" {int(row['status_without_now'])}/6 " in line
        if not np.isnan(row["rank_low"]):
            assert line.rstrip().endswith("–".join(str(int(end)) for end in dict.fromkeys((row["rank_low"], row["rank_high"]))))
        assert ("†" in line) == (row["status_draws_now"] < FIRM_FROM)
    assert f"{(areas['status_draws_now'] < FIRM_FROM).sum()} statusser (†)" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["input"]
