"""The table of all columns: what each holds and how its numbers come about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.datasets import Column, Dataset, Kind, Row
from pipeline.wording import N_, Language

TITLE: Final = N_("Notes")
UNITS: Final[Mapping[Kind, str]] = {
    Kind.TEXT: N_("text"),
    Kind.COUNT: N_("number"),
    Kind.SHARE: N_("fraction from 0 to 1"),
    Kind.POINTS: N_("percentage points"),
    Kind.INDEX: N_("index points"),
    Kind.KRONER: N_("whole kroner"),
    Kind.YEAR: N_("year"),
    Kind.DAY: N_("day"),
    Kind.NUMBER: N_("number in the unit beside it"),
}


def note_columns(datasets: Sequence[Dataset], language: Language) -> Dataset:
    """Return one row for every column of every table."""
    text = language.gettext
    heads = ("table", N_("Table")), ("column", N_("Column")), ("unit", N_("Holds")), ("formula", N_("How its numbers come about"))
    rows = [
        Row("", (dataset.title, column.header, text(UNITS[column.kind]), column.formula))
        for dataset in datasets
        for column in dataset.columns
    ]
    return Dataset(
        id="notes",
        title=text(TITLE),
        name=text(N_("notes")),
        about=text("One row a column of the tables."),
        columns=tuple(Column(name, text(header), Kind.TEXT, "") for name, header in heads),
        rows=tuple(rows),
    )
