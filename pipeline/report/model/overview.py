"""What opens a report: who it is for, the verdict, the tile map, the key figures."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pipeline.report.model.figures import Figure
from pipeline.scoring.compare.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Meta:
    """What every page says about itself.

    Attributes:
        municipality: Sender of the report.
        before: Year compared with.
        now: Year reported.
        measured_on: Day and month of the yearly count, as words, such as ``31. december``.
        policy: Name of the policy.
        policy_version: Version of the policy file.
        sample: True while the data are invented: every page is stamped.
        forums: Number of forums in the city.
        indicators: Number of indicators of the policy.
    """

    municipality: str
    before: int
    now: int
    measured_on: str
    policy: str
    policy_version: str
    sample: bool
    forums: int
    indicators: int


@dataclass(frozen=True, slots=True)
class VerdictText:
    """The composed answer: sentence, what lies behind it, and what the checks of it say."""

    kind: Verdict
    sentence: Markup
    background: str
    checks: str

    @property
    def plain(self) -> str:
        """All of it without markup, on one line."""
        parts = (self.sentence.striptags(), *(Markup(text).striptags() for text in (self.background, self.checks)))  # noqa: S704 - marks go
        return " ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Tile:
    """One forum on the schematic map, with the share of its residents who live in deprived areas, before and now.

    Attributes:
        column: Place from west to east, 1 first.
        row: Place from north to south, 1 first.
        own: True for the forum that the report is about.
    """

    forum: str
    column: int
    row: int
    residents_before: Figure
    residents_now: Figure
    own: bool


@dataclass(frozen=True, slots=True)
class Deprivation:
    """How deprived a forum is in one year.

    Attributes:
        residents: Share of the residents who live in deprived areas; missing if the status of an area is not known.
        index: 100 × the mean ratio to the city (city = 100).
    """

    residents: Figure
    index: Figure


@dataclass(frozen=True, slots=True)
class VerdictCounts:
    """Number of judged indicators by verdict; `not_judged` are those whose change is not comparable."""

    better: int
    worse: int
    unchanged: int
    unclear: int
    not_judged: int


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A forum's key figures, before and now; those of its plans are part of its money."""

    before: Deprivation
    now: Deprivation
    verdicts: VerdictCounts
