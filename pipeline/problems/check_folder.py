"""Write what a check found to `output/check/`: the page and the marked copies, beside what people laid there.

All of it is on the disk before the first file gets its place, and the page is the last to get it; a list says which files are ours.
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
WRITTEN: Final = ".written.json"  # the list
ENDING: Final = ".xlsx"
OF_WORKBOOKS: Final = (ENDING, ".xlsm")
LINK_0_1: Final = re.compile(r'<a class="copy" href="([^"]+)">')  # version 0.1 wrote no list, and every copy's link to the page like this


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
        if file.lower().endswith(OF_WORKBOOKS) and any(row.sheet for row in of_file):  # of a file refused whole, nothing can be marked
            path = _inside(input_folder, file)
            marked = copy_marked(path, of_file, language) if path else None
            copies[file] = _free_name(file, {*files, *theirs}) if marked is not None else None
            files |= {str(copies[file]): marked} if marked is not None else {}
    files[PAGE] = compose_page(rows, copies, language).encode()
    with stage_folder(output_folder) as building:
        for name, content in files.items():
            write_file(building / name, content)
        _list((*before, *files), folder)  # whatever a kill leaves there of both is ours
        place_files(building, folder, files)
        remove_files(folder, (name for name in before if name not in files))
        _list(files, folder)
    return folder / PAGE


def has_copies(page: Path) -> bool:
    """Return whether marked copies lie beside the page."""
    return len(_written(page.parent)) > 1


def _inside(folder: Path, file: str) -> Path | None:
    """Return the path of a file of the input folder, or None where a link leads out of it."""
    path = folder / file.removeprefix(f"{folder.name}/")
    return path if path.resolve().is_relative_to(folder.resolve()) else None


def _free_name(file: str, taken: Iterable[str]) -> str:
    """Return a copy's name; workbooks of the same name can lie in two folders, and somebody's own beside the page."""
    stem, number, folded = Path(file).stem, 1, {name.casefold() for name in taken}
    while (name := f"{stem}{f' ({number})' if number > 1 else ''}{ENDING}").casefold() in folded:
        number += 1
    return name


def _list(names: Iterable[str], folder: Path) -> None:
    """Write the list of our files."""
    replace_file(json.dumps(sorted(set(names)), ensure_ascii=False).encode(), folder, WRITTEN)


def _written(folder: Path) -> tuple[str, ...]:
    """Return the names of our files in a folder, the page last, so that it is the last to go."""
    try:
        names = json.loads((folder / WRITTEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        names = _linked(folder / PAGE)
    return (*(name for name in names if Path(name).name == name != PAGE), PAGE)


def _linked(page: Path) -> list[str]:
    """Return the copies that a page of version 0.1 links to."""
    try:
        return [unquote(link) for link in LINK_0_1.findall(page.read_text(encoding="utf-8"))]
    except (OSError, UnicodeDecodeError):
        return []


def _finish_interrupted(output_folder: Path) -> None:
    """Clear away what a killed check has left half done.

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
