"""Compose the table of all columns: what each contains and how its numbers are computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.language.language import N_, Language
from pipeline.report.tables.model import ColumnKind, DataColumn, DataRow, Dataset

TITLE: Final = N_("Notes")
UNITS: Final[Mapping[ColumnKind, str]] = {
    ColumnKind.TEXT: N_("text"),
    ColumnKind.COUNT: N_("number"),
    ColumnKind.SHARE: N_("fraction from 0 to 1"),
    ColumnKind.POINTS: N_("percentage points"),
    ColumnKind.INDEX: N_("index points"),
    ColumnKind.KRONER: N_("whole kroner"),
    ColumnKind.YEAR: N_("year"),
    ColumnKind.DAY: N_("day"),
    ColumnKind.NUMBER: N_("number in the unit beside it"),
}


def note_columns(datasets: Sequence[Dataset], language: Language) -> Dataset:
    """Return one row for every column of every table."""
    text = language.gettext
    heads = ("table", N_("Table")), ("column", N_("Column")), ("unit", N_("Holds")), ("formula", N_("How its numbers come about"))
    rows = [
        DataRow("", (dataset.title, column.header, text(UNITS[column.kind]), column.formula))
        for dataset in datasets
        for column in dataset.columns
    ]
    return Dataset(
        id="notes",
        title=text(TITLE),
        name=text(N_("notes")),
        about=text("One row a column of the tables."),
        columns=tuple(DataColumn(name, text(header), ColumnKind.TEXT, "") for name, header in heads),
        rows=tuple(rows),
    )
