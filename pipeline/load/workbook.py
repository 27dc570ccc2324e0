"""Read the workbooks of an input folder, sheet by sheet, as the schema names them."""

from __future__ import annotations

import re
import warnings
import zlib
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import pandas as pd
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.load.formulas import Address, find_unsaved_formulas
from pipeline.load.sheet import fold, read_sheet
from pipeline.problems import Code, Place, Problem
from pipeline.schema import WORKBOOKS, Sheet, Workbook
from pipeline.tables import UNSAVED_CELL, Loaded, RawTable

ENGINE: Final = "openpyxl"  # it tells an error value (#REF!) from an empty cell; calamine reads both as empty
YEAR_TITLE = re.compile(r"(19|20)\d\d")
# All that the zip, XML and Excel readers have been seen to raise on damaged files.
UNREADABLE = (
    *(BadZipFile, InvalidFileException, SyntaxError, zlib.error),  # both XML parsers' errors are a SyntaxError
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError, ValueError),
)


def load_workbooks(folder: Path) -> Loaded:
    """Read every workbook of the schema.

    Args:
        folder: The input folder.

    Returns:
        The raw tables of all sheets that could be read, and a problem for each file, sheet or column that could not.
    """
    tables: list[RawTable] = []
    problems: list[Problem] = []
    for workbook in WORKBOOKS:
        found, wrong = _load(folder, workbook)
        tables += found
        problems += wrong
    return Loaded(tuple(tables), tuple(problems))


def _load(folder: Path, workbook: Workbook) -> tuple[list[RawTable], list[Problem]]:
    path = folder / workbook.filename
    shown_as = f"{folder.name}/{workbook.filename}"
    try:
        if not path.is_file():
            return [], [Problem(Code.FILE_MISSING, Place(shown_as))]
        values, unsaved = _read(path)
    except UNREADABLE as error:
        return [], [Problem(Code.FILE_UNREADABLE, Place(shown_as), {"reason": type(error).__name__})]
    cells = {title: _mark(frame, unsaved.get(title, [])) for title, frame in values.items()}
    tables: list[RawTable] = []
    problems: list[Problem] = []
    for sheet in workbook.sheets:
        titles = _titles(sheet, list(cells))
        if not titles and not sheet.optional:
            wanted = sheet.title or "2025"
            problems.append(Problem(Code.SHEET_MISSING, Place(shown_as), {"sheet": wanted, "found": ", ".join(cells)}))
        for title, again in titles.items():
            problems += [Problem(Code.SHEET_TWICE, Place(shown_as, second), {"found": second, "first": title}) for second in again]
            table, wrong = read_sheet(cells[title], sheet, shown_as, title)
            problems += wrong
            if table is not None:
                tables.append(table)
    return tables, problems


def _read(path: Path) -> tuple[dict[str, pd.DataFrame], dict[str, list[Address]]]:
    """Return all cells of all sheets from A1 on, as pandas reads them without a header, and which are unsaved formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl on extensions that it does not keep; nothing is written back
        cells: dict[str, pd.DataFrame] = pd.read_excel(path, sheet_name=None, header=None, dtype=object, na_filter=False, engine=ENGINE)
        return cells, find_unsaved_formulas(path)


def _mark(cells: pd.DataFrame, unsaved: list[Address]) -> pd.DataFrame:
    """Mark the unsaved formulas; they can lie below all values, where the frame ends. Beside the headers nothing is read."""
    under_headers = [(row, column) for row, column in unsaved if column <= cells.shape[1]]
    if not under_headers:
        return cells
    rows = max(len(cells), *(row for row, _ in under_headers))
    marked = cells.reindex(index=range(rows), fill_value="").astype(object)
    for row, column in under_headers:
        marked.iat[row - 1, column - 1] = UNSAVED_CELL  # type: ignore[assignment]  # because a frame of objects holds any object
    return marked


def _titles(sheet: Sheet, titles: list[str]) -> dict[str, list[str]]:
    """Return the sheets of the workbook that a sheet of the schema means, each with those that read the same after it."""
    found: dict[str, list[str]] = {}
    for title in titles:
        folded = fold(title)
        if YEAR_TITLE.fullmatch(folded) if sheet.yearly else folded == fold(sheet.title):
            found.setdefault(folded, []).append(title)
    return {same[0]: same[1:] for _, same in sorted(found.items())}
