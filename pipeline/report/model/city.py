"""The city overview: the forums side by side. No league table: the forums keep the workbook's order."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.report.imprint import Imprint
from pipeline.report.model.figures import Figure
from pipeline.report.model.method import Method
from pipeline.report.model.money import Money, PlanFigures
from pipeline.report.model.organisation import ActivityRow, Organisation
from pipeline.report.model.overview import Deprivation, Meta, Tile
from pipeline.report.model.revision_note import RevisionNote
from pipeline.scoring.compare.verdict import Verdict


@dataclass(frozen=True, slots=True)
class ForumLine:
    """One forum in the overview.

    Attributes:
        shares_now: One figure an indicator, in the order of the policy; `shares_before` likewise.
        verdicts: One an indicator.
        activities: All activities of the forum.
    """

    forum: str
    before: Deprivation
    now: Deprivation
    verdict: Verdict
    shares_before: tuple[Figure, ...]
    shares_now: tuple[Figure, ...]
    verdicts: tuple[Verdict, ...]
    plans: PlanFigures
    activities: ActivityRow
    groups_before: int
    groups_now: int


@dataclass(frozen=True, slots=True)
class CityIndicator:
    """The city's own share of one indicator, before and now.

    Attributes:
        change_pp: Change in percentage points; missing where the years are not compared, and `not_comparable` says why.
    """

    label: str
    short_label: str
    before: float
    now: float
    change_pp: Figure
    not_comparable: str
    threshold_now: float


@dataclass(frozen=True, slots=True)
class CityReport:
    """Everything that the city overview shows.

    Attributes:
        sentence: The finding in one sentence, composed.
        revision: What has changed since the release before; None in the first of a period.
    """

    meta: Meta
    sentence: str
    tiles: tuple[Tile, ...]
    indicators: tuple[CityIndicator, ...]
    lines: tuple[ForumLine, ...]
    money: Money
    organisation: Organisation
    findings_heading: str
    method: Method
    revision: RevisionNote | None = None

    @property
    def imprint(self) -> Imprint:
        """Whose report it is, for programs."""
        return Imprint(None, self.meta.before, self.meta.now)
