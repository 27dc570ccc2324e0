"""Write what a check found to `output/check/`: the page and the marked copies, whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from pipeline.problems import Problem
from pipeline.storage import remove_folder, replace_folder
from pipeline.tell.copies import copy_marked
from pipeline.tell.page import compose_page
from pipeline.tell.rows import by_file, make_rows
from pipeline.wording import Language

CHECK: Final = "check"
PAGE: Final = "index.html"
ENDING: Final = ".xlsx"
OF_WORKBOOKS: Final = (ENDING, ".xlsm")
LINK: Final = re.compile(r'<a class="copy" href="([^"]+)">')  # the page says which copies are ours, as a release's manifest does


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
        if file.lower().endswith(OF_WORKBOOKS) and any(row.sheet for row in of_file):  # of a file refused whole, nothing can be marked
            path = _inside(input_folder, file)
            marked = copy_marked(path, of_file, language) if path else None
            copies[file] = _free_name(file, files) if marked is not None else None
            files |= {str(copies[file]): marked} if marked is not None else {}
    files[PAGE] = compose_page(rows, copies, language).encode()
    return replace_folder(files, output_folder, CHECK, _ours) / PAGE


def has_copies(page: Path) -> bool:
    """Return whether marked copies lie beside the page."""
    return len(_ours(page.parent)) > 1


def _inside(folder: Path, file: str) -> Path | None:
    """Return the path of a file of the input folder, or None where a link leads out of it."""
    path = folder / file.removeprefix(f"{folder.name}/")
    return path if path.resolve().is_relative_to(folder.resolve()) else None


def _free_name(file: str, taken: Container[str]) -> str:
    """Return a copy's name; workbooks of the same name can lie in two folders."""
    stem, number = Path(file).stem, 1
    while (name := f"{stem}{f' ({number})' if number > 1 else ''}{ENDING}") in taken:
        number += 1
    return name


def _ours(folder: Path) -> tuple[str, ...]:
    """Return the copies that a folder's page links to, and at the end the page, which is the last to go."""
    try:
        linked = LINK.findall((folder / PAGE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        linked = []
    return (*(name for link in linked if Path(name := unquote(link)).name == name), PAGE)
