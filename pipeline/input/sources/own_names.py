"""Our own names, to match a source's names with: districts and forums of fora.xlsx, areas of indikatorer.xlsx."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pipeline.input.cell_values import text_of
from pipeline.input.excel.limits import read_limited
from pipeline.input.excel.refused import Refused
from pipeline.input.headers import find_header_row, readings
from pipeline.input.schema.workbooks import WORKBOOKS
from pipeline.input.sources.keys import LIST_OF
from pipeline.language.same_name import fold
from pipeline.problems.missing import column_missing, file_missing, sheet_missing
from pipeline.problems.model import Place, Problem
from pipeline.problems.rejected import InputRejected

COLUMN_OF: Final = {"districts": "district", "areas": "area", "forums": "forum"}


def read_own_names(folder: Path, lists: Iterable[str]) -> dict[str, list[str]]:
    """Return our names by list.

    Args:
        folder: The input folder.
        lists: The lists needed: ``districts``, ``areas``, ``forums``.

    Raises:
        InputRejected: a workbook with names, or its sheet or column, is missing.
    """
    names: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for of in sorted(set(lists)):
        try:
            names[of] = _read(folder, of)
        except InputRejected as rejected:
            problems += rejected.problems
    if problems:
        raise InputRejected(problems)
    return names


def known_names(folder: Path, of: str) -> list[str]:
    """Return our names of a list in ``navne.toml``, for example ``bydele``; raises `InputRejected`."""
    wanted = next(own for own, alias_list in LIST_OF.items() if alias_list == of)
    return read_own_names(folder, [wanted])[wanted]


def _read(folder: Path, of: str) -> list[str]:
    workbook, sheet = next((workbook, sheet) for workbook in WORKBOOKS for sheet in workbook.sheets if sheet.name == of)
    shown_as = f"{folder.name}/{workbook.filename}"
    if not (folder / workbook.filename).is_file():
        raise InputRejected([file_missing(folder / workbook.filename, shown_as, "file_example")])
    try:
        cells = read_limited(folder / workbook.filename)
    except Refused as refused:
        raise InputRejected([Problem(refused.code, Place(shown_as, refused.sheet, refused.cell), refused.facts)]) from refused
    found = next((one for one in cells.sheets if fold(one.title) == fold(sheet.title)), None)
    if found is None:
        raise InputRejected([sheet_missing(Place(shown_as), str(sheet.title), (one.title for one in cells.sheets))])
    header = sheet.column(COLUMN_OF[of]).header
    row, heads = find_header_row(found, (column.header for column in sheet.columns))
    column = next((number for number, texts in heads.items() if fold(header) in readings(texts)), None)
    if column is None:
        raise InputRejected([column_missing(Place(shown_as, found.title), header, map(" ".join, heads.values()))])
    return [text_of(cells[column]) for number, cells in found.by_row().items() if number > row and column in cells]
