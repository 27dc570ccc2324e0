"""Read the workbooks of an input folder, sheet by sheet, by the schema."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from pipeline.input.cell_values import text_of
from pipeline.input.excel.cells import WorkbookCells
from pipeline.input.excel.limits import read_limited
from pipeline.input.excel.refused import Refused
from pipeline.input.load.sheet import read_sheet
from pipeline.input.schema.columns import Sheet, Workbook
from pipeline.input.schema.workbooks import WORKBOOKS, list_filenames
from pipeline.input.tables import FileRead, Loaded, RawTable
from pipeline.language.same_name import fold
from pipeline.problems.closed import why_closed
from pipeline.problems.marked_copy_sign import is_check_copy
from pipeline.problems.missing import file_missing, is_copy, is_near, sheet_missing
from pipeline.problems.model import Code, Place, Problem

YEAR_TITLE: Final = re.compile(r"(19|20)\d\d")


def load_workbooks(folder: Path) -> Loaded:
    """Read every workbook of the schema.

    Args:
        folder: The input folder.

    Returns:
        The raw tables of all sheets that could be read, a problem for each file, sheet or column that could not, and findings
        such as hidden rows.
    """
    with ThreadPoolExecutor(len(WORKBOOKS)) as pool:  # each thread waits for a reader's process
        loaded = list(pool.map(lambda workbook: load_workbook(folder, workbook), WORKBOOKS))
    return Loaded(
        tables=tuple(table for one in loaded for table in one.tables),
        problems=tuple(problem for one in loaded for problem in one.problems),
        files=tuple(file for one in loaded for file in one.files),
    )


def load_workbook(folder: Path, workbook: Workbook) -> Loaded:
    """Read one workbook, see `load_workbooks`."""
    shown_as = f"{folder.name}/{workbook.filename}"
    try:
        paths = [path for path in (folder / name for name in list_filenames(workbook)) if path.is_file()]
        if not paths:
            return Loaded((), (file_missing(folder / workbook.filename, shown_as, "file_example"),))
        shown_as = f"{folder.name}/{paths[0].name}"
        if len(paths) > 1:
            return Loaded((), (Problem(Code.FILE_TWICE, Place(shown_as), {"other": paths[1].name}),))
        cells = read_limited(paths[0])
    except Refused as refused:
        return Loaded((), (Problem(refused.code, Place(shown_as, refused.sheet, refused.cell), refused.facts),))
    except OSError as error:
        return Loaded((), (Problem(Code.FILE_UNREADABLE, Place(shown_as), {"reason": why_closed(error)}),))
    first = cells.sheets[0] if cells.sheets else None
    if first is not None and is_check_copy(cells.properties, first.title, first.row(1).get(1)):
        return Loaded((), (Problem(Code.FILE_IS_CHECK_COPY, Place(shown_as)),))
    tables, problems = _tables(cells, workbook, shown_as)
    return Loaded(tuple(tables), (*problems, *_mention(cells, shown_as)), (FileRead(shown_as, cells.size, cells.sha256),))


def _tables(cells: WorkbookCells, workbook: Workbook, shown_as: str) -> tuple[list[RawTable], list[Problem]]:
    sheets = {sheet.title: sheet for sheet in cells.sheets}
    tables: list[RawTable] = []
    problems: list[Problem] = []
    claimed = {title for sheet in workbook.sheets for first, again in _titles(sheet, list(sheets)).items() for title in (first, *again)}
    for sheet in workbook.sheets:
        titles = _titles(sheet, list(sheets))
        if not titles and sheet.optional and sheet.title is not None:
            wanted = sheet.title
            misspelled = [title for title in sheets if title not in claimed and is_near(title, wanted)]
            problems += [sheet_missing(Place(shown_as, title), wanted, [title]) for title in misspelled]
        if not titles and not sheet.optional:
            problems.append(sheet_missing(Place(shown_as), sheet.title or "2025", sheets))
        problems += _copies(sheet, [title for title in sheets if title not in claimed], list(titles), shown_as)
        for title, again in titles.items():
            problems += [Problem(Code.SHEET_TWICE, Place(shown_as, second), {"found": second, "first": title}) for second in again]
            table, told = read_sheet(sheets[title], sheet, shown_as, _ids(sheet, tables))
            problems += told
            if table is not None:
                tables.append(table)
    return tables, problems


def _ids(sheet: Sheet, tables: list[RawTable]) -> frozenset[str]:
    """Return the ids that may head a column of a wide sheet, from the sheet that it refers to; that one is read before it."""
    if sheet.wide is None or sheet.wide.head.refers_to is None:
        return frozenset()
    name, column = sheet.wide.head.refers_to.split(".")
    cells = (cell for table in tables if table.sheet.name == name for cell in table.frame[column] if cell is not None)
    return frozenset(fold(text_of(cell)) for cell in cells)


def _copies(sheet: Sheet, unread: list[str], read: list[str], shown_as: str) -> list[Problem]:
    """Return a finding for each unread sheet that has the name of a copy: of a sheet that was read, or of a year."""
    found = []
    for title in unread:
        year = YEAR_TITLE.match(title.strip())
        names = [*read, *([year[0]] if year and sheet.yearly else [])]
        original = next((name for name in names if is_copy(title, name.strip())), None)
        if original is not None:
            found.append(Problem(Code.SHEET_BESIDE, Place(shown_as, title), {"other": original}))
    return found


def _mention(cells: WorkbookCells, shown_as: str) -> list[Problem]:
    """Return findings for macros and links in the workbook, which were not run or followed."""
    findings = [Problem(Code.MACROS_IGNORED, Place(shown_as))] if cells.macros else []
    if cells.links:
        findings.append(Problem(Code.LINKS_NOT_FOLLOWED, Place(shown_as), {"links": ", ".join(cells.links)}))
    return findings


def _titles(sheet: Sheet, titles: list[str]) -> dict[str, list[str]]:
    """Return the workbook's sheets that match a sheet of the schema, each with the later ones of the same name."""
    found: dict[str, list[str]] = {}
    for title in titles:
        folded = fold(title)
        if YEAR_TITLE.fullmatch(folded) if sheet.yearly else folded == fold(sheet.title):
            found.setdefault(folded, []).append(title)
    return {same[0]: same[1:] for _, same in sorted(found.items())}
