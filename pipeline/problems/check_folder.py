"""Write the result of a check to `output/check/`: the page and the marked copies. People's own files there are kept.

All files are on disk before the first is moved into place, the page last. A list records which files are ours, and what we wrote:
a copy in which a person has corrected something is theirs from then on.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import unquote

from pipeline.language.language import Language
from pipeline.lock import hold_lock
from pipeline.problems.marked_copies.in_own_process import copy_marked
from pipeline.problems.model import Problem
from pipeline.problems.page import compose_page
from pipeline.problems.rows import by_file, make_rows
from pipeline.storage import BUILDING, REPLACED, StorageFailed, place_files, remove_files, replace_file, stage_folder, take_back, write_file

CHECK: Final = "check"
PAGE: Final = "index.html"
WRITTEN: Final = ".written.json"  # the list of our files
LOCK: Final = ".check-laas"  # beside the folder, which goes when there is nothing to tell
ENDING: Final = ".xlsx"
OF_WORKBOOKS: Final = (ENDING, ".xlsm")
LINK_0_1: Final = re.compile(r'<a class="copy" href="([^"]+)">')  # version 0.1 wrote no list, and linked every copy like this

Hashes: TypeAlias = dict[str, list[str]]
"""File → the SHA-256 of what we wrote there, or may have written before a kill; none in lists of earlier versions."""


def write_check(
    input_folder: Path, output_folder: Path, problems: Sequence[Problem], language: Language, *, shared: bool = False
) -> Path | None:
    """Write the page and the copies. Files that people put into the folder or changed there are kept.

    Args:
        input_folder: Folder of the workbooks.
        output_folder: Parent of the folder ``check``; the previous check's files are replaced.
        problems: All errors and findings; if there are none, the folder is removed.
        language: Language of the page.
        shared: See `compose_page`.

    Returns:
        The page, or None if there are no problems.

    Raises:
        StorageFailed: it cannot be written; the previous files are unchanged.
        Locked: another check is writing it.
    """
    if not problems and not (output_folder / CHECK).exists() and not (output_folder / f"{REPLACED}{CHECK}").exists():
        return None
    with _alone(output_folder):
        return _write(input_folder, output_folder, problems, language, shared=shared)


@contextmanager
def _alone(output_folder: Path) -> Iterator[None]:
    """Let no other check write at the same time."""
    with hold_lock(output_folder / LOCK):
        try:
            yield
        finally:
            (output_folder / LOCK).unlink(missing_ok=True)


def _write(input_folder: Path, output_folder: Path, problems: Sequence[Problem], language: Language, *, shared: bool) -> Path | None:
    folder = output_folder / CHECK
    _finish_interrupted(output_folder)
    written = _read_list(folder)
    before = _ours(folder, written)
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
    files[PAGE] = compose_page(rows, copies, language, shared=shared).encode()
    with stage_folder(output_folder) as building:
        for name, content in files.items():
            write_file(building / name, content)
        now = {name: [hashlib.sha256(content).hexdigest()] for name, content in files.items()}
        both = {name: [*written.get(name, ()), *now.get(name, ())] for name in (*before, *files)}
        _write_list(both, folder)  # after a kill, the files of both are ours
        place_files(building, folder, files)
        remove_files(folder, (name for name in before if name not in files))
        _write_list(now, folder)
    return folder / PAGE


def has_copies(page: Path) -> bool:
    """Return whether there are marked copies beside the page."""
    return len(_read_list(page.parent)) > 1


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


def _write_list(hashes: Mapping[str, Sequence[str]], folder: Path) -> None:
    """Write the list of our files to disk."""
    replace_file(json.dumps(hashes, ensure_ascii=False, sort_keys=True).encode(), folder, WRITTEN)


def _read_list(folder: Path) -> Hashes:
    """Return our files in a folder, the page last."""
    try:
        listed = json.loads((folder / WRITTEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        listed = _linked(folder / PAGE)
    hashes: Hashes = listed if isinstance(listed, dict) else {name: [] for name in listed}
    return {name: hashes[name] for name in hashes if Path(name).name == name != PAGE} | {PAGE: hashes.get(PAGE, [])}


def _ours(folder: Path, hashes: Hashes) -> tuple[str, ...]:
    """Return the names of our files that nobody has changed, the page last, so that it is removed last; it is always ours."""
    return tuple(name for name, known in hashes.items() if name == PAGE or not known or not _is_other(folder / name, known))


def _is_other(path: Path, known: Sequence[str]) -> bool:
    """Return whether a file holds something else than what we wrote; False where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() not in known
    except FileNotFoundError:
        return False


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
        take_back(output_folder / CHECK, _read_list(output_folder / f"{REPLACED}{CHECK}"))
        for half in output_folder.glob(f"{BUILDING}*/"):
            if not half.is_symlink():
                shutil.rmtree(half)
    except OSError as error:
        raise StorageFailed.of(error, output_folder) from error
