"""Make the marked copies in a separate process with limits: loading a whole workbook may need more memory than there is."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pipeline import ROOT
from pipeline.language.language import Language
from pipeline.problems.rows import ProblemRow

MEMORY: Final = 2_000_000_000
SECONDS: Final = 120
START: Final = (
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pipeline.problems.marked_copies.annotate import serve; serve({MEMORY}, {SECONDS})"
)


def copy_marked(path: Path, rows: Sequence[ProblemRow], language: Language) -> bytes | None:
    """Return a marked copy of a workbook; None if it cannot be made, and only the page shows its problems."""
    try:
        content = path.read_bytes()
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-I", "-c", START],
            input=pickle.dumps((content, list(rows), words_of_copy(language))),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None


def words_of_copy(language: Language) -> dict[str, str]:
    """Return the texts of a copy's first sheet."""
    return {
        "title": language.gettext("what make check found"),
        "hint": language.gettext("This is a copy with remarks. Correct the original in the input folder, and do not put this one there."),
        "marked": language.gettext("More than {most} cells: the others are listed here and not marked in the sheets."),
        "error": language.gettext("Error"),
        "finding": language.gettext("Finding"),
        "expected": language.gettext("Expected"),
        "number": language.gettext("No."),
        "kind": language.gettext("Kind"),
        "sheet": language.gettext("Sheet"),
        "cell": language.gettext("Cell"),
        "area": language.gettext("Concerns"),
        "period": language.gettext("Period"),
        "found": language.gettext("Found"),
        "action": language.gettext("What to do"),
    }
