"""Compare names regardless of case, spaces, dashes, slashes and the spellings of å. For comparison only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

JOINTS: Final = re.compile(r"\s*[-‐‑‒–—―−/\\]\s*")
MOST_CANDIDATES: Final = 3
MOST_KEPT: Final = 10_000  # cache of cleaned names


@lru_cache(maxsize=MOST_KEPT)
def clean(text: str) -> str:
    """Return a name without invisible characters and needless spaces, composed (NFC); case is kept."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(letter for letter in composed if unicodedata.category(letter) != "Cf").split())


def clean_value(value: object) -> str:
    """Return a cell's name; a number without needless decimals, an empty cell as an empty name."""
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else clean(str(value))


def fold(value: object) -> str:
    """Return a text for comparison; anything but text or a number is empty, and an empty text matches no name.

    ``Brønshøj/Husum``, ``BRØNSHØJ – HUSUM`` and ``Brønshøj-Husum`` are the same, ``Kgs.`` and ``Kongens`` are not.
    """
    return JOINTS.sub("-", clean_value(value)).casefold() if isinstance(value, str | int | float) else ""


def nearest(name: str, known: Iterable[str], most: int = MOST_CANDIDATES) -> list[str]:
    """Return the known names that may be meant: those that contain the name or are contained in it, then those spelled similarly.

    They are suggestions for a person, never used automatically: »Vesterbro« is spelled more like »Østerbro« than like
    »Vesterbro-Kongens Enghave«.
    """
    by_fold = {fold(one): one for one in known}
    wanted = fold(name)
    if not wanted:
        return []
    holding = [folded for folded in by_fold if len(wanted) > 2 and (wanted in folded or (len(folded) > 2 and folded in wanted))]
    alike = get_close_matches(wanted, list(by_fold), n=most)
    return [by_fold[folded] for folded in dict.fromkeys((*holding, *alike))][:most]
