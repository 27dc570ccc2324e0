"""What a release says has changed since the last one. Only what was printed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.report.figures import Figure, Verdict


class Unit(StrEnum):
    """What a published figure counts, which also says its decimals; a figure is kept in this unit, rounded as it is printed."""

    COUNT = "count"
    INDEX = "index"
    PERCENT = "percent"
    MILLIONS = "millions"  # of kroner

    @property
    def digits(self) -> int:
        """Decimals in print."""
        return 0 if self is Unit.COUNT else 1


@dataclass(frozen=True, slots=True)
class FigureShift:
    """One figure that is printed otherwise than in the last release; a text where it is the share of a small count."""

    label: str
    unit: Unit
    earlier: Figure | str
    now: Figure | str


@dataclass(frozen=True, slots=True)
class ForumShift:
    """One forum of which something is printed otherwise.

    Attributes:
        earlier: The last release's verdict; None where it had no such forum.
    """

    forum: str
    earlier: Verdict | None
    now: Verdict
    figures: tuple[FigureShift, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since the last release.

    Attributes:
        before: The years of the last release; `now` likewise.
        policy: The last release's policy where it is another one; else empty. `program` likewise.
        inputs: Names of the input files that are new or have other bytes.
        findings: Texts of findings that the last release did not have; `settled` of those that it had and this one has not.
        forums: The forums of which something is printed otherwise, in the order of the workbook.
        gone: Names of the forums that the last release had and this one has not.
    """

    before: int
    now: int
    policy: str
    program: str
    inputs: tuple[str, ...]
    findings: tuple[str, ...]
    settled: tuple[str, ...]
    forums: tuple[ForumShift, ...]
    gone: tuple[str, ...]
