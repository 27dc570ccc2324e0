"""The revision number of a release within its period, with the figures of the previous one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.report.printed_figures import PrintedFigures


@dataclass(frozen=True)
class Revision:
    """One revision.

    Attributes:
        number: 1 for the first release of a period.
        reason: Why it was made, in a person's words or the names of the changed files; empty for the first.
        replaces: Name of the previous release; empty for the first.
        before: The figures that it printed; None if there is none or it cannot be compared.
        inputs: Input file → its fingerprint, of the release first made as this revision.
    """

    number: int = 1
    reason: str = ""
    replaces: str = ""
    before: PrintedFigures | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
