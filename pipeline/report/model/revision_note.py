"""Page 1's note on a correction."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RevisionNote:
    """The changes since the previous release.

    Attributes:
        number: The revision.
        heading: The number of the revision, as a heading.
        reason: Why it was made, a sentence.
        changes: Changed figures of this report, most important first, each as ``Indeks 2025: 118,2 → 116,3``.
        rest: A sentence on how many more there are, or that none has changed; empty if all are listed.
    """

    number: int
    heading: str
    reason: str
    changes: tuple[str, ...]
    rest: str
