"""Read every source of an input folder in one pass: the tables that are right, and all problems of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.input.excel.cells import SheetCells, WorkbookCells
from pipeline.input.excel.limits import read_limited
from pipeline.input.excel.refused import Refused
from pipeline.input.sources.assemble import assemble_table
from pipeline.input.sources.columns import read_columns
from pipeline.input.sources.filters import filter_rows
from pipeline.input.sources.grid import SheetGrid
from pipeline.input.sources.heads import find_columns
from pipeline.input.sources.keys import LIST_OF
from pipeline.input.sources.model import SOURCES_FILENAME, SlowPattern, Source, read_description
from pipeline.input.sources.own_names import read_own_names
from pipeline.input.sources.rows import Described, divide_rows
from pipeline.input.sources.table import SourceTable
from pipeline.input.sources.totals import confirm_totals
from pipeline.language.same_name import fold
from pipeline.problems.model import Code, Place, Problem
from pipeline.problems.rejected import InputRejected
from pipeline.settings.accepted_names import Names, check_aliases, read_names


class SourcesRejected(InputRejected):
    """Some sources have errors.

    Attributes:
        tables: The sources without errors.
        rejected: Ids of the others.
    """

    def __init__(self, problems: Iterable[Problem], tables: Sequence[SourceTable], rejected: Sequence[str]) -> None:
        super().__init__(problems)
        self.tables, self.rejected = tuple(tables), tuple(rejected)


def read_sources(folder: Path) -> tuple[SourceTable, ...]:
    """Read the sources described in ``kilder.toml``.

    Args:
        folder: The input folder.

    Raises:
        InputRejected: the description or our own names have a problem; carries all of them.
        SourcesRejected: a source has a problem; carries all problems and the tables of the sources without any.
    """
    sources = read_description(folder)
    problems: list[Problem] = []
    names, known = Names(), {}
    try:
        names = read_names(folder)
        known = read_own_names(folder, (column.names for source in sources for column in source.columns if column.names))
    except InputRejected as rejected:
        problems += rejected.problems
    for of, own in known.items():
        problems += check_aliases(names, LIST_OF[of], own, folder.name)
    workbooks: dict[str, WorkbookCells | Problem] = {}
    tables: list[SourceTable] = []
    of_names, rejected_ids = len(problems), []
    for number, source in enumerate(sources, start=1):
        key = Place(f"{folder.name}/{SOURCES_FILENAME}", None, f"source.{number}")
        workbook = workbooks.setdefault(source.file, _open(folder, source)) if source.file not in workbooks else workbooks[source.file]
        try:
            tables.append(_read(source, workbook, f"{folder.name}/{source.file}", key, names, known))
        except InputRejected as rejected:
            problems += rejected.problems
            rejected_ids.append(source.id)
        except SlowPattern as slow:
            where = Place(key.file, None, f"{key.cell}.columns.{source.columns.index(slow.column) + 1}.pattern")
            problems.append(Problem(Code.SOURCE_PATTERN_SLOW, where, {"pattern": slow.column.pattern}))
            rejected_ids.append(source.id)
    if of_names:
        raise InputRejected(problems)
    if problems:
        raise SourcesRejected(problems, tables, rejected_ids)
    return tuple(tables)


def _open(folder: Path, source: Source) -> WorkbookCells | Problem:
    shown_as = f"{folder.name}/{source.file}"
    path = folder / source.file
    try:
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():  # a link may lead out of the folder
            return Problem(Code.SOURCE_FILE_MISSING, Place(shown_as))
        return read_limited(path)
    except Refused as refused:
        return Problem(refused.code, Place(shown_as, refused.sheet, refused.cell), refused.facts)
    except OSError:
        return Problem(Code.SOURCE_FILE_MISSING, Place(shown_as))


def _read(
    source: Source, workbook: WorkbookCells | Problem, file: str, key: Place, names: Names, known: dict[str, list[str]]
) -> SourceTable:
    if isinstance(workbook, Problem):
        raise InputRejected([workbook])
    sheet = _find_sheet(source, workbook)
    if sheet is None:
        wanted = source.sheet or "1"
        facts = {"found": ", ".join(one.title for one in workbook.sheets), "sheet": wanted}
        raise InputRejected([Problem(Code.SOURCE_SHEET_UNKNOWN, Place(file), facts)])
    grid = SheetGrid(sheet, file)
    columns, problems = find_columns(source, grid)
    if problems:
        raise InputRejected(problems)
    described = Described(source, grid, columns, key)
    rows, problems = divide_rows(described)
    if not rows.records:
        problems = problems or [Problem(Code.SOURCE_ROWS_MISSING, Place(file, sheet.title), {"first": source.first})]
        raise InputRejected(problems)
    content = read_columns(described, rows, names, known)
    dropped, kept = filter_rows(described, rows, content, problems)
    totals, wrong = confirm_totals(described, rows, [row for row in rows.records if row not in dropped], content.reads, content.cells)
    gone = set(rows.records) - set(kept)
    problems += [problem for row, problem in content.problems if row not in gone]
    problems += wrong
    if not kept and not problems:
        problems.append(Problem(Code.SOURCE_ROWS_MISSING, Place(file, sheet.title), {"first": source.first}))
    if problems:
        raise InputRejected(problems)
    rows.left_out += len(gone)
    return assemble_table(described, rows, content, kept, workbook, totals)


def _find_sheet(source: Source, workbook: WorkbookCells) -> SheetCells | None:
    """Return the sheet by name or by number; without either, the only one."""
    if source.sheet is None:
        return workbook.sheets[0] if len(workbook.sheets) == 1 else None
    wanted = source.sheet
    exact = [sheet for sheet in workbook.sheets if sheet.title == wanted]
    same = exact or [sheet for sheet in workbook.sheets if fold(sheet.title) == fold(wanted)]
    if not same and wanted.isdecimal() and 0 < int(wanted) <= len(workbook.sheets):
        return workbook.sheets[int(wanted) - 1]
    return same[0] if len(same) == 1 else None
