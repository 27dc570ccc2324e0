"""The figures that a release has printed, saved in its `trykt.json` for comparison with the next release.

The share of a small count is saved as printed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from pipeline.report.model.method import InputFile

PRINTED_FILE: Final = "trykt.json"
HIDDEN_IN_0_1_0: Final = "hidden"
DEPRIVED, NOT_DEPRIVED = "deprived", "not deprived"
STATUS_UNTIL_0_1_2: Final = {
    **dict.fromkeys(("Ja", "Ja, fortsat", "Ja, ny", "Yes", "Yes, still", "Yes, entered"), DEPRIVED),
    **dict.fromkeys(("Nej", "Nej, gået ud", "No", "No, left"), NOT_DEPRIVED),
}
"""Older versions recorded the words that they printed of a status; the others meant that it is not stated."""


class FigureKind(StrEnum):
    """The kind of a figure; changes are listed in this order."""

    VERDICT = "verdict"
    STATUS = "status"
    RESIDENTS = "residents"
    INDEX = "index"
    SHARE = "share"
    RUNNING = "running"
    PLANNED = "planned"
    ENDED = "ended"
    RUNNING_IN_ORDER = "running_in_order"
    YEARLY = "yearly"
    ACTIVITIES_ON_DAY = "activities_on_day"


KNOWN: Final = frozenset(kind.value for kind in FigureKind)
"""Older versions printed other kinds too, such as the number of deprived areas: those are compared with nothing."""


class PrintedFigure(NamedTuple):
    """The identity of a figure, the same in every release.

    Attributes:
        report: The slug of the report that shows it.
        unit: Name of the area, or on the city's overview of the forum; empty for the report's own.
        kind: The kind of figure; `indicator` names the indicator of a share, by its label.
        year: The figure's year.
    """

    report: str
    unit: str
    kind: FigureKind
    year: int
    indicator: str = ""


Shown: TypeAlias = float | str | None
"""The number as printed (shares in percent, one decimal; money in million kroner), a verdict, a status, or the words of a share that is a small
count's; None if it is missing. What the reports call a verdict or a status may change, and is no part of it."""
Figures: TypeAlias = Mapping[PrintedFigure, Shown]


class Change(NamedTuple):
    """A figure that differs between two releases; None if it is missing."""

    figure: PrintedFigure
    before: Shown
    now: Shown


@dataclass(frozen=True, slots=True)
class PrintedFigures:
    """The figures of one release, as far as they are compared with another's.

    Attributes:
        now: The reported year.
        policy: Name and version, as printed.
        program: The program's version.
        findings: The findings' texts, without their numbers.
        forums: Slug and name of each forum's report, in the order of the workbook.
        figures: Every figure, in the reports' order.
    """

    now: int
    policy: str
    program: str
    inputs: tuple[InputFile, ...]
    findings: tuple[str, ...]
    forums: tuple[tuple[str, str], ...]
    figures: Figures


def write_printed(published: PrintedFigures) -> bytes:
    """Return the printed figures as JSON, one per line; the same figures give the same bytes."""
    head = {name: part for name, part in asdict(replace(published, figures={})).items() if name != "figures"}
    content = BytesIO()  # figures are written one at a time: a country has hundreds of thousands
    content.write((json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "values": [\n').encode())
    for place, (figure, shown) in enumerate(published.figures.items()):
        content.write((b",\n" if place else b"") + json.dumps(_row(figure, shown), ensure_ascii=False).encode())
    content.write(b"\n]\n}\n")
    return content.getvalue()


def read_printed(folder: Path) -> PrintedFigures | None:
    """Return the figures that a release printed; None if its folder has no such file, or an unreadable one."""
    try:
        content = json.loads((folder / PRINTED_FILE).read_text(encoding="utf-8"))
        return PrintedFigures(
            now=int(content["now"]),
            policy=str(content["policy"]),
            program=str(content["program"]),
            inputs=tuple(InputFile(**file) for file in content["inputs"]),
            findings=tuple(str(text) for text in content["findings"]),
            forums=tuple((str(slug), str(name)) for slug, name in content["forums"]),
            figures=dict(_read_figure(row) for row in content["values"] if row["told"] in KNOWN),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _row(figure: PrintedFigure, shown: Shown) -> dict[str, object]:
    """Return a figure as it is saved; the kind is called `told` in the files of all versions."""
    return {
        "report": figure.report,
        "unit": figure.unit,
        "told": figure.kind,
        "year": figure.year,
        "indicator": figure.indicator,
        "shown": shown,
    }


def _read_figure(row: Mapping[str, Any]) -> tuple[PrintedFigure, Shown]:
    """Return a figure and its printed value; one hidden by version 0.1.0 counts as missing."""
    figure, shown = PrintedFigure(row["report"], row["unit"], FigureKind(row["told"]), row["year"], row["indicator"]), row["shown"]
    if figure.kind is FigureKind.STATUS and shown not in {DEPRIVED, NOT_DEPRIVED}:
        return figure, STATUS_UNTIL_0_1_2.get(shown)
    return figure, None if shown == HIDDEN_IN_0_1_0 else shown


def carry_over(before: Figures, now: Figures, kept: Collection[str]) -> Figures:
    """Return the figures of now, but those of kept reports as these print them.

    Args:
        before: What the release before has printed.
        now: What the reports would print if all were made now.
        kept: Slugs of the reports that are the files of the release before.
    """
    printed = {figure: shown for figure, shown in before.items() if figure.report in kept}
    lost = set(kept) - {figure.report for figure in printed}  # the release before has no record of them
    return printed | {figure: shown for figure, shown in now.items() if figure.report not in kept or figure.report in lost}


def find_changes(before: Figures, now: Figures) -> list[Change]:
    """Return the figures that differ, most important first: verdicts, statuses, then the largest changes of each kind.

    A kind of figure that only one of the two has is ignored: another version of the program prints more.
    """
    known = set(map(_kind, before)) & set(map(_kind, now))
    pairs = [Change(figure, before.get(figure), now.get(figure)) for figure in {**before, **now} if _kind(figure) in known]
    return sorted((one for one in pairs if one.before != one.now), key=_weight)


def count_flips(before: Figures, now: Figures, year: int) -> tuple[int, int]:
    """Return how many areas have a status of that year in both, and for how many it differs.

    A status missing on one side counts as a difference, since it may be one.
    """
    both = [figure for figure in now if figure.kind is FigureKind.STATUS and figure.year == year and figure in before]
    return len(both), sum(before[figure] != now[figure] for figure in both)


def _weight(change: Change) -> tuple[bool, int, float]:
    """Return a sort key: the report's own figures before those of its areas, kinds in their order, large changes first."""
    unit, kind = change.figure.unit, change.figure.kind
    moved = abs(change.before - change.now) if isinstance(change.before, float) and isinstance(change.now, float) else 0.0
    return bool(unit) and kind not in {FigureKind.VERDICT, FigureKind.STATUS}, list(FigureKind).index(kind), -moved


def _kind(figure: PrintedFigure) -> tuple[str, FigureKind, bool]:
    return figure.report, figure.kind, bool(figure.unit)
