"""Map values to positions: a linear scale, and a domain that includes all data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

MARGIN: Final = 0.04
ROUNDING: Final = 1e-9  # values with a smaller relative difference count as equal


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from a domain to positions in points; may be reversed, with `start` greater than `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the position of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def domain(values: Iterable[float], margin: float = MARGIN) -> tuple[float, float]:
    """Return the lowest and highest value with a margin at both ends; never empty, even if all values are equal up to rounding.

    Args:
        margin: Fraction of the range added at each end.
    """
    known = list(values)
    low, high = min(known), max(known)
    largest = max(abs(low), abs(high))
    spread = next(size for size in (high - low, largest, 1.0) if size > ROUNDING * max(largest, 1.0))
    return low - margin * spread, high + margin * spread
