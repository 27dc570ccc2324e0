"""Fourteen forums with ties and contradictions, written down area by area, for tests/data/verdicts.csv."""

from __future__ import annotations

from typing import Final

import numpy as np

from tests.planted_cities import Area

STILL: Final = dict.fromkeys((2011, 2025), np.full(6, 0.2))  # a city that does not move
FALLING: Final = {2011: np.full(6, 0.2), 2025: np.full(6, 0.16)}  # every share of the city falls by a fifth
UP, DOWN = (1.6, 1.6, 1.6, 1.0, 1.0, 1.0), (1.0, 1.0, 1.0, 1.6, 1.6, 1.6)

IN_A_STILL_CITY: Final = {
    "Klart mindre": [Area(20_000, 1.5, 1.3) for _ in range(3)],
    "Klart mere": [Area(20_000, 1.0, 1.2) for _ in range(3)],
    "Som før": [Area(20_000, 1.4, 1.4) for _ in range(3)],
    "Alle på grænsen": [Area(20_000, 1.26, 1.24) for _ in range(3)],
    "Én indikator": [Area(20_000, 1.0, (1.6, 1, 1, 1, 1, 1)) for _ in range(3)],
    "Tre op, tre ned": [Area(20_000, DOWN, UP) for _ in range(3)],
    "Op, men færre i udsatte": [Area(30_000, 1.26, 1.24), Area(30_000, 0.9, 1.1)],
    "Ned, men flere i udsatte": [Area(30_000, 1.24, 1.26), Area(30_000, 1.1, 0.9)],
    "Lille, mere": [Area(4_000, 1.3, 1.35)],
    "Lille, langt mere": [Area(4_000, 1.2, 1.6)],
    "Lille, som før": [Area(4_000, 1.0, 1.0)],
    "Delt": [Area(30_000, 1.1, 1.6), Area(30_000, 1.6, 1.1)],
}
IN_A_FALLING_CITY: Final = {
    "Forhold op, afstand ned": [Area(20_000, 1.5, 1.6) for _ in range(3)],
    "Byen forbedret mere": [Area(20_000, 1.1, 1.3) for _ in range(3)],
}
