"""What page 1 says of a corrected release."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RevisionNote:
    """What has changed since the release before.

    Attributes:
        heading: Which revision this is.
        reason: Why it was made, a sentence.
        changes: Changed figures of this report, the weightiest first, each as ``Indeks 2025: 118,2 → 116,3``.
        rest: How many more there are, or that none has changed, as a sentence; empty where all are listed.
    """

    heading: str
    reason: str
    changes: tuple[str, ...]
    rest: str
