"""Find printed sums that differ from the sum of their printed parts, so that a note can say that each is rounded by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import fsum, isclose
from typing import Final, TypeAlias

from pipeline.language.rounding import round_printed
from pipeline.report.model.indicators import Decomposition

POINTS: Final = 1  # decimals of index points

Column: TypeAlias = tuple[Iterable[float], float, int]
"""The parts, their sum, and the decimals with which both are printed (−5 prints kroner as millions with one)."""


def rounded_apart(*columns: Column) -> bool:
    """Return whether the printed parts of a column do not add up to its printed sum, although the parts themselves do."""
    return any(_differs(list(parts), total, digits) for parts, total, digits in columns)


def split_columns(split: Decomposition) -> Iterator[Column]:
    """Yield all sums of the table of an index change: down its columns, along its rows, and from one index to the other."""
    for name, total in (("own", split.own), ("city", split.city), ("total", split.total)):
        yield [getattr(part, name) for part in split.parts], total, POINTS
    rows = [(part.own, part.city, part.total) for part in split.parts]
    for own, city, total in (*rows, (split.own, split.city, split.total)):
        yield (own, city), total, POINTS
    yield (split.index_before, split.total), split.index_now, POINTS


def _differs(parts: list[float], total: float, digits: int) -> bool:
    printed = fsum(round_printed(part, digits) for part in parts)
    half = 0.5 * 10.0**-digits
    whole = isclose(fsum(parts), total, rel_tol=1e-9, abs_tol=1e-9)
    return whole and abs(printed - round_printed(total, digits)) > half
