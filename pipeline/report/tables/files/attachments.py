"""Write the files attached to a PDF: the tables behind the report, and the notes on their columns."""

from __future__ import annotations

from functools import partial
from typing import Final

from pipeline.language.language import Language
from pipeline.report.attachment import Attachment, pack
from pipeline.report.tables.files.notes import note_columns
from pipeline.report.tables.files.separated import write_separated
from pipeline.report.tables.model import TableBook

CSV: Final = "text/csv"


def attach_tables(book: TableBook, language: Language) -> tuple[Attachment, ...]:
    """Return the tables as files; empty tables are left out.

    Args:
        book: All tables for the overview, those of a forum (`TableBook.of_forum`) for its report.
        language: Language of the release.
    """
    datasets = tuple(dataset for dataset in book.datasets if dataset.rows)
    return tuple(
        Attachment(f"{dataset.name}.csv", f"{dataset.title}. {dataset.about}", CSV, pack(partial(write_separated, dataset, language.code)))
        for dataset in (note_columns(datasets, language), *datasets)
    )
