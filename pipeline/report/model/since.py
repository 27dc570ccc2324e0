"""The changes since the last release. Only printed figures are compared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FigureShift:
    """One verdict or figure that differs from the last release, in words; None if it is missing."""

    label: str
    earlier: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class ForumShift:
    """One forum that is new, or has a figure that differs."""

    forum: str
    figures: tuple[FigureShift, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """The changes since the last release, which has the same two years.

    Attributes:
        policy: The last release's policy if it was another one; else empty. `program` likewise.
        inputs: Names of the input files that are new or changed.
        findings: Texts of new findings; `settled` of those that are gone.
        forums: The forums with a figure that differs, in the order of the workbook.
        gone: Names of the forums that only the last release had.
    """

    policy: str
    program: str
    inputs: tuple[str, ...]
    findings: tuple[str, ...]
    settled: tuple[str, ...]
    forums: tuple[ForumShift, ...]
    gone: tuple[str, ...]
