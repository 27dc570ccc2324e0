"""What a release has told its readers, as printed, kept beside it in `trykt.json` for the next one to compare itself with.

The share of a small count stands here as it is written.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from pipeline.report import InputFile, State

PUBLISHED_FILE: Final = "trykt.json"
HIDDEN_IN_0_1_0: Final = "hidden"


class Told(StrEnum):
    """What kind of figure it is; the order is the one in which changes are told."""

    VERDICT = "verdict"
    STATUS = "status"
    DEPRIVED = "deprived"
    INDEX = "index"
    SHARE = "share"
    PLANS = "plans"
    IN_ORDER = "in_order"
    BUDGET = "budget"
    ACTIVITIES = "activities"


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


@dataclass(frozen=True, slots=True)
class Published:
    """What one release has published, as far as another is compared with it.

    Attributes:
        before: Year compared with; `now` the year reported.
        policy: Name and version, as printed.
        program: The program's version.
        findings: The findings' texts, without their numbers.
        forums: Slug and name of each forum's report, in the order of the workbook.
        values: Every figure, in the reports' order.
    """

    before: int
    now: int
    policy: str
    program: str
    inputs: tuple[InputFile, ...]
    findings: tuple[str, ...]
    forums: tuple[tuple[str, str], ...]
    values: tuple[Value, ...]


Change = tuple[Value | None, Value | None]


def write_published(published: Published) -> bytes:
    """Return what a release has published as JSON, a value a line; the same gives the same bytes."""
    head = {name: part for name, part in asdict(replace(published, values=())).items() if name != "values"}
    content = BytesIO()  # a value goes there as it is written: a country has hundreds of thousands
    content.write((json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "values": [\n').encode())
    for place, value in enumerate(published.values):
        content.write((b",\n" if place else b"") + json.dumps(asdict(value), ensure_ascii=False).encode())
    content.write(b"\n]\n}\n")
    return content.getvalue()


def read_published(folder: Path) -> Published | None:
    """Return what a release has published; None where its folder has no such file, or one that cannot be read."""
    try:
        content = json.loads((folder / PUBLISHED_FILE).read_text(encoding="utf-8"))
        return Published(
            before=int(content["before"]),
            now=int(content["now"]),
            policy=str(content["policy"]),
            program=str(content["program"]),
            inputs=tuple(InputFile(**file) for file in content["inputs"]),
            findings=tuple(str(text) for text in content["findings"]),
            forums=tuple((str(slug), str(name)) for slug, name in content["forums"]),
            values=tuple(_read_value(row) for row in content["values"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _read_value(row: dict[str, Any]) -> Value:
    """Return a value; what version 0.1.0 had hidden counts as missing."""
    hidden = HIDDEN_IN_0_1_0 in {row["state"], row["shown"]}
    known = {"state": State.MISSING, "shown": None} if hidden else {"state": State(row["state"])}
    return Value(**row | {"told": Told(row["told"])} | known)


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

    A status that is missing on one side alone counts as another one: nobody can say that it is the same.
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
