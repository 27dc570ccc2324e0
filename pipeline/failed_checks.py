"""Checks of a finished release that failed, one line each, as the manifest keeps them: ``pdf: rapport_noerrebro.pdf: the PDF has no tags``.

Enters: what a check found. Leaves: its line; `wording.failed_checks` puts it into words. Never: which hidden number gave way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

PDF: Final = "pdf"
HIDDEN: Final = "hidden numbers"
UNCHECKED: Final = "not checked"
MOST: Final = 3
"""Faults of one PDF that are named; one fault of a kind is often one of hundreds."""


def record_pdf(file: str, faults: Sequence[str]) -> str:
    """Return the line of a PDF that failed its inspection."""
    more = [f"{len(faults) - MOST} more"] if len(faults) > MOST else []
    return f"{PDF}: {file}: {'; '.join([*faults[:MOST], *more])}"


def record_exposed(number: int | None) -> str:
    """Return the line of hidden numbers that can be worked out; None where that could not be checked."""
    return f"{HIDDEN}: {UNCHECKED if number is None else number}"
