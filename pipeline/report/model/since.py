"""What a release says has changed since the last one. Only what was printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FigureShift:
    """One verdict or figure that is printed otherwise than in the last release, in words; None where it is missing."""

    label: str
    earlier: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class ForumShift:
    """One forum that is new, or of which something is printed otherwise."""

    forum: str
    figures: tuple[FigureShift, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the last release, which is of the same two years.

    Attributes:
        policy: The last release's policy where it is another one; else empty. `program` likewise.
        inputs: Names of the input files that are new or have other bytes.
        findings: Texts of findings that the last release did not have; `settled` of those that it had and this one has not.
        forums: The forums of which something is printed otherwise, in the order of the workbook.
        gone: Names of the forums that the last release had and this one has not.
    """

    policy: str
    program: str
    inputs: tuple[str, ...]
    findings: tuple[str, ...]
    settled: tuple[str, ...]
    forums: tuple[ForumShift, ...]
    gone: tuple[str, ...]
