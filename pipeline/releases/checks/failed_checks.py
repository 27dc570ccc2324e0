"""Failed checks of a finished release, one line each as in the manifest: ``pdf: rapport_noerrebro.pdf: the PDF has no tags``.

Enters: what a check found. Leaves: its line; `releases.checks.words` has the sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

PDF: Final = "pdf"
MOST: Final = 3
"""Number of a PDF's faults that are listed; a fault is often repeated hundreds of times."""


def record_pdf(file: str, faults: Sequence[str]) -> str:
    """Return the line for a PDF that failed its inspection."""
    more = [f"{len(faults) - MOST} more"] if len(faults) > MOST else []
    return f"{PDF}: {file}: {'; '.join([*faults[:MOST], *more])}"


def name_pdf(line: str) -> str:
    """Return the PDF that a line is about; empty if it is about none."""
    kind, _, rest = line.partition(": ")
    return rest.partition(": ")[0] if kind == PDF else ""
