"""The smallest parts of a report: a figure that may be hidden, an interval, a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Why a figure shows a number, or does not."""

    SHOWN = "shown"
    HIDDEN = "hidden"  # a small count, or a number that would reveal one; printed as •
    MISSING = "missing"  # the source withholds it, or the area did not exist; printed as –


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on its way to a page.

    Attributes:
        value: The number; always None unless shown, so that a template cannot leak what is hidden.
        state: Shown, hidden or missing.
    """

    value: float | None
    state: State = State.SHOWN

    def __post_init__(self) -> None:
        if (self.value is None) == (self.state is State.SHOWN):
            raise ValueError(f"a figure holds a value exactly when it is shown: {self.value!r}, {self.state}")

    @property
    def shown(self) -> bool:
        """True where there is a number to print."""
        return self.state is State.SHOWN


HIDDEN = Figure(None, State.HIDDEN)
MISSING = Figure(None, State.MISSING)


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval, both ends in the unit of the figure it belongs to."""

    low: float
    high: float


class Verdict(StrEnum):
    """What is said about a change; `HIGHER` and `LOWER` describe an indicator that is not judged."""

    BETTER = "better"
    WORSE = "worse"
    UNCHANGED = "unchanged"
    UNCLEAR = "unclear"
    HIGHER = "higher"
    LOWER = "lower"
    HIDDEN = "hidden"
    NOT_COMPARABLE = "not_comparable"
