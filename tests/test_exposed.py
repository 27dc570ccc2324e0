"""The attack on what is about to be published: it finds what is not hidden well enough, and raises no alarm over what is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from pipeline.attack import count_exposed
from pipeline.datasets import Dataset, TableBook, Value
from pipeline.intake import Intake, check_input
from pipeline.ledger import Ledger, Table
from pipeline.release import Release
from pipeline.report import State
from pipeline.run import compose_tables
from pipeline.suppress.pattern import find_pattern
from tests.build import INPUT
from tests.random_releases import Shape, next_month, random_intake, suppressed

SMALL = Shape(forums=3, districts=2, areas=3)
TINY = Shape(forums=3, districts=2, areas=3, small=0.06, nil=0.03, withheld=0.03, bases=(3, 600))
CITIES = [*((SMALL, seed, True) for seed in range(9)), *((TINY, seed, False) for seed in range(9))]


@cache
def sample() -> Intake:
    """The project's own input, checked."""
    return check_input(INPUT)


def attacked(intake: Intake, release: Release, ledger: Ledger | None = None, book: TableBook | None = None) -> int:
    """Attack a release; without another book, with the tables that it is published with."""
    return count_exposed(book or compose_tables(intake, release), intake.tables, intake.policy, intake.settings, ledger or Ledger())


def hidden(release: Release) -> int:
    """Return how many cells are hidden."""
    return int(release.shares["hidden"].sum())


def test_the_sample_gives_nothing_away() -> None:
    """Two small counts and two others are hidden, and none of them can be worked out."""
    release = suppressed(sample())
    assert (hidden(release), attacked(sample(), release)) == (4, 0)
    assert attacked(sample(), release, Ledger().joined(release.entry)) == 0  # made again


@pytest.mark.parametrize(("shape", "seed", "plant"), CITIES)
def test_two_releases_of_random_cities_give_nothing_away(shape: Shape, seed: int, plant: bool) -> None:
    """No alarm over the first, nor over the second, with a tenth of all counts changed."""
    intake = random_intake(seed, shape, plant=plant)
    release = suppressed(intake)
    assert hidden(release) > 0
    assert attacked(intake, release) == 0
    later, ledger = next_month(intake, seed), Ledger().joined(release.entry)
    assert attacked(later, suppressed(later, ledger), ledger) == 0


@pytest.mark.parametrize("seed", range(4))
def test_small_counts_alone_are_found(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With secondary suppression off, every hidden count of a city in which each forum has one is worked out."""
    monkeypatch.setattr("pipeline.suppress.cells.find_pattern", lambda task: task.must)
    intake = random_intake(seed, SMALL)
    release = suppressed(intake)
    assert attacked(intake, release) == hidden(release) >= 12


def test_who_can_tell_the_small_cells_is_a_reader_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only who adds and subtracts is reckoned with, the other reader rules numbers out."""
    monkeypatch.setattr("pipeline.suppress.cells.find_pattern", lambda task: find_pattern(replace(task, views=task.views[:1])))
    found = [attacked(intake, suppressed(intake)) for intake in (random_intake(seed, TINY, plant=False) for seed in range(3))]
    assert sum(found) > 0


def test_a_status_that_tells_too_much_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """With no number of criteria hidden, some tell on which side of the limit a hidden count lies, and so pin it."""
    monkeypatch.setattr("pipeline.suppress.release.hide_statuses", lambda *_: frozenset())
    found = [attacked(intake, suppressed(intake)) for intake in (random_intake(seed, TINY, plant=False) for seed in range(3))]
    assert sum(found) > 0


def test_two_releases_that_do_not_know_of_each_other_are_found() -> None:
    """Each is safe alone; the second, made without the ledger, shows what the first hid."""
    intake = random_intake(0, TINY, plant=False)
    ledger, later = Ledger().joined(suppressed(intake).entry), next_month(intake, 0)
    release = suppressed(later)
    assert attacked(later, release) == 0
    assert attacked(later, release, ledger) > 0


def test_what_was_hidden_once_and_is_shown_now_is_found() -> None:
    """One cell of a release before, hidden then; what was shown with another number then has changed, and is none."""
    release = suppressed(sample())
    (key, (table,)), unit = next(iter(release.entry.tables.items())), "forum:F-NOR"
    for count, found in ((None, 1), (7, 0)):
        before = Table(table.city, table.cells | {unit: replace(table.cells[unit], count=count)})
        assert attacked(sample(), release, Ledger({key: (before,)})) == found


@pytest.mark.parametrize(
    ("table", "column"), [("indicators", "share"), ("indicators", "met"), ("changes", "share_now"), ("changes", "change_pp")]
)
def test_a_number_beside_a_hidden_count_is_found(table: str, column: str) -> None:
    """A table that prints what follows from a count that it hides has betrayed it, whatever else is hidden."""
    release = suppressed(sample())
    book = compose_tables(sample(), release)
    told = replace(book, datasets=tuple(betray(one, column) if one.id == table else one for one in book.datasets))
    assert attacked(sample(), release, book=told) > 0


def betray(dataset: Dataset, column: str) -> Dataset:
    """Return the table with a number in place of every mark of one column."""
    place = [one.id for one in dataset.columns].index(column)

    def told(values: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(0.5 if number == place and value is State.HIDDEN else value for number, value in enumerate(values))

    return replace(dataset, rows=tuple(replace(row, values=told(row.values)) for row in dataset.rows))


def test_tables_that_contradict_themselves_are_told() -> None:
    """Where no counts fit the printed sums, nobody can say that the hidden ones are safe."""
    release = suppressed(sample())
    book = compose_tables(sample(), release)
    wrong = replace(book, datasets=tuple(with_millions(one) if one.id == "indicators" else one for one in book.datasets))
    with pytest.raises(ArithmeticError):
        attacked(sample(), release, book=wrong)


def with_millions(dataset: Dataset) -> Dataset:
    """Return the table with a million in place of every count that is shown."""
    place = [one.id for one in dataset.columns].index("count")

    def many(values: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(10**6 if number == place and isinstance(value, int) else value for number, value in enumerate(values))

    return replace(dataset, rows=tuple(replace(row, values=many(row.values)) for row in dataset.rows))
