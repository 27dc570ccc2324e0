"""The one way in which the generator deals out choices: evenly, and in an order that chance decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def deck(cards: Sequence[T], rng: np.random.Generator) -> Iterator[T]:
    """Deal cards without end from shuffled decks, so that every card comes up before any comes up a second time."""
    while True:
        for place in rng.permutation(len(cards)):
            yield cards[place]


def deal(cards: Sequence[T], count: int, rng: np.random.Generator) -> list[T]:
    """Deal this many cards from such decks."""
    return list(islice(deck(cards, rng), count))
