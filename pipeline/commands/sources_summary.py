"""Summary of a source that was read, for the screen."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipeline.input.sources.table import SourceTable
from pipeline.language.language import Language
from pipeline.language.printable import printable
from pipeline.workbooks.source_tables import tell_total

LONGEST: Final = 90
MOST_COPIES: Final = 5


def tell_source(table: SourceTable, path: Path, language: Language) -> list[str]:
    """Return one line on what was written, and one for each thing that was set aside or not read."""
    rows = language.ngettext("{number} row", "{number} rows", len(table.frame)).format(number=len(table.frame))
    columns = language.ngettext("{number} column", "{number} columns", table.frame.shape[1]).format(number=table.frame.shape[1])
    span = f"{table.sheet}!{table.frame.index[0]}–{table.frame.index[-1]}"
    lines = [printable(f"{path}: {rows}, {columns} ({table.file} [{span}])")]
    lines += [_aside(language.gettext("total row"), tell_total(total, language)) for total in table.beside.totals]
    lines += [_aside(language.gettext("note or heading"), f"{note.row}: {note.text}") for note in table.beside.notes]
    if table.beside.left_out:
        lines.append(_aside(language.gettext("rows left out by filters"), str(table.beside.left_out)))
    if table.beside.hidden_rows:
        lines.append(_aside(language.gettext("rows read that are hidden in Excel"), str(len(table.beside.hidden_rows))))
    if table.beside.hidden_columns:
        lines.append(_aside(language.gettext("columns read that are hidden in Excel"), ", ".join(table.beside.hidden_columns)))
    copies = table.copies()
    lines += [_aside(language.gettext("the same numbers in nearly all rows"), copy.names) for copy in copies[:MOST_COPIES]]
    return lines


def _aside(what: str, text: str) -> str:
    line = printable(" ".join(f"{what}: {text}".split()))
    return f"  {line}" if len(line) <= LONGEST else f"  {line[: LONGEST - 1]}…"
