"""Write what a check found to `output/check/`: the page and the marked copies, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from pipeline.problems import Problem
from pipeline.tell.copies import copy_marked
from pipeline.tell.page import compose_page
from pipeline.tell.rows import by_file, make_rows
from pipeline.wording import Language

CHECK: Final = "check"
PAGE: Final = "index.html"
BUILDING: Final = ".check-"
WORKBOOKS: Final = (".xlsx", ".xlsm")


def write_check(input_folder: Path, output_folder: Path, problems: Sequence[Problem], language: Language) -> Path | None:
    """Write the page and the copies.

    Args:
        input_folder: Where the workbooks lie.
        output_folder: Gets the folder ``check``; the one of the last check is replaced.
        problems: All errors and findings; with none the folder is taken away.
        language: Language of the words.

    Returns:
        The page, or None where there is nothing to tell.

    Raises:
        OSError: it cannot be written; what was there is there still.
    """
    target = output_folder / CHECK
    if not problems:
        shutil.rmtree(target, ignore_errors=True)
        return None
    output_folder.mkdir(parents=True, exist_ok=True)
    for left in output_folder.glob(f"{BUILDING}*"):
        shutil.rmtree(left, ignore_errors=True)
    building = Path(mkdtemp(prefix=BUILDING, dir=output_folder))
    try:
        rows = make_rows(problems, language)
        copies = {}
        for file, of_file in by_file(rows).items():
            name = file.rpartition("/")[2]
            marked = copy_marked(input_folder / name, of_file, language) if name.endswith(WORKBOOKS) else None
            if marked is not None:
                copies[file] = name.rpartition(".")[0] + WORKBOOKS[0]
                (building / copies[file]).write_bytes(marked)
        (building / PAGE).write_text(compose_page(rows, copies, language), encoding="utf-8")
        building.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)
        building.rename(target)
    except OSError:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return target / PAGE
