"""Write what a check found to `output/check/`: the page and the marked copies, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline.problems import Problem
from pipeline.schema import WORKBOOKS
from pipeline.storage import remove_folder, replace_folder
from pipeline.tell.copies import copy_marked
from pipeline.tell.page import compose_page
from pipeline.tell.rows import by_file, make_rows
from pipeline.wording import Language

CHECK: Final = "check"
PAGE: Final = "index.html"
ENDING: Final = ".xlsx"
OF_WORKBOOKS: Final = (ENDING, ".xlsm")


def write_check(input_folder: Path, output_folder: Path, problems: Sequence[Problem], language: Language) -> Path | None:
    """Write the page and the copies. What people laid into the folder stays in it.

    Args:
        input_folder: Where the workbooks lie.
        output_folder: Gets the folder ``check``; the one of the last check is replaced.
        problems: All errors and findings; with none the folder is taken away.
        language: Language of the words.

    Returns:
        The page, or None where there is nothing to tell.

    Raises:
        StorageFailed: it cannot be written; what was there is there still.
    """
    if not problems:
        remove_folder(output_folder, CHECK, _ours)
        return None
    rows = make_rows(problems, language)
    files: dict[str, bytes] = {}
    copies: dict[str, str | None] = {}
    for file, of_file in by_file(rows).items():
        name = file.rpartition("/")[2]
        if name.endswith(OF_WORKBOOKS) and any(row.sheet for row in of_file):  # of a file that was refused whole, nothing can be marked
            marked = copy_marked(input_folder / name, of_file, language)
            copies[file] = _named_copy(name) if marked is not None else None
            files |= {_named_copy(name): marked} if marked is not None else {}
    files[PAGE] = compose_page(rows, copies, language).encode()
    return replace_folder(files, output_folder, CHECK, _ours) / PAGE


def has_copies(page: Path) -> bool:
    """Return whether marked copies lie beside the page."""
    return any((page.parent / name).exists() for name in _ours(page.parent)[:-1])


def _named_copy(name: str) -> str:
    return name.rpartition(".")[0] + ENDING


def _ours(_: Path) -> tuple[str, ...]:
    """Return every name that a check may write; the page goes last."""
    return (*(_named_copy(workbook.filename) for workbook in WORKBOOKS), PAGE)
