"""The tables behind the reports, with every printed figure. Values that may be published, never formatted numbers.

Enters and leaves: frozen tables of a release, made from protected numbers. A small count appears as its class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final, TypeAlias

from pipeline.report.model.figures import FigureState

Value: TypeAlias = str | int | float | date | FigureState | None
"""A cell: text, number, date; `FigureState` if there is no number; None if the column does not apply to the row."""

SIGNS: Final[Mapping[FigureState, str]] = {FigureState.MISSING: "–"}  # as the reports print it


class ColumnKind(StrEnum):
    """What a column contains, and so how its numbers are written."""

    TEXT = "text"
    COUNT = "count"  # whole numbers of persons, dwellings, areas, plans
    SHARE = "share"  # fractions 0-1, printed as per cent
    POINTS = "points"  # percentage points
    INDEX = "index"  # index points, the city = 100
    KRONER = "kroner"  # whole kroner
    YEAR = "year"
    DAY = "day"
    NUMBER = "number"  # a number in the unit given beside it


@dataclass(frozen=True, slots=True)
class DataColumn:
    """One column.

    Attributes:
        id: Its name for programs, ASCII.
        header: Its name for readers.
        kind: What it contains.
        formula: How its numbers are computed, in words; empty for names.
    """

    id: str
    header: str
    kind: ColumnKind
    formula: str


@dataclass(frozen=True, slots=True)
class DataRow:
    """One row.

    Attributes:
        forum_id: The forum that the row is about; empty if it is in every forum's report.
        values: One per column.
    """

    forum_id: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Dataset:
    """One table.

    Attributes:
        id: Its name for programs, ASCII.
        title: Its name for readers, at most 31 characters, without those that Excel forbids in sheet names.
        name: The title as the stem of a file name, ASCII.
        about: What a row is, in a sentence.
        columns: The columns; `rows` in the order of the workbooks.
    """

    id: str
    title: str
    name: str
    about: str
    columns: tuple[DataColumn, ...]
    rows: tuple[DataRow, ...]

    def __post_init__(self) -> None:
        if any(len(row.values) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.id}: a row does not fit its {len(self.columns)} columns")

    def of_forum(self, forum_id: str) -> Dataset:
        """Return the table with only the rows of one forum's report."""
        places = sorted(place for whose in {"", forum_id} for place in self._places.get(whose, ()))
        return replace(self, rows=tuple(self.rows[place] for place in places))

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        """The rows of each forum, and under an empty id those of all: saves hundreds of forums from searching all rows."""
        places = defaultdict[str, list[int]](list)
        for place, row in enumerate(self.rows):
            places[row.forum_id].append(place)
        return places


@dataclass(frozen=True, slots=True)
class TableBook:
    """All tables of a release, or those of one forum's report, with what readers need to know.

    Attributes:
        title: The title, with the two years.
        stamp: The stamp for invented numbers; empty if they are real.
        facts: What readers need to know, as headings and texts.
    """

    title: str
    stamp: str
    facts: tuple[tuple[str, str], ...]
    datasets: tuple[Dataset, ...]

    def of_forum(self, forum_id: str) -> TableBook:
        """Return the tables with only the rows of one forum's report."""
        return replace(self, datasets=tuple(dataset.of_forum(forum_id) for dataset in self.datasets))
