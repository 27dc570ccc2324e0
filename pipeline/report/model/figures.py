"""The smallest parts of a report: a figure that may be missing or a class of small counts, an interval, a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FigureState(StrEnum):
    """Why a figure shows a number, or does not."""

    SHOWN = "shown"
    MISSING = "missing"  # the source withholds it, or the area did not exist; printed as –


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on its way to a page.

    Attributes:
        value: The number; None unless shown.
        state: Shown or missing.
        bounds: The ends of the class, where the number is or follows from a small count: then the class is printed, not the number, which
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
        """True where there is a number to print."""
        return self.state is FigureState.SHOWN


MISSING = Figure(None, FigureState.MISSING)


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of the settings' level, both ends in the unit of the figure it belongs to."""

    low: float
    high: float
