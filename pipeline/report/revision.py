"""Which revision of its period a release is, and what the one before it has told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.report.printed_figures import PrintedFigures


@dataclass(frozen=True)
class Revision:
    """One revision.

    Attributes:
        number: 1 for the first release of a period.
        reason: Why there is another one, in words of a person or the names of the changed files; empty for the first.
        replaces: Name of the release before it; empty for the first.
        before: What that one has published; None where there is none or it cannot be compared.
        inputs: Input file → its fingerprint, of the release that was this revision first.
    """

    number: int = 1
    reason: str = ""
    replaces: str = ""
    before: PrintedFigures | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
