"""Deal choices from shuffled decks: evenly, but in random order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def deck(cards: Sequence[T], rng: np.random.Generator) -> Iterator[T]:
    """Deal cards endlessly from shuffled decks, so that every card comes up once before any comes up again."""
    while True:
        for place in rng.permutation(len(cards)):
            yield cards[place]


def deal(cards: Sequence[T], count: int, rng: np.random.Generator) -> list[T]:
    """Deal a number of cards from such decks."""
    return list(islice(deck(cards, rng), count))
