"""An area with a new id, or a boundary version raised without a change, is the area that it was: its marks stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline.intake import Intake
from pipeline.ledger import Ledger
from pipeline.release import Release
from pipeline.suppress.renamed import recognise_units
from tests.random_releases import Shape, random_intake, suppressed

SHAPE = Shape(forums=2, districts=2, areas=4, bases=(50, 900))


def with_ids(intake: Intake, name: Callable[[str], str]) -> Intake:
    """Return the input with other area ids."""
    tables = intake.tables
    renamed = {
        table: getattr(tables, table).assign(area_id=getattr(tables, table)["area_id"].map(name))
        for table in ("areas", "indicators", "area_years")
    }
    return replace(intake, tables=replace(tables, **renamed))


def with_districts(intake: Intake, name: Callable[[str], str]) -> Intake:
    """Return the input with other district ids."""
    tables = intake.tables
    renamed = {
        table: getattr(tables, table).assign(district_id=getattr(tables, table)["district_id"].map(name))
        for table in ("areas", "districts")
    }
    return replace(intake, tables=replace(tables, **renamed))


def with_version(intake: Intake) -> Intake:
    """Return the input with another boundary version everywhere."""
    return replace(intake, tables=replace(intake.tables, area_years=intake.tables.area_years.assign(boundary_version="2")))


CHANGES = {
    "area ids": (lambda intake: with_ids(intake, lambda area: f"X{area}")),
    "one area id": (lambda intake: with_ids(intake, lambda area: "X" if area == intake.tables.areas["area_id"].iloc[0] else area)),
    "district ids": (lambda intake: with_districts(intake, lambda district: f"{district}-new")),
    "boundary version": with_version,
    "everything": (lambda intake: with_version(with_districts(with_ids(intake, lambda area: f"X{area}"), lambda one: f"Y{one}"))),
}


def one_more_small(intake: Intake, release: Release, seed: int) -> Intake:
    """Return the input a month later: a twelfth of the shown counts have become 2, so that other patterns are chosen."""
    counts = intake.tables.indicators.copy()
    hidden = release.shares[release.shares["hidden"] & (release.shares["level"] == "area")]
    secret = set(zip(hidden["unit_id"], hidden["year"], hidden["indicator"], strict=True))
    chosen = np.random.default_rng(seed).choice(counts.index, len(counts) // 12, replace=False)
    for place in chosen:
        if (counts.at[place, "area_id"], counts.at[place, "year"], counts.at[place, "indicator"]) not in secret:
            counts.at[place, "count"] = 2.0
    return replace(intake, tables=replace(intake.tables, indicators=counts))


def marks(release: Release) -> pd.Series:
    """Return the marks of the areas' cells in the order of the input."""
    shares = release.shares[release.shares["level"] == "area"]
    return shares["hidden"].reset_index(drop=True)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("change", CHANGES)
def test_what_was_hidden_stays_hidden_under_another_name(change: str, seed: int) -> None:
    """Shown under its new name, the area would open the sums in which it was hidden under the old one."""
    intake = random_intake(seed, SHAPE)
    first = suppressed(intake)
    later = suppressed(CHANGES[change](one_more_small(intake, first, seed)), Ledger().joined(first.entry))
    assert marks(first).any()
    assert marks(later)[marks(first)].all()


@pytest.mark.parametrize("change", CHANGES)
def test_the_pattern_is_that_of_the_old_names(change: str) -> None:
    """Names say nothing: the same numbers give the same marks as if nothing had been renamed."""
    intake = random_intake(1, SHAPE)
    first = suppressed(intake)
    ledger = Ledger().joined(first.entry)
    assert marks(suppressed(CHANGES[change](intake), ledger)).equals(marks(suppressed(intake, ledger)))


def test_a_ledger_of_the_same_names_is_left_as_it_is() -> None:
    """Nothing is taken for something else while every unit is there."""
    release = suppressed(random_intake(1, SHAPE))
    ledger = Ledger().joined(release.entry)
    assert recognise_units(ledger, {key: tables[0] for key, tables in release.entry.tables.items()}) is ledger


def test_what_was_told_under_any_name_counts() -> None:
    """An area whose numbers of criteria were shown under three ids, one after another: all of them are known of it."""
    intake = random_intake(1, SHAPE)
    entries = [
        suppressed(one).entry for one in (intake, with_ids(intake, lambda area: f"X{area}"), with_ids(intake, lambda area: f"Y{area}"))
    ]
    area = next(
        (unit, year)
        for unit, year in entries[0].criteria
        if unit.startswith("area:") and (unit.replace("area:", "area:X"), year) in entries[1].criteria
    )
    ledger = Ledger()
    for number, entry in enumerate(entries[:2]):
        other = dict.fromkeys(entry.criteria, ((number, "5/4"),))
        ledger = ledger.joined(replace(entry, criteria=other))
    known = recognise_units(ledger, {key: tables[0] for key, tables in entries[2].tables.items()})
    assert known.criteria[f"area:Y{area[0].removeprefix('area:')}", area[1]] == ((0, "5/4"), (1, "5/4"))


def test_an_area_with_other_bases_is_another_area() -> None:
    """A redrawn boundary is a new unit: nothing is carried over to it."""
    intake = random_intake(1, SHAPE)
    first = suppressed(intake)
    counts = intake.tables.indicators
    redrawn = replace(intake, tables=replace(intake.tables, indicators=counts.assign(base=counts["base"] + 1000)))
    ledger = Ledger().joined(first.entry)
    today = suppressed(with_version(redrawn)).entry
    areas = {
        unit
        for key, tables in recognise_units(ledger, {key: one[0] for key, one in today.tables.items()}).tables.items()
        for table in tables
        for unit in table.cells
    }
    assert not {unit for unit in areas if unit.startswith("area:") and unit.endswith("@2")}
