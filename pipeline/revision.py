"""Which revision of its period a release is, and what the one before it has told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.published import Published


@dataclass(frozen=True)
class Revision:
    """One revision.

    Attributes:
        number: 1 for the first release of a period.
        reason: Why there is another one, in words of a person or the names of the changed files; empty for the first.
        replaces: Name of the release before it; empty for the first.
        before: What that one has published; None where there is none or it cannot be compared.
    """

    number: int = 1
    reason: str = ""
    replaces: str = ""
    before: Published | None = None


FIRST: Final = Revision()
