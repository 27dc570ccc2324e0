"""Whether an input folder holds the sample: a workbook says so on its sheet `Om`. Reads the cells only; pandas is not needed.

The sample has an output folder of its own, so this is asked before anything else is read or written.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.input.excel.cells import SheetCells
from pipeline.input.excel.limits import read_limited
from pipeline.input.excel.refused import Refused
from pipeline.input.schema.about_sheet import ABOUT, ABOUT_FIELDS
from pipeline.input.schema.columns import Workbook
from pipeline.input.schema.workbooks import WORKBOOKS, list_filenames
from pipeline.language.same_name import clean, fold


def list_sample_workbooks(folder: Path) -> tuple[str, ...]:
    """Return the names of the workbooks that say that their numbers are sample data; one that cannot be read says nothing."""
    with ThreadPoolExecutor(len(WORKBOOKS)) as pool:  # each thread waits for a reader's process
        return tuple(name for found in pool.map(lambda workbook: _find(folder, workbook), WORKBOOKS) for name in found)


def _find(folder: Path, workbook: Workbook) -> tuple[str, ...]:
    try:
        path = next((folder / name for name in list_filenames(workbook) if (folder / name).is_file()), None)
        cells = read_limited(path) if path else None
    except (Refused, OSError):
        return ()
    abouts = (sheet for sheet in (cells.sheets if cells else ()) if fold(sheet.title) == fold(ABOUT.title))
    return (path.name,) if path and any(_says_sample(sheet) for sheet in abouts) else ()


def _says_sample(sheet: SheetCells) -> bool:
    """Return whether the field for sample data is answered with yes, in the cell to its right."""
    return any(
        ABOUT_FIELDS.get(_text(value)) == "sample" and fold(_text(row.get(column + 1))) == "ja"
        for row in map(sheet.row, range(sheet.first_row, sheet.last_row + 1))
        for column, value in row.items()
    )


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""
