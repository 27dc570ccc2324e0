"""The shape in which the generator hands over rows, and the one way it deals out choices.

Enters and leaves: columns by the schema's names. Never: a header, a style or a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Final, TypeAlias, TypeVar

import numpy as np

Value: TypeAlias = str | int | float | date | tuple[str, ...] | None
Table: TypeAlias = Mapping[str, Sequence[Value]]
T = TypeVar("T")

WITHHELD: Final = ".."  # the source has the number and does not give it


def collect(names: Sequence[str], records: Iterable[Sequence[Value]]) -> Table:
    """Turn records into columns; without records the columns are empty."""
    columns: dict[str, list[Value]] = {name: [] for name in names}
    for record in records:
        for name, value in zip(names, record, strict=True):
            columns[name].append(value)
    return columns


def deck(cards: Sequence[T], rng: np.random.Generator) -> Iterator[T]:
    """Deal cards without end from shuffled decks, so that every card comes up before any comes up a second time."""
    while True:
        for place in rng.permutation(len(cards)):
            yield cards[place]


def deal(cards: Sequence[T], count: int, rng: np.random.Generator) -> list[T]:
    """Deal this many cards from such decks."""
    return list(islice(deck(cards, rng), count))
