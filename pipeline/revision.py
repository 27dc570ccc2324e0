"""Which revision of its period a release is, and what the one before it has told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.published import Value


@dataclass(frozen=True)
class Revision:
    """One revision.

    Attributes:
        number: 1 for the first release of a period.
        reason: Why there is another one, in words of a person or the names of the changed files; empty for the first.
        replaces: Name of the release before it; empty for the first.
        before: What that one has told; None where there is none or its values cannot be read.
        inputs: Input file → its fingerprint, of the release that was this revision first.
    """

    number: int = 1
    reason: str = ""
    replaces: str = ""
    before: tuple[Value, ...] | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
