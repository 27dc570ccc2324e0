"""Write the result of a check to `output/check/`: the page and the marked copies. People's own files there are kept.

All files are on disk before the first is moved into place, the page last; a list records which files are ours.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from pipeline.language.language import Language
from pipeline.problems.marked_copies.in_own_process import copy_marked
from pipeline.problems.model import Problem
from pipeline.problems.page import compose_page
from pipeline.problems.rows import by_file, make_rows
from pipeline.storage import BUILDING, REPLACED, StorageFailed, place_files, remove_files, replace_file, stage_folder, take_back, write_file

CHECK: Final = "check"
PAGE: Final = "index.html"
WRITTEN: Final = ".written.json"  # the list of our files
ENDING: Final = ".xlsx"
OF_WORKBOOKS: Final = (ENDING, ".xlsm")
LINK_0_1: Final = re.compile(r'<a class="copy" href="([^"]+)">')  # version 0.1 wrote no list, and linked every copy like this


def write_check(input_folder: Path, output_folder: Path, problems: Sequence[Problem], language: Language) -> Path | None:
    """Write the page and the copies. Files that people put into the folder are kept.

    Args:
        input_folder: Folder of the workbooks.
        output_folder: Parent of the folder ``check``; the previous check's files are replaced.
        problems: All errors and findings; if there are none, the folder is removed.
        language: Language of the page.

    Returns:
        The page, or None if there are no problems.

    Raises:
        StorageFailed: it cannot be written; the previous files are unchanged.
    """
    folder = output_folder / CHECK
    _finish_interrupted(output_folder)
    before = _written(folder)
    if not problems:
        remove_files(folder, (*before, f"{BUILDING}{WRITTEN}", WRITTEN))
        return None
    rows = make_rows(problems, language)
    files: dict[str, bytes] = {}
    copies: dict[str, str | None] = {}
    theirs = {entry.name for entry in folder.glob("*")} - {*before}
    for file, of_file in by_file(rows).items():
        if file.lower().endswith(OF_WORKBOOKS) and any(row.sheet for row in of_file):  # a file that was refused as a whole cannot be marked
            path = _inside(input_folder, file)
            marked = copy_marked(path, of_file, language) if path else None
            copies[file] = _free_name(file, {*files, *theirs}) if marked is not None else None
            files |= {str(copies[file]): marked} if marked is not None else {}
    files[PAGE] = compose_page(rows, copies, language).encode()
    with stage_folder(output_folder) as building:
        for name, content in files.items():
            write_file(building / name, content)
        _list((*before, *files), folder)  # after a kill, the files of both are ours
        place_files(building, folder, files)
        remove_files(folder, (name for name in before if name not in files))
        _list(files, folder)
    return folder / PAGE


def has_copies(page: Path) -> bool:
    """Return whether there are marked copies beside the page."""
    return len(_written(page.parent)) > 1


def _inside(folder: Path, file: str) -> Path | None:
    """Return the path of a file in the input folder, or None if a link leads out of it."""
    path = folder / file.removeprefix(f"{folder.name}/")
    return path if path.resolve().is_relative_to(folder.resolve()) else None


def _free_name(file: str, taken: Iterable[str]) -> str:
    """Return a free name for a copy; two folders may have workbooks of the same name, and a person's file may have it."""
    stem, number, folded = Path(file).stem, 1, {name.casefold() for name in taken}
    while (name := f"{stem}{f' ({number})' if number > 1 else ''}{ENDING}").casefold() in folded:
        number += 1
    return name


def _list(names: Iterable[str], folder: Path) -> None:
    """Write the list of our files to disk."""
    replace_file(json.dumps(sorted(set(names)), ensure_ascii=False).encode(), folder, WRITTEN)


def _written(folder: Path) -> tuple[str, ...]:
    """Return the names of our files in a folder, the page last, so that it is removed last."""
    try:
        names = json.loads((folder / WRITTEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        names = _linked(folder / PAGE)
    return (*(name for name in names if Path(name).name == name != PAGE), PAGE)


def _linked(page: Path) -> list[str]:
    """Return the copies linked by a page of version 0.1."""
    try:
        return [unquote(link) for link in LINK_0_1.findall(page.read_text(encoding="utf-8"))]
    except (OSError, UnicodeDecodeError):
        return []


def _finish_interrupted(output_folder: Path) -> None:
    """Clean up after a killed check.

    Raises:
        StorageFailed: something cannot be moved or removed.
    """
    try:
        take_back(output_folder / CHECK, _written(output_folder / f"{REPLACED}{CHECK}"))
        for half in output_folder.glob(f"{BUILDING}*/"):
            if not half.is_symlink():
                shutil.rmtree(half)
    except OSError as error:
        raise StorageFailed(f"{error.filename or output_folder}: {error.strerror or error}") from error
