"""The smallest parts of a report: a figure (which may be missing or the class of a small count), an interval, a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FigureState(StrEnum):
    """Whether a figure shows a number, or why not."""

    SHOWN = "shown"
    MISSING = "missing"  # the source withholds it, or the area did not exist; printed as –


@dataclass(frozen=True, slots=True)
class Figure:
    """A number to be printed.

    Attributes:
        value: The number; None unless shown.
        state: Shown or missing.
        bounds: The ends of the class, if the number is or follows from a small count: the class is printed instead of the number, which
            sums and charts use.
    """

    value: float | None
    state: FigureState = FigureState.SHOWN
    bounds: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.state is FigureState.SHOWN):
            raise ValueError(f"a figure holds a value exactly when it is shown: {self.value!r}, {self.state}")

    @property
    def shown(self) -> bool:
        """True if there is a number to print."""
        return self.state is FigureState.SHOWN


MISSING = Figure(None, FigureState.MISSING)


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval at the settings' level, in the unit of its figure."""

    low: float
    high: float
