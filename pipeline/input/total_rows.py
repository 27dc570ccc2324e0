"""Which rows a total may add up: all of them, those down to it or those below it, up to another total or heading. The sums decide."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from math import fsum, isclose, log2
from typing import Final

NEAREST: Final = 6  # totals above and below at which the rows may begin or end: as many levels of nested totals
FEWEST: Final = 2  # rows of a possible total: the number of a single one may be equal by chance

FEWEST_OTHERS: Final = 3  # rows that a row without the word for a total must be the sum of
NO_CHANCE: Final = 12  # bits: one number above four thousand, or two above sixty, is not the sum of all others by chance


def spans_of(total: int, records: Sequence[int], bounds: Sequence[int], *, part: bool) -> list[list[int]]:
    """Return the rows that a total may be the sum of, the most likely first.

    Args:
        total: The total's row.
        records: The rows that may be added up, ascending.
        bounds: Rows of totals and headings, ascending.
        part: The total is of the rows since the previous one, rather than of all.
    """
    here = bisect_left(records, total)
    place = bisect_left(bounds, total)
    above = [bisect_left(records, bound) for bound in bounds[max(0, place - NEAREST) : place]]
    below = [bisect_left(records, bound) for bound in bounds[place + 1 : place + 1 + NEAREST]]
    runs = [(start, here) for start in (*reversed(above), 0)] + [(here, end) for end in (*below, len(records))]
    runs = [(start, end) for start, end in dict.fromkeys(runs) if start < end]
    since = [runs[0]] if part and runs and runs[0][1] == here else []
    every = [(0, len(records))] if records else []
    return [list(records[start:end]) for start, end in dict.fromkeys((*since, *every, *runs))]


def best_span(spans: Sequence[list[int]], agreeing: Callable[[list[int]], int]) -> tuple[list[int], int]:
    """Return the rows that most of a total's numbers are the sum of, and how many are; the first rows if none is.

    Args:
        spans: The rows that it may be the sum of, the most likely first.
        agreeing: Returns how many of the total's numbers are the sum of some rows.
    """
    if not spans:
        return [], 0
    best, most = spans[0], agreeing(spans[0])
    for span in spans[1:]:
        number = agreeing(span)
        if number > most:
            best, most = span, number
    return best, most


def is_sum_of_others(row: int, rows: Sequence[int], columns: Sequence[Mapping[int, float | None]]) -> bool:
    """Return whether a row's numbers are the sums of the other rows', whatever the row is called.

    So many are that it cannot be chance; each of the rest lies between the others', as their average does: it is a rate.

    Args:
        row: The row.
        rows: All rows, the row among them.
        columns: Row → number, of each column.
    """
    others = [other for other in rows if other != row]
    if len(others) < FEWEST_OTHERS:
        return False
    bits = 0.0
    for column in columns:
        own, parts = column.get(row), [column.get(other) for other in others]
        known = [part for part in parts if part is not None]
        if own is None or len(known) < len(parts):
            return False
        if isclose(fsum(known), own, rel_tol=1e-12):
            bits += log2(1 + abs(own))
        elif not min(known) <= own <= max(known):
            return False
    return bits >= NO_CHANCE
