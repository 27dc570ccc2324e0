"""Whether two series of numbers are the same in (nearly) all of their rows, which no single cell gives away. Shared by all readers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, islice
from math import log2
from typing import Final, NamedTuple

FEWEST: Final = 4  # rows; in fewer, the same numbers may be chance
FEW_TO_DIFFER: Final = 5  # from so many rows on one may differ, from twenty on one in ten
ENOUGH: Final = 20  # bits: four numbers in the hundreds, or seven below ten, are not the same by chance


@dataclass(frozen=True)
class Shared:
    """In how many of their common rows two series are the same, and how many bits speak against chance."""

    equal: int
    rows: int
    bits: float

    @property
    def nearly_all(self) -> bool:
        """True if so many rows are the same that it is no chance."""
        differing = self.rows - self.equal
        allowed = max(self.rows // 10, int(self.rows >= FEW_TO_DIFFER))
        return self.equal >= FEWEST and differing <= allowed and self.bits >= ENOUGH


class Copy(NamedTuple):
    """Two series of a table with the same numbers, each with its column and its year, and in how many rows."""

    column: str
    year: str
    other: str
    before: str
    shared: Shared

    @property
    def names(self) -> str:
        """Both series."""
        return " = ".join(" ".join(filter(None, one)) for one in ((self.other, self.before), (self.column, self.year)))


def compare(one: Mapping[Hashable, float], other: Mapping[Hashable, float]) -> Shared:
    """Compare two series: row → number, without those that are missing."""
    common = one.keys() & other.keys()
    equal = [abs(one[row]) for row in common if one[row] == other[row]]
    return Shared(len(equal), len(common), sum(log2(1 + number) for number in equal))


def find_same(series: Iterable[tuple[str, str, Mapping[Hashable, float]]]) -> Iterator[Copy]:
    """Yield the series, each a column of a year, that are the same as another column of the year, or as another year of the column."""
    for (other, before, earlier), (column, year, later) in combinations(list(series), 2):
        if (column == other) == (year == before) or _differ_at_once(earlier, later):
            continue
        if (shared := compare(earlier, later)).nearly_all:
            yield Copy(column, year, other, before, shared)


def _differ_at_once(one: Mapping[Hashable, float], other: Mapping[Hashable, float]) -> bool:
    """Return whether the first rows settle that two series differ, so that many columns take little time."""
    most = max(min(len(one), len(other)) // 10, 1)
    differing = (row for row, number in one.items() if row in other and other[row] != number)
    return sum(1 for _ in islice(differing, most + 1)) > most
