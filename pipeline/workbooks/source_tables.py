"""Write each source as a plain workbook: its data, the cell of each value, its marks, and a summary.

Never: a formula made from a cell's text, or a half-written file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from openpyxl import Workbook

from pipeline.input.cell_values import IMPOSSIBLE, WITHHELD
from pipeline.input.sources.table import SetAside, SourceTable
from pipeline.language.language import Language
from pipeline.workbooks.plain_sheet import WIDEST, fill_sheet, put
from pipeline.workbooks.stable_file import save_stable

SOURCES_FOLDER: Final = "kilder"
CREATOR: Final = "Boligsociale rapporter"
SIGNS: Final = {"withheld": WITHHELD, "not_possible": IMPOSSIBLE}  # our own workbooks' signs for missing numbers
PERCENT_FORMAT: Final = "0.0%"


def write_sources(tables: Sequence[SourceTable], output_folder: Path, language: Language) -> list[Path]:
    """Write one workbook per source and return their paths.

    Args:
        tables: The sources after reading.
        output_folder: Parent of the folder ``kilder``.
        language: Language of the summary sheet.

    Raises:
        OSError: one could not be written.
    """
    folder = output_folder / SOURCES_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for table in tables:
        path = folder / f"{table.source.id}.xlsx"
        save_stable(build_workbook(table, language), path, creator=CREATOR)
        paths.append(path)
    return paths


def build_workbook(table: SourceTable, language: Language) -> Workbook:
    """Return a source's workbook: Data, Adresser, Mærker, Om."""
    excel = Workbook()
    data = excel.worksheets[0]
    data.title = "Data"
    formats = {column.name: PERCENT_FORMAT for column in table.source.columns if column.kind == "share"}
    signs = table.marks.replace(SIGNS).where(table.marks.isin(list(SIGNS)), "")
    fill_sheet(data, table.frame, signs, formats)
    fill_sheet(excel.create_sheet("Adresser"), table.addresses)
    fill_sheet(excel.create_sheet("Mærker"), table.marks)
    about = excel.create_sheet("Om")
    for row, (name, value) in enumerate(describe_source(table, language), start=1):
        put(about, row, 1, name)
        put(about, row, 2, value)
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 28, WIDEST
    return excel


def describe_source(table: SourceTable, language: Language) -> list[tuple[str, str | int]]:
    """Return the summary as pairs of heading and content."""
    text = language.gettext
    source = table.source
    pairs: list[tuple[str, str | int]] = [
        (text("Source"), source.title or source.id),
        (text("File"), table.file),
        (text("SHA-256 of the file"), table.sha256),
        (text("Sheet"), table.sheet),
        (text("Rows read"), len(table.frame)),
        (text("From row"), int(table.frame.index[0])),
        (text("To row"), int(table.frame.index[-1])),
        (text("Rows left out by filters"), table.beside.left_out),
    ]
    pairs += [(text("Total row"), tell_total(total, language)) for total in table.beside.totals]
    pairs += [(text("Note or heading"), f"{note.row}: {note.text}") for note in table.beside.notes]
    pairs += [(text("Unit of {column}").format(column=name), unit) for name, unit in table.units.items()]
    for column in source.columns:
        counted = Counter(mark for mark in table.marks[column.name] if mark)
        pairs += [(text("Marked {mark} in {column}").format(mark=mark, column=column.name), counted[mark]) for mark in sorted(counted)]
    if table.beside.hidden_rows:
        pairs.append((text("Rows read that are hidden in Excel"), len(table.beside.hidden_rows)))
    if table.beside.hidden_columns:
        pairs.append((text("Columns read that are hidden in Excel"), ", ".join(table.beside.hidden_columns)))
    return pairs


def tell_total(total: SetAside, language: Language) -> str:
    """Return a total row in words: which columns add up to it, and which cannot be checked."""
    name = total.text or language.gettext("(without a name)")
    said = f"{total.row}: {name}"
    if total.confirmed:
        said += "; " + language.gettext("confirmed: {columns}").format(columns=", ".join(total.confirmed))
    if total.unconfirmed:
        said += "; " + language.gettext("not confirmed, because numbers are missing: {columns}").format(
            columns=", ".join(total.unconfirmed)
        )
    return said
