"""The attacker of `pipeline.attack`, told more than any table prints, against random releases: 1,000 planted small counts, two months, none recovered.

Recovered is a hidden cell that the attacker pins between bounds nearer than k, where hiding everything would have left it wider.
"""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from pipeline.attack import Key, Month, find_bounds
from pipeline.intake import Intake
from pipeline.ledger import Ledger
from pipeline.release import Release
from pipeline.score import score_areas
from pipeline.suppress.cells import find_small
from tests.attacker import read_month
from tests.random_releases import K, Shape, next_month, random_intake, suppressed

SEEDS = range(16)  # 64 to 72 planted counts each
DENSE = Shape(areas=3, small=0.06, nil=0.03, withheld=0.03, bases=(3, 600))
SHAPES = {"planted": Shape(), "dense": DENSE}
RELEASES = [*(("planted", seed) for seed in SEEDS), *(("dense", seed) for seed in range(8))]


def truth(intake: Intake) -> pd.DataFrame:
    """Return every count."""
    return score_areas(intake.tables, intake.policy, intake.settings.periods).shares


@cache
def first_month(seed: int, shape: str) -> tuple[Intake, Release, Month]:
    """Return a random release."""
    intake = random_intake(seed, SHAPES[shape], plant=shape == "planted")
    release = suppressed(intake)
    return intake, release, read_month(release, intake, truth(intake))


@cache
def second_month(seed: int, shape: str) -> tuple[Intake, Release, Month]:
    """Return the release of a month later, with some counts changed and new small ones among them."""
    before, release, _ = first_month(seed, shape)
    intake = next_month(before, seed)
    later = suppressed(intake, Ledger().joined(release.entry))
    return intake, later, read_month(later, intake, truth(intake))


def first_seen_from(later: Release, seed: int, shape: str) -> Month:
    """Return the first month as a reader of the second looks back on it."""
    intake, release, _ = first_month(seed, shape)
    return read_month(release, intake, truth(intake), later=later)


def keys(rows: pd.DataFrame) -> set[Key]:
    """Return the cells of some rows of shares."""
    return set(zip(rows["level"].map(str), rows["unit_id"], rows["year"].map(int), rows["indicator"], strict=True))


def recovered(months: list[Month], widest: list[Month]) -> list[tuple[int, Key]]:
    """Return the cells that are pinned nearer than k and nearer than they need be, the truth between the bounds.

    Bounds without the truth are a reader's error, who has believed that a number has not changed.
    """
    found = {
        (number, key): (least, most)
        for (number, key), (least, most) in find_bounds(months).items()
        if most - least < K and key[0] != "rest" and least <= months[number].truth[key] <= most
    }
    if not found:
        return []
    best = find_bounds(widest)
    return [name for name, bounds in found.items() if bounds[1] - bounds[0] < min(K, best[name][1] - best[name][0])]


def everything_hidden(release: Release, intake: Intake) -> Month:
    """Return the month with all its cells and numbers of criteria hidden."""
    shares = truth(intake)
    blind = Release(**{**vars(release), "units": release.units.assign(status_hidden=True)})
    return read_month(blind, intake, shares, hidden=keys(shares[shares["count"].notna()]))


def count_planted() -> int:
    """Return how many small counts the releases of the first month hold, those of districts and forums not counted."""
    return sum(int(small_areas(first_month(seed, "planted")[0]).sum()) for seed in SEEDS)


def small_areas(intake: Intake) -> pd.Series:
    """Mark small counts of areas."""
    shares = truth(intake)
    return find_small(shares, K) & (shares["level"] == "area")


def test_a_thousand_small_counts_are_planted() -> None:
    """The promise is about as many."""
    assert count_planted() >= 1000


@pytest.mark.parametrize(("shape", "seed"), RELEASES)
def test_no_hidden_cell_of_one_release_is_recovered(shape: str, seed: int) -> None:
    """From one release alone, whatever is hidden stays between bounds k apart."""
    intake, release, month = first_month(seed, shape)
    assert recovered([month], [everything_hidden(release, intake)]) == []


@pytest.mark.parametrize(("shape", "seed"), RELEASES)
def test_no_hidden_cell_of_two_months_is_recovered(shape: str, seed: int) -> None:
    """From both months together, neither month's hidden cells are pinned."""
    intake, release, now = second_month(seed, shape)
    before = first_seen_from(release, seed, shape)
    assert recovered([before, now], [before, everything_hidden(release, intake)]) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_without_secondary_suppression_the_attacker_finds_every_planted_count(seed: int) -> None:
    """The attacker is not blind: with the small counts alone hidden, each stands alone in a sum and is found to the person."""
    intake, release, _ = first_month(seed, "planted")
    shares = truth(intake)
    small = keys(shares[find_small(shares, K)])
    month = read_month(release, intake, shares, hidden=small)
    found = find_bounds([month])
    planted = keys(shares[small_areas(intake)])
    assert {key for key in planted if found[0, key] == (month.truth[key], month.truth[key])} == planted


@pytest.mark.parametrize("seed", range(4))
def test_without_the_ledger_the_second_month_gives_cells_of_the_first_away(seed: int) -> None:
    """Two releases that do not know of each other are each safe, and not so together: this is what the ledger is for."""
    intake, _, _ = second_month(seed, "dense")
    alone = suppressed(intake)
    before = first_seen_from(alone, seed, "dense")
    now = read_month(alone, intake, truth(intake))
    widest = [before, everything_hidden(alone, intake)]
    assert recovered([now], widest[1:]) == []
    assert recovered([before, now], widest) != []
