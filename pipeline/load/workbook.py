"""Read the workbooks of an input folder, sheet by sheet, as the schema names them."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import pandas as pd
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.load.sheet import read_sheet
from pipeline.problems import Code, Place, Problem
from pipeline.schema import WORKBOOKS, Sheet, Workbook
from pipeline.tables import Loaded, RawTable

ENGINE: Final = "openpyxl"  # it tells an error value (#REF!) from an empty cell; calamine reads both as empty
YEAR_TITLE = re.compile(r"(19|20)\d\d")
UNREADABLE = (BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError, EOFError)


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
    if not path.is_file():
        return [], [Problem(Code.FILE_MISSING, Place(shown_as))]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # openpyxl on extensions that it does not keep; nothing is written back
            cells: dict[str, pd.DataFrame] = pd.read_excel(path, sheet_name=None, header=None, dtype=object, na_filter=False, engine=ENGINE)
    except UNREADABLE as error:
        return [], [Problem(Code.FILE_UNREADABLE, Place(shown_as), {"reason": type(error).__name__})]
    tables: list[RawTable] = []
    problems: list[Problem] = []
    for sheet in workbook.sheets:
        titles = _titles(sheet, list(cells))
        if not titles:
            wanted = sheet.title or "2025"
            problems.append(Problem(Code.SHEET_MISSING, Place(shown_as), {"sheet": wanted, "found": ", ".join(cells)}))
        for title in titles:
            table, wrong = read_sheet(cells[title], sheet, shown_as, title)
            problems += wrong
            if table is not None:
                tables.append(table)
    return tables, problems


def _titles(sheet: Sheet, titles: list[str]) -> list[str]:
    """Return the sheets of the workbook that a sheet of the schema means."""
    if sheet.yearly:
        return sorted(title for title in titles if YEAR_TITLE.fullmatch(title.strip()))
    return [title for title in titles if title.strip().casefold() == str(sheet.title).casefold()][:1]
