"""The printed rule for verdicts at its boundaries; dwellings, which are a full count; one level for printing and judging."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.scoring.compare.intervals import newcombe
from pipeline.scoring.compare.judging import judge
from pipeline.scoring.compare.verdict import Verdict
from pipeline.settings.settings import Changes
from tests.broken_inputs import SETTINGS, small_input, text
from tests.build import INPUT, Built, build

RULES = Changes(judged_from_pp=Decimal("1.0"))
NONE = float("nan")
DWELLINGS = {"smaa_boliger", "installationsmangler"}
LEVEL = text(SETTINGS, "# interval_level = 0.998", "interval_level = 0.95 #")


@pytest.fixture(scope="module")
def built() -> Built:
    """The project's own example input through all stages up to the comparison."""
    return build(INPUT)


@pytest.mark.parametrize(
    ("change", "low", "high", "judged", "verdict"),
    [
        (-1.0, -1.8, -0.2, True, Verdict.BETTER),
        (1.0, 0.2, 1.8, True, Verdict.WORSE),
        (-0.96, -1.8, -0.1, True, Verdict.BETTER),  # prints as −1,0, and the reader sees the rule
        (-0.94, -1.8, -0.1, True, Verdict.UNCHANGED),
        (-1.5, -3.1, 0.1, True, Verdict.UNCLEAR),  # large, but the interval holds 0
        (0.5, -6.1, 7.1, True, Verdict.UNCHANGED),  # small: the size alone decides
        (3.0, 2.0, 4.0, False, Verdict.HIGHER),
        (-3.0, -4.0, -2.0, False, Verdict.LOWER),
        (0.0, -0.5, 0.5, False, Verdict.UNCHANGED),
        (-1.0, NONE, NONE, True, Verdict.BETTER),  # dwellings: no interval
        (1.4, NONE, NONE, True, Verdict.WORSE),
        (0.9, NONE, NONE, True, Verdict.UNCHANGED),
    ],
)
def test_a_verdict_follows_from_the_printed_change_and_its_interval(
    change: float, low: float, high: float, judged: bool, verdict: Verdict
) -> None:
    """Under a point is unchanged; better and worse need an interval without 0, or none at all; the rest is unclear."""
    row = pd.DataFrame({"change_pp": [change], "low_pp": [low], "high_pp": [high]})
    assert judge(row, pd.Series([judged]), RULES).tolist() == [verdict]


def test_dwellings_are_never_unclear_and_have_no_interval(built: Built) -> None:
    """What was counted in the sample's areas, districts and forums is a fact; persons have an interval wherever they are compared."""
    changes = built.comparison.changes
    dwellings = changes["indicator"].isin(DWELLINGS)
    assert changes.loc[dwellings, ["low_pp", "high_pp", "low_now", "high_now"]].isna().all(axis=None)
    assert Verdict.UNCLEAR.value not in set(changes.loc[dwellings, "verdict"])
    compared = changes["change_pp"].notna()
    assert changes.loc[compared & ~dwellings, ["low_pp", "high_pp", "low_now", "high_now"]].notna().all(axis=None)
    assert (changes.loc[compared, "change_pp"].abs() < 0.95).eq(changes.loc[compared, "verdict"] == Verdict.UNCHANGED).all()


@pytest.mark.parametrize(("edits", "level"), [((), 0.998), ((LEVEL,), 0.95)])
def test_the_printed_interval_is_the_one_that_judges(edits: tuple[object, ...], level: float, tmp_path: Path) -> None:
    """Of one level, that of the settings: better or worse exactly where the printed interval does not hold 0 and a point is reached."""
    changes = build(small_input(tmp_path, *edits)).comparison.changes  # type: ignore[arg-type]
    persons = changes[changes["low_pp"].notna()]
    columns = (persons[name].to_numpy(dtype=float) for name in ("count_now", "base_now", "count_before", "base_before"))
    low, high = newcombe(*columns, level)
    np.testing.assert_allclose(persons[["low_pp", "high_pp"]].to_numpy(), 100 * np.column_stack([low, high]), rtol=1e-9, atol=1e-12)
    without_zero = (persons["low_pp"] > 0) | (persons["high_pp"] < 0)
    large = persons["verdict"] != Verdict.UNCHANGED.value
    assert (without_zero & large).eq(persons["verdict"].isin(["better", "worse", "higher", "lower"])).all()


def test_settings_of_an_earlier_version_are_read(tmp_path: Path) -> None:
    """They say how wide an unchanged interval may be, which nobody asks any more."""
    old = text(SETTINGS, "judged_from_pp = 1.0", "unchanged_within_pp = 2.0\njudged_from_pp = 1.0")
    changes = build(small_input(tmp_path / "old", old)).comparison.changes
    pd.testing.assert_frame_equal(changes, build(small_input(tmp_path / "new")).comparison.changes)
