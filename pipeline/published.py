"""What a release has told its readers, figure by figure, as printed: the file `values.json` of a release.

Never: a hidden number. A figure that is hidden or missing stands here by its state alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from pipeline.report import State

VALUES: Final = "values.json"


class Told(StrEnum):
    """What kind of figure it is; the order is the one in which changes are told."""

    VERDICT = "verdict"
    STATUS = "status"
    DEPRIVED = "deprived"
    INDEX = "index"
    SHARE = "share"
    PLANS = "plans"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Value:
    """One published figure.

    Attributes:
        report: The slug of the report that shows it.
        unit: Name of the area; empty for the report's own.
        told: What kind of figure; `indicator` which one, by its label, for a share.
        year: Year that it is about.
        shown: The number as printed (shares in percent, one decimal; money in million kroner), or a word of the reports; None unless shown.
    """

    report: str
    unit: str
    told: Told
    indicator: str
    year: int
    state: State
    shown: float | str | None

    def __post_init__(self) -> None:
        if (self.shown is None) == (self.state is State.SHOWN):
            raise ValueError(f"a value is there exactly when it is shown: {self.shown!r}, {self.state}")

    @property
    def key(self) -> tuple[str, str, Told, str, int]:
        """What makes it the same figure in another release."""
        return self.report, self.unit, self.told, self.indicator, self.year


Change = tuple[Value | None, Value | None]


def write_values(values: Sequence[Value]) -> bytes:
    """Return the values as JSON, one a line; the same values give the same bytes."""
    lines = (json.dumps(asdict(value), ensure_ascii=False) for value in values)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def read_values(folder: Path) -> tuple[Value, ...] | None:
    """Return what a release has told; None where its file cannot be read."""
    try:
        rows = json.loads((folder / VALUES).read_text(encoding="utf-8"))
        return tuple(
            Value(row["report"], row["unit"], Told(row["told"]), row["indicator"], row["year"], State(row["state"]), row["shown"])
            for row in rows
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def find_changes(before: Sequence[Value], now: Sequence[Value]) -> list[Change]:
    """Return what is told otherwise, the weightiest first: verdicts, statuses, then the largest changes of each kind.

    A kind of figure that only one of the two lists at all says nothing: another version of the program lists more.
    """
    known = {_kind(value) for value in before} & {_kind(value) for value in now}
    before, now = ([value for value in values if _kind(value) in known] for values in (before, now))
    old, new = {value.key: value for value in before}, {value.key: value for value in now}
    pairs = [(old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new))]
    changed = [(one, other) for one, other in pairs if one is None or other is None or (one.state, one.shown) != (other.state, other.shown)]
    return sorted(changed, key=_weight)


def count_flips(before: Sequence[Value], now: Sequence[Value], year: int) -> tuple[int, int]:
    """Return how many areas have a status of that year in both, and how many of them another one.

    A status that is hidden or missing on one side alone counts as another one: nobody can say that it is the same.
    """
    old = {value.key: value for value in before if value.told is Told.STATUS and value.year == year}
    pairs = [(old[value.key], value) for value in now if value.key in old]
    return len(pairs), sum((one.state, one.shown) != (other.state, other.shown) for one, other in pairs)


def _weight(change: Change) -> tuple[bool, int, float]:
    """Sort the report's own figures before those of its areas, kinds in their order, and large changes first."""
    one, other = change
    value = other or one
    assert value is not None  # noqa: S101 - a change has at least one side
    numbers = [side.shown for side in change if side is not None and isinstance(side.shown, float)]
    moved = abs(numbers[0] - numbers[1]) if len(numbers) == 2 else 0.0
    kinds = list(Told)
    return bool(value.unit) and value.told not in {Told.VERDICT, Told.STATUS}, kinds.index(value.told), -moved


def _kind(value: Value) -> tuple[str, Told, bool]:
    return value.report, value.told, bool(value.unit)
